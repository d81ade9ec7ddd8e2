using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Access.Duties;

public sealed partial class Roster
{
    /// <summary>
    /// The rosters of any day from a day on, with as few rows as one of them takes: who plans ahead asks for many days.
    /// </summary>
    public static async Task<Func<LocalDate, Roster>> LoadAllAsync(
        TwinningDatabase database,
        string authority,
        LocalDate from,
        CancellationToken cancel
    )
    {
        var assignments = await database
            .RoleAssignments.AsNoTracking()
            .Where(x => x.AuthorityId == authority && (x.ValidTo == null || x.ValidTo >= from))
            .ToListAsync(cancel);
        var absences = await database
            .Absences.AsNoTracking()
            .Where(x => x.AuthorityId == authority && x.ValidTo >= from)
            .ToListAsync(cancel);
        var today = await LoadAsync(database, authority, from, cancel);
        var known = new Dictionary<LocalDate, Roster> { [from] = today };
        return day => known.TryGetValue(day, out var roster) ? roster : known[day] = On(day);

        Roster On(LocalDate day) =>
            new(
                day,
                assignments.FindAll(x => x.ValidFrom <= day && !(x.ValidTo < day)),
                absences.FindAll(x => x.ValidFrom <= day && x.ValidTo >= day),
                today.gone
            )
            {
                people = today.people,
                departments = today.departments,
            };
    }
}
