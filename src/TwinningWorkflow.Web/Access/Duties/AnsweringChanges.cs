using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Access.Duties;

/// <summary>
/// The one place through which others come to answer for tasks than before: reminders go to other people from then on, and
/// somebody may have tasks that they can do no longer.
/// </summary>
public sealed class AnsweringChanges(StepBell bell, BusinessClock clock)
{
    /// <summary>
    /// Commits a change to roles, absences, departments, accounts or wishes together with the new look at the reminders that it
    /// concerns.
    /// </summary>
    /// <param name="database">With the transaction that is open.</param>
    /// <param name="authority">Whose people changed.</param>
    /// <param name="roles">The roles whose tasks are concerned; null: all.</param>
    public async Task CommitAsync(TwinningDatabase database, string authority, IReadOnlyCollection<string>? roles)
    {
        IReadOnlyList<string> armed;
        await using (var session = WriteSession.JoinedTo(database))
        {
            armed = Reminders.LookAnew(session, authority, roles, clock.Now);
            await session.SendAsync(CancellationToken.None);
        }
        await database.Database.CommitTransactionAsync(CancellationToken.None);
        // a job for each would be many: the next minute's sweep looks at all of them in one go
        bell.Ring(new Ring(Guid.Empty, BellParts.People, armed));
    }

    /// <summary>As <see cref="CommitAsync"/>, for a change that concerns all that a person has to do with.</summary>
    public async Task CommitOfPersonAsync(TwinningDatabase database, string authority, Guid person) =>
        await CommitAsync(database, authority, await RolesAroundAsync(database, authority, person));

    /// <summary>
    /// The roles of whose tasks a person hears, today or later, themselves or in another's place; null where they may hear of any,
    /// because they or those whom they replace stand above others.
    /// </summary>
    private async Task<IReadOnlyCollection<string>?> RolesAroundAsync(
        TwinningDatabase database,
        string authority,
        Guid person
    )
    {
        // wherever the authority lies, nothing that ended before still matters there
        var ended = clock.Now.InUtc().Date.PlusDays(-1);
        var covered = await database
            .Absences.Where(x => x.AuthorityId == authority && x.DeputyId == person && x.ValidTo >= ended)
            .Select(x => new { x.PersonId, x.Role })
            .ToListAsync();
        List<Guid> people = [person, .. covered.Select(x => x.PersonId).OfType<Guid>()];
        if (
            await database.Departments.AnyAsync(x =>
                x.AuthorityId == authority && x.HeadId != null && people.Contains(x.HeadId.Value)
            )
        )
            return null;
        var held = await database
            .RoleAssignments.Where(x => x.AuthorityId == authority && people.Contains(x.PersonId))
            .Where(x => x.ValidTo == null || x.ValidTo >= ended)
            .Select(x => x.Role)
            .Distinct()
            .ToListAsync();
        return [.. held.Concat(covered.Where(x => x.PersonId == null).Select(x => x.Role)).Distinct()];
    }
}
