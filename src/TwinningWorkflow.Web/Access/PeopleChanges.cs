using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Hosting;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Access;

/// <summary>What came of a change to people.</summary>
public enum PeopleChange
{
    Done,
    NotFound,

    /// <summary>Nobody shuts themselves out: an administrator stays one until another says otherwise.</summary>
    OneSelf,

    /// <summary>The role is held already.</summary>
    HeldAlready,

    /// <summary>An auditor judges what others do: no other role beside it.</summary>
    AuditorAlone,
}

/// <summary>Gives and ends roles, disables and enables accounts; each with its fact in the authority's history.</summary>
public sealed class PeopleChanges(TwinningDatabase database, UserManager<Account> accounts, BusinessClock clock)
{
    public async Task<PeopleChange> GiveRoleAsync(Actor actor, Guid person, string role, CancellationToken cancel)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        if (!await database.People.AnyAsync(x => x.Id == person && x.AuthorityId == actor.Authority, cancel))
            return PeopleChange.NotFound;
        var today = await TodayAsync(actor.Authority, cancel);
        var held = await database
            .RoleAssignments.Where(x => x.PersonId == person && x.AuthorityId == actor.Authority)
            .Where(x => x.ValidTo == null || x.ValidTo >= today)
            .Select(x => x.Role)
            .ToListAsync(cancel);
        if (held.Contains(role))
            return PeopleChange.HeldAlready;
        if (!FitTogether([.. held, role]))
            return PeopleChange.AuditorAlone;
        database.RoleAssignments.Add(
            new RoleAssignment
            {
                Id = Guid.CreateVersion7(clock.GetUtcNow()),
                AuthorityId = actor.Authority,
                PersonId = person,
                Role = role,
                ValidFrom = today,
            }
        );
        await database.SaveChangesAsync(cancel);
        await TellAsync(actor, new RoleGiven($"{person:D}", role, today), cancel);
        await transaction.CommitAsync(cancel);
        return PeopleChange.Done;
    }

    /// <summary>The role's last day is today; what was done in it stays done.</summary>
    public async Task<PeopleChange> EndRoleAsync(Actor actor, Guid assignment, CancellationToken cancel)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        var held = await database.RoleAssignments.SingleOrDefaultAsync(
            x => x.Id == assignment && x.AuthorityId == actor.Authority,
            cancel
        );
        if (held is null)
            return PeopleChange.NotFound;
        if (held.Role == Roles.Administrator && $"{held.PersonId:D}" == actor.Person)
            return PeopleChange.OneSelf;
        held.ValidTo = await TodayAsync(actor.Authority, cancel);
        await database.SaveChangesAsync(cancel);
        await TellAsync(actor, new RoleEnded($"{held.PersonId:D}", held.Role, held.ValidTo.Value), cancel);
        await transaction.CommitAsync(cancel);
        return PeopleChange.Done;
    }

    public async Task<PeopleChange> SetDisabledAsync(Actor actor, Guid account, bool disabled, CancellationToken cancel)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        var found = await database.Users.SingleOrDefaultAsync(
            x => x.Id == account && x.AuthorityId == actor.Authority,
            cancel
        );
        if (found is null)
            return PeopleChange.NotFound;
        if ($"{found.PersonId:D}" == actor.Person)
            return PeopleChange.OneSelf;
        found.Disabled = disabled;
        // every cookie and token of before is void, even after it is enabled again
        await accounts.UpdateSecurityStampAsync(found);
        HostFact fact = disabled ? new AccountDisabled($"{account:D}") : new AccountEnabled($"{account:D}");
        await TellAsync(actor, fact, cancel);
        await transaction.CommitAsync(cancel);
        return PeopleChange.Done;
    }

    /// <summary>May one person hold all of these roles?</summary>
    public static bool FitTogether(IReadOnlyCollection<string> roles) =>
        !roles.Contains(Roles.Auditor) || roles.Count == 1;

    private Task TellAsync(Actor actor, HostFact fact, CancellationToken cancel) =>
        Journal.AppendAsync(database, Journal.OfAuthority(actor.Authority), clock.Now, actor, fact, cancel);

    private async Task<LocalDate> TodayAsync(string authority, CancellationToken cancel)
    {
        var zone = await database.Authorities.Where(x => x.Id == authority).Select(x => x.Zone).SingleAsync(cancel);
        return clock.Today(DateTimeZoneProviders.Tzdb[zone]);
    }
}
