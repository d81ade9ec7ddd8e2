using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Access.Duties;

/// <summary>Somebody whom a person replaces today.</summary>
/// <param name="Of">The name of who is absent; empty for a role that nobody holds.</param>
/// <param name="Role">The role; empty: all.</param>
/// <param name="Until">The last day.</param>
public sealed record Replacing(string Of, string Role, LocalDate Until);

/// <summary>What a person holds on a day: the one reading of it.</summary>
/// <param name="Roles">Their own first.</param>
/// <param name="Replacing">For whom they act as a deputy.</param>
public sealed record HeldRoles(ImmutableArray<HeldRole> Roles, ImmutableArray<Replacing> Replacing)
{
    /// <summary>
    /// Is it a role that a deputy may exercise? Not the auditor's, who judges what others do and therefore does nothing else on
    /// the same day; nor the administrator's, who gives rights: whoever could pass that on by entering a holiday would.
    /// </summary>
    public static bool MayBeCovered(string role) =>
        role is not (Database.Roles.Auditor or Database.Roles.Administrator);

    /// <summary>The roles of one person, with as few rows as that takes: it is asked at every request.</summary>
    public static async Task<HeldRoles> OfAsync(
        TwinningDatabase database,
        string authority,
        Guid person,
        LocalDate day,
        CancellationToken cancel
    )
    {
        var covered = await (
            from absence in database.Absences
            join absent in database.People on absence.PersonId equals absent.Id into known
            from absent in known.DefaultIfEmpty()
            where absence.AuthorityId == authority && absence.DeputyId == person
            where absence.ValidFrom <= day && absence.ValidTo >= day
            select new { Absence = absence, Name = absent == null ? "" : absent.Name }
        )
            .AsNoTracking()
            .ToListAsync(cancel);
        var absences = covered.ConvertAll(x => x.Absence);
        List<Guid> people = [person, .. absences.Select(x => x.PersonId).OfType<Guid>()];
        var vacant = absences.FindAll(x => x.PersonId is null).ConvertAll(x => x.Role);
        var assignments = await database
            .RoleAssignments.AsNoTracking()
            .Where(x => x.AuthorityId == authority && (people.Contains(x.PersonId) || vacant.Contains(x.Role)))
            .Where(x => x.ValidFrom <= day && (x.ValidTo == null || x.ValidTo >= day))
            .ToListAsync(cancel);
        var gone =
            vacant.Count == 0
                ? []
                : await Roster.GoneAsync(database, authority, assignments.Select(x => x.PersonId), cancel);
        var roles = new Roster(day, assignments, absences, gone).HeldBy(person);
        return new HeldRoles(
            roles,
            [
                .. covered
                    .Where(x => roles.Any(held => Covers(x.Absence, held)))
                    .OrderBy(x => x.Name, StringComparer.Ordinal)
                    .Select(x => new Replacing(x.Name, x.Absence.Role, x.Absence.ValidTo)),
            ]
        );
    }

    private static bool Covers(Absence absence, HeldRole held) =>
        held.AsDeputy && held.OnBehalfOf == absence.PersonId && (absence.Role.Length == 0 || absence.Role == held.Role);
}
