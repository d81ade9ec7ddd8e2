using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Access.Duties;

/// <summary>An absence to enter.</summary>
/// <param name="Id">Made with the form: sent twice it is entered once.</param>
/// <param name="Person">Who is absent; null: a role that nobody holds.</param>
/// <param name="Role">The role; empty: all that the person holds.</param>
/// <param name="Deputy">Who acts in their place; null: nobody.</param>
/// <param name="From">The first day.</param>
/// <param name="Last">The last.</param>
public sealed record NewAbsence(Guid Id, Guid? Person, string Role, Guid? Deputy, LocalDate From, LocalDate Last);

/// <summary>What came of a change to absences.</summary>
public enum AbsenceChange
{
    Done,
    NotFound,

    /// <summary>Nobody replaces themselves.</summary>
    SelfAsDeputy,

    /// <summary>An auditor acts in nobody's place, and who cannot sign in acts in none.</summary>
    NoDeputy,

    /// <summary>The auditor's and the administrator's role are covered by nobody.</summary>
    NotCovered,

    /// <summary>The same person is absent from the same role already on some of these days.</summary>
    Overlaps,

    /// <summary>Somebody holds the role that was to be covered as vacant.</summary>
    RoleHeld,

    /// <summary>The first day is past: what was done until today was done by whose it was then.</summary>
    BeginsInThePast,
    EndsBeforeItBegins,
    EndsInThePast,

    /// <summary>Longer than anybody is away who says so themselves: the administrator enters it.</summary>
    TooLong,
}

/// <summary>Enters and ends absences, each with its fact in the authority's history.</summary>
public sealed class AbsenceDesk(
    TwinningDatabase database,
    AuthorityCalendars calendars,
    AnsweringChanges changes,
    BusinessClock clock
)
{
    /// <summary>In years: whoever could give their roles away for longer would give them away for good.</summary>
    private const int LongestOwn = 1;

    public async Task<AbsenceChange> EnterAsync(Actor actor, NewAbsence absence, CancellationToken cancel)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        await AuthorityLock.TakeAsync(database, actor.Authority, cancel);
        if (await database.Absences.AnyAsync(x => x.Id == absence.Id, cancel))
            return AbsenceChange.Done;
        if (await ProblemAsync(actor, absence, cancel) is { } problem)
            return problem;
        database.Absences.Add(
            new Absence
            {
                Id = absence.Id,
                AuthorityId = actor.Authority,
                PersonId = absence.Person,
                Role = absence.Role,
                DeputyId = absence.Deputy,
                ValidFrom = absence.From,
                ValidTo = absence.Last,
            }
        );
        await database.SaveChangesAsync(cancel);
        await TellAsync(
            actor,
            new AbsenceEntered(
                $"{absence.Id:D}",
                $"{absence.Person:D}",
                absence.Role,
                $"{absence.Deputy:D}",
                absence.From,
                absence.Last
            ),
            cancel
        );
        await CommitAsync(actor.Authority, absence.Person, absence.Role);
        return AbsenceChange.Done;
    }

    /// <summary>Says which day is the last one; before the first: the absence will not be.</summary>
    /// <param name="actor">Who says it.</param>
    /// <param name="id">Which absence.</param>
    /// <param name="last">The last day, not past; yesterday ends it today.</param>
    /// <param name="ownOnly">Only if it is the actor's own.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task<AbsenceChange> EndAsync(
        Actor actor,
        Guid id,
        LocalDate last,
        bool ownOnly,
        CancellationToken cancel
    )
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        await AuthorityLock.TakeAsync(database, actor.Authority, cancel);
        var found = await database.Absences.SingleOrDefaultAsync(
            x => x.Id == id && x.AuthorityId == actor.Authority,
            cancel
        );
        if (found is null || (ownOnly && $"{found.PersonId:D}" != actor.Person))
            return AbsenceChange.NotFound;
        if (found.ValidTo == last)
            return AbsenceChange.Done;
        if (last < (await TodayAsync(actor.Authority, cancel)).PlusDays(-1) || found.ValidTo < last)
            return AbsenceChange.EndsInThePast;
        if (last < found.ValidFrom)
            database.Absences.Remove(found);
        else
            found.ValidTo = last;
        await database.SaveChangesAsync(cancel);
        await TellAsync(actor, new AbsenceEnded($"{id:D}", $"{found.PersonId:D}", last), cancel);
        await CommitAsync(actor.Authority, found.PersonId, found.Role);
        return AbsenceChange.Done;
    }

    /// <summary>Until when the deputy of an absence is away on its days; null when they are there, or there is none.</summary>
    public async Task<LocalDate?> DeputyAwayAsync(string authority, NewAbsence absence, CancellationToken cancel) =>
        absence.Deputy is { } deputy
            ? await database
                .Absences.Where(x => x.AuthorityId == authority && x.PersonId == deputy)
                .Where(x => x.ValidFrom <= absence.Last && x.ValidTo >= absence.From)
                .OrderByDescending(x => x.ValidTo)
                .Select(x => (LocalDate?)x.ValidTo)
                .FirstOrDefaultAsync(cancel)
            : null;

    private async Task<AbsenceChange?> ProblemAsync(Actor actor, NewAbsence absence, CancellationToken cancel)
    {
        var authority = actor.Authority;
        if (absence.From < await TodayAsync(authority, cancel))
            return AbsenceChange.BeginsInThePast;
        if (absence.Last < absence.From)
            return AbsenceChange.EndsBeforeItBegins;
        if (
            $"{absence.Person:D}" == actor.Person
            && absence.Last > (await TodayAsync(authority, cancel)).PlusYears(LongestOwn)
        )
            return AbsenceChange.TooLong;
        var roster = await Roster.LoadAsync(database, authority, absence.From, cancel);
        if (absence.Person is { } person)
        {
            if (!roster.People.ContainsKey(person))
                return AbsenceChange.NotFound;
            if (person == absence.Deputy)
                return AbsenceChange.SelfAsDeputy;
        }
        else if (absence.Role.Length == 0 || absence.Deputy is null)
            return AbsenceChange.NoDeputy;
        else if (roster.HoldersOf(absence.Role).Any(x => !x.Vacant))
            return AbsenceChange.RoleHeld;
        if (absence.Deputy is not null && absence.Role.Length > 0 && !HeldRoles.MayBeCovered(absence.Role))
            return AbsenceChange.NotCovered;
        if (absence.Deputy is { } deputy && !roster.MayReplace(deputy))
            return AbsenceChange.NoDeputy;
        var overlaps = await database.Absences.AnyAsync(
            x =>
                x.AuthorityId == authority
                && x.PersonId == absence.Person
                && (x.Role == absence.Role || (absence.Person != null && (x.Role == "" || absence.Role == "")))
                && x.ValidFrom <= absence.Last
                && x.ValidTo >= absence.From,
            cancel
        );
        return overlaps ? AbsenceChange.Overlaps : null;
    }

    /// <summary>Who is absent from one role replaces nobody in it, whatever the others are that they hold.</summary>
    private Task CommitAsync(string authority, Guid? person, string role) =>
        person is { } absent
            ? changes.CommitOfPersonAsync(database, authority, absent)
            : changes.CommitAsync(database, authority, [role]);

    private Task TellAsync(Actor actor, HostFact fact, CancellationToken cancel) =>
        Journal.AppendAsync(database, Journal.OfAuthority(actor.Authority), clock.Now, actor, fact, cancel);

    private async Task<LocalDate> TodayAsync(string authority, CancellationToken cancel) =>
        clock.Today((await calendars.OfAsync(authority, cancel)).Zone);
}
