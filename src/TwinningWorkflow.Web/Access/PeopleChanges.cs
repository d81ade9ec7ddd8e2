using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Access;

/// <summary>What came of a change to people.</summary>
public enum PeopleChange
{
    Done,
    NotFound,

    /// <summary>Nobody shuts themselves out: an administrator stays one until another says otherwise.</summary>
    OneSelf,

    /// <summary>The role is held already on some of these days.</summary>
    HeldAlready,

    /// <summary>An auditor judges what others do: no other role on the same day.</summary>
    AuditorAlone,

    /// <summary>The first day is past: what was done until today was done in the roles of then.</summary>
    BeginsInThePast,

    /// <summary>The last day is past.</summary>
    EndsInThePast,

    /// <summary>The last day is before the first.</summary>
    EndsBeforeItBegins,
}

/// <summary>Gives and ends roles, disables and enables accounts; each with its fact in the authority's history.</summary>
public sealed class PeopleChanges(
    TwinningDatabase database,
    UserManager<Account> accounts,
    FeedLinks links,
    AuthorityCalendars calendars,
    AnsweringChanges answering,
    BusinessClock clock
)
{
    /// <summary>The person holds the role from a day on, to a last day or until further notice.</summary>
    public async Task<PeopleChange> GiveRoleAsync(
        Actor actor,
        Guid person,
        string role,
        LocalDate from,
        LocalDate? last,
        CancellationToken cancel
    )
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        await AuthorityLock.TakeAsync(database, actor.Authority, cancel);
        if (!await database.People.AnyAsync(x => x.Id == person && x.AuthorityId == actor.Authority, cancel))
            return PeopleChange.NotFound;
        var held = await HeldAsync(actor.Authority, person, cancel);
        // the same form sent twice
        if (held.Exists(x => x.Role == role && x.ValidFrom == from && x.ValidTo == last))
            return PeopleChange.Done;
        if (from < await TodayAsync(actor.Authority, cancel))
            return PeopleChange.BeginsInThePast;
        if (last < from)
            return PeopleChange.EndsBeforeItBegins;
        if (Clash(held, role, from, last) is { } clash)
            return clash;
        database.RoleAssignments.Add(
            new RoleAssignment
            {
                Id = Guid.CreateVersion7(clock.GetUtcNow()),
                AuthorityId = actor.Authority,
                PersonId = person,
                Role = role,
                ValidFrom = from,
                ValidTo = last,
            }
        );
        await database.SaveChangesAsync(cancel);
        await TellAsync(actor, new RoleGiven($"{person:D}", role, from), cancel);
        if (last is { } day)
            await TellAsync(actor, new RoleEnded($"{person:D}", role, day), cancel);
        await answering.CommitAsync(database, actor.Authority, Concerned(role));
        return PeopleChange.Done;
    }

    /// <summary>
    /// Says until when a role is held; null: until further notice. What was done in it stays done. A role that ends before it
    /// has begun was never held.
    /// </summary>
    public async Task<PeopleChange> EndRoleAsync(
        Actor actor,
        Guid assignment,
        LocalDate? last,
        CancellationToken cancel
    )
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        await AuthorityLock.TakeAsync(database, actor.Authority, cancel);
        var role = await database.RoleAssignments.SingleOrDefaultAsync(
            x => x.Id == assignment && x.AuthorityId == actor.Authority,
            cancel
        );
        if (role is null)
            return PeopleChange.NotFound;
        if (role.ValidTo == last)
            return PeopleChange.Done;
        if (last is not null && role.Role == Roles.Administrator && $"{role.PersonId:D}" == actor.Person)
            return PeopleChange.OneSelf;
        if (last < await TodayAsync(actor.Authority, cancel))
            return PeopleChange.EndsInThePast;
        var others = await HeldAsync(actor.Authority, role.PersonId, cancel);
        others.RemoveAll(x => x.Id == role.Id);
        var neverHeld = last < role.ValidFrom;
        if (!neverHeld && Clash(others, role.Role, role.ValidFrom, last) is { } clash)
            return clash;
        if (neverHeld)
            database.RoleAssignments.Remove(role);
        else
            role.ValidTo = last;
        await database.SaveChangesAsync(cancel);
        var person = $"{role.PersonId:D}";
        HostFact fact = last is { } day
            ? new RoleEnded(person, role.Role, day)
            : new RoleGiven(person, role.Role, role.ValidFrom);
        await TellAsync(actor, fact, cancel);
        await answering.CommitAsync(database, actor.Authority, Concerned(role.Role));
        return PeopleChange.Done;
    }

    public async Task<PeopleChange> SetDisabledAsync(Actor actor, Guid account, bool disabled, CancellationToken cancel)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        await AuthorityLock.TakeAsync(database, actor.Authority, cancel);
        var found = await database.Users.SingleOrDefaultAsync(
            x => x.Id == account && x.AuthorityId == actor.Authority,
            cancel
        );
        if (found is null)
            return PeopleChange.NotFound;
        if ($"{found.PersonId:D}" == actor.Person)
            return PeopleChange.OneSelf;
        if (found.Disabled == disabled)
            return PeopleChange.Done;
        found.Disabled = disabled;
        // every cookie, token and feed of before is void, even after it is enabled again
        await accounts.UpdateSecurityStampAsync(found);
        if (disabled)
            await links.RevokeWithinAsync(actor, found.PersonId, cancel);
        HostFact fact = disabled ? new AccountDisabled($"{account:D}") : new AccountEnabled($"{account:D}");
        await TellAsync(actor, fact, cancel);
        await answering.CommitOfPersonAsync(database, actor.Authority, found.PersonId);
        return PeopleChange.Done;
    }

    /// <summary>Whose tasks have others answering for them; who audits replaces nobody, in whatever role.</summary>
    private static string[]? Concerned(string role) => role == Roles.Auditor ? null : [role];

    /// <summary>May one person hold all of these roles on one day?</summary>
    public static bool FitTogether(IReadOnlyCollection<string> roles) =>
        !roles.Contains(Roles.Auditor) || roles.Count == 1;

    /// <summary>What stands against a role on these days.</summary>
    private static PeopleChange? Clash(List<RoleAssignment> held, string role, LocalDate from, LocalDate? last)
    {
        var meanwhile = held.FindAll(x =>
            (last is null || x.ValidFrom <= last) && (x.ValidTo is null || x.ValidTo >= from)
        );
        return meanwhile.Exists(x => x.Role == role) ? PeopleChange.HeldAlready
            : FitTogether([.. meanwhile.Select(x => x.Role), role]) ? null
            : PeopleChange.AuditorAlone;
    }

    private Task<List<RoleAssignment>> HeldAsync(string authority, Guid person, CancellationToken cancel) =>
        database
            .RoleAssignments.AsNoTracking()
            .Where(x => x.PersonId == person && x.AuthorityId == authority)
            .ToListAsync(cancel);

    private Task TellAsync(Actor actor, HostFact fact, CancellationToken cancel) =>
        Journal.AppendAsync(database, Journal.OfAuthority(actor.Authority), clock.Now, actor, fact, cancel);

    private async Task<LocalDate> TodayAsync(string authority, CancellationToken cancel) =>
        clock.Today((await calendars.OfAsync(authority, cancel)).Zone);
}
