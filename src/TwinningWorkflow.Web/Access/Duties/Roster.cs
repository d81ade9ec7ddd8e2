using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Access.Duties;

/// <summary>
/// Who holds what in an authority on a day, who replaces whom, and who stands above whom. Read once, it answers for any number of
/// tasks.
/// </summary>
public sealed partial class Roster
{
    private readonly ILookup<Guid, string> rolesOf;
    private readonly ILookup<string, Guid> holdersOf;
    private readonly ILookup<Guid, Absence> absencesOf;
    private readonly ILookup<Guid, Absence> coveredBy;
    private readonly List<Absence> vacancies;
    private readonly HashSet<Guid> gone;

    /// <param name="day">The day.</param>
    /// <param name="assignments">What is held on it.</param>
    /// <param name="absences">Who is absent on it.</param>
    /// <param name="gone">Who can no longer sign in.</param>
    internal Roster(
        LocalDate day,
        IReadOnlyCollection<RoleAssignment> assignments,
        IReadOnlyCollection<Absence> absences,
        HashSet<Guid> gone
    )
    {
        Day = day;
        this.gone = gone;
        var held = assignments.Select(x => (x.PersonId, x.Role)).Distinct().OrderBy(x => x.PersonId).ToList();
        rolesOf = held.ToLookup(x => x.PersonId, x => x.Role);
        holdersOf = held.ToLookup(x => x.Role, x => x.PersonId, StringComparer.Ordinal);
        // what is said of one role goes before what is said of all
        var told = absences.OrderByDescending(x => x.Role.Length > 0).ThenBy(x => x.Id).ToList();
        absencesOf = told.Where(x => x.PersonId is not null).ToLookup(x => x.PersonId!.Value);
        coveredBy = told.Where(x => x.DeputyId is not null).ToLookup(x => x.DeputyId!.Value);
        vacancies = told.FindAll(x => x.PersonId is null);
    }

    /// <summary>The day that it is about.</summary>
    public LocalDate Day { get; }

    /// <summary>Who holds and replaces what on the day, as a text: as long as it is the same, the same may do the same.</summary>
    public string Fingerprint =>
        string.Join(
            '\n',
            [
                $"{Day}",
                .. rolesOf.SelectMany(x => x.Select(role => $"{x.Key} {role}")).Order(StringComparer.Ordinal),
                .. absencesOf
                    .SelectMany(static x => x)
                    .Concat(vacancies)
                    .Select(x => $"{x.PersonId} {x.Role} {x.DeputyId}")
                    .Order(StringComparer.Ordinal),
                .. gone.Select(x => $"{x}").Order(StringComparer.Ordinal),
            ]
        );

    /// <summary>All that is needed to say who answers for any task of an authority on a day.</summary>
    public static async Task<Roster> LoadAsync(
        TwinningDatabase database,
        string authority,
        LocalDate day,
        CancellationToken cancel
    )
    {
        var assignments = await database
            .RoleAssignments.AsNoTracking()
            .Where(x => x.AuthorityId == authority)
            .Where(x => x.ValidFrom <= day && (x.ValidTo == null || x.ValidTo >= day))
            .ToListAsync(cancel);
        var absences = await database
            .Absences.AsNoTracking()
            .Where(x => x.AuthorityId == authority && x.ValidFrom <= day && x.ValidTo >= day)
            .ToListAsync(cancel);
        return new Roster(day, assignments, absences, await GoneAsync(database, authority, null, cancel))
        {
            people = await database
                .People.AsNoTracking()
                .Where(x => x.AuthorityId == authority)
                .ToDictionaryAsync(x => x.Id, cancel),
            departments = await database
                .Departments.AsNoTracking()
                .Where(x => x.AuthorityId == authority)
                .ToDictionaryAsync(x => x.Name, StringComparer.Ordinal, cancel),
        };
    }

    /// <summary>Those (null: of all) who have an account and can use none.</summary>
    internal static async Task<HashSet<Guid>> GoneAsync(
        TwinningDatabase database,
        string authority,
        IEnumerable<Guid>? ofThese,
        CancellationToken cancel
    )
    {
        var asked = ofThese?.Distinct().ToList();
        return await database
            .Users.Where(x => x.AuthorityId == authority && x.Disabled)
            .Where(x => asked == null || asked.Contains(x.PersonId))
            .Select(x => x.PersonId)
            .Where(x => !database.Users.Any(other => other.PersonId == x && !other.Disabled))
            .ToHashSetAsync(cancel);
    }

    /// <summary>What a person holds: their own roles, then those of whom they replace.</summary>
    public ImmutableArray<HeldRole> HeldBy(Guid person)
    {
        var own = rolesOf[person].Order(StringComparer.Ordinal).Select(static role => new HeldRole(role, null));
        return MayStandIn(person) ? [.. own, .. Covered(person).Distinct()] : [.. own];
    }

    /// <summary>Does the person hold the role, themselves or as a deputy?</summary>
    public bool Holds(Guid person, string role) =>
        rolesOf[person].Contains(role) || (MayStandIn(person) && Covered(person).Any(x => x.Role == role));

    /// <summary>Has the person accounts, and can use none of them?</summary>
    public bool IsGone(Guid person) => gone.Contains(person);

    /// <summary>
    /// May the person do a step: in its role, or in any that works where it names none? One way that four eyes allow is enough,
    /// their own or as the deputy of somebody.
    /// </summary>
    public bool MayDo(Guid person, string role, FourEyes eyes) =>
        HeldBy(person).Any(way => SignedIn.IsOf(way, role) && eyes.Allow(person, way.OnBehalfOf));

    /// <summary>Does one person act for another in a role that the other holds, in any that works where none is named?</summary>
    private bool Replaces(Guid deputy, Guid absent, string role) =>
        MayStandIn(deputy) && Covered(deputy).Any(x => x.OnBehalfOf == absent && SignedIn.IsOf(x, role));

    private IEnumerable<HeldRole> Covered(Guid person)
    {
        foreach (var absence in coveredBy[person])
            if (absence.PersonId is { } absent)
            {
                foreach (var role in rolesOf[absent].Where(HeldRoles.MayBeCovered))
                    if (absence.Role.Length == 0 || absence.Role == role)
                        yield return new HeldRole(role, absent) { AsDeputy = true };
            }
            else if (HeldRoles.MayBeCovered(absence.Role) && IsVacant(absence.Role))
                yield return new HeldRole(absence.Role, null) { AsDeputy = true };
    }

    /// <summary>An auditor does nothing in another's place either.</summary>
    private bool MayStandIn(Guid person) => !rolesOf[person].Contains(Roles.Auditor);

    private bool IsVacant(string role) => holdersOf[role].All(gone.Contains);
}
