using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Access.Duties;

/// <summary>A role with open tasks that nobody would hold any more.</summary>
/// <param name="Role">The role.</param>
/// <param name="Tasks">How many open tasks it has.</param>
public sealed record LeftRole(string Role, int Tasks);

/// <summary>Finds what would be left with nobody when a person goes: never silently.</summary>
public sealed class LeftRoles(TwinningDatabase database)
{
    /// <summary>The roles that the person alone holds on a day and that have open tasks.</summary>
    /// <param name="authority">The authority.</param>
    /// <param name="person">Who goes.</param>
    /// <param name="role">Only this role; null: all.</param>
    /// <param name="day">From which day.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task<IReadOnlyList<LeftRole>> FindAsync(
        string authority,
        Guid person,
        string? role,
        LocalDate day,
        CancellationToken cancel
    )
    {
        var roster = await Roster.LoadAsync(database, authority, day, cancel);
        var left = (
            role is null ? roster.LeftBy(person)
            : roster.HoldersOf(role).Any(x => x.Person.Id != person) ? []
            : [role]
        ).ToList();
        var open = await database
            .Tasks.Where(x => x.AuthorityId == authority && x.Status == TaskRow.Open && left.Contains(x.Role))
            .GroupBy(x => x.Role)
            .Select(x => new LeftRole(x.Key, x.Count()))
            .ToListAsync(cancel);
        return [.. open.OrderBy(x => x.Role, StringComparer.Ordinal)];
    }

    /// <summary>Those who may follow somebody in a role.</summary>
    public async Task<IReadOnlyList<Person>> SuccessorsAsync(
        string authority,
        Guid person,
        LocalDate day,
        CancellationToken cancel
    ) => [.. (await Roster.LoadAsync(database, authority, day, cancel)).WhoMayReplace(person)];
}
