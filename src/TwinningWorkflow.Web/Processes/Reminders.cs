using NodaTime;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Processes;

/// <summary>
/// Has the reminders of tasks and terms looked at again, where whom they concern or when those read their mail has changed: a
/// role was given or ended, an absence entered, a wish changed, a task given to somebody, the calendar moved.
/// </summary>
public sealed class Reminders(DatabaseConnections connections, StepBell bell, BusinessClock clock)
{
    /// <summary>
    /// The look comes now. What is due by then and was not seen to is seen to by it, so a row that is late already stays as late
    /// as it is. The generation tells a look that is just running that it has read too early.
    /// </summary>
    private const string Ring = """
        UPDATE timers SET due_at = CASE WHEN due_at < $1 THEN due_at ELSE $1 END, generation = generation + 1,
            job_id = NULL, attempts = 0, retry_at = NULL, quarantined = FALSE
        WHERE kind = 'reminder' AND
        """;

    /// <summary>
    /// Those of the tasks of some roles and of those that any role may do, and of the terms that run: of few, for whose lane nothing is
    /// written down. It is part of the transaction in which people change, so that no look goes on with those of before.
    /// </summary>
    /// <param name="session">The transaction.</param>
    /// <param name="authority">Whose.</param>
    /// <param name="roles">Which; null: all.</param>
    /// <param name="now">The business instant.</param>
    /// <returns>The jobs of the rows that were armed, known once the session has sent its statements.</returns>
    internal static IReadOnlyList<string> LookAnew(
        WriteSession session,
        string authority,
        IReadOnlyCollection<string>? roles,
        Instant now
    )
    {
        var named = string.Concat(Enumerable.Range(3, roles?.Count ?? 0).Select(static x => $", ${x}"));
        var which =
            " authority_id = $2"
            + (
                roles is null
                    ? ""
                    : $"""
                         AND NOT EXISTS (
                            SELECT 1 FROM tasks WHERE tasks.instance_id = timers.instance_id AND tasks.task_id = timers.timer_id
                                AND tasks.role NOT IN (''{named}))
                        """
            );
        return RingLocked(session, which, [now, authority, .. roles ?? []]);
    }

    /// <summary>
    /// The instances first, in one order, as every step has them: of the rows of an instance two would else each hold one and wait
    /// for the other.
    /// </summary>
    private static List<string> RingLocked(WriteSession session, string which, object[] values)
    {
        var armed = new List<string>();
        session.AddQuery(
            static _ => { },
            $"""
            SELECT COUNT(*) FROM (
                SELECT i.id FROM instances i
                WHERE $1 = $1 AND i.id IN (SELECT instance_id FROM timers WHERE kind = 'reminder' AND {which})
                ORDER BY i.id
            """
                + session.ForUpdate("i")
                + ") locked",
            values
        );
        session.AddQuery(
            row => armed.Add(row.GetString(0)),
            $"SELECT job_id FROM timers WHERE $1 = $1 AND job_id IS NOT NULL AND kind = 'reminder' AND {which}",
            values
        );
        session.Add(Ring + which, values);
        return armed;
    }

    /// <summary>Those of an instance, as part of the step that changes when people hear of it.</summary>
    internal static void LookAnew(WriteSession session, Guid instance, Instant now) =>
        session.Add(Ring + " instance_id = $2", now, instance);

    /// <summary>Those of one task, as part of the step that passes it to others.</summary>
    internal static void LookAnew(WriteSession session, Guid instance, long task, Instant now) =>
        session.Add(Ring + " instance_id = $2 AND timer_id = $3", now, instance, task);

    /// <summary>Those of everything: the clock was set back, and what was planned by it lies too far ahead.</summary>
    public Task LookAnewAsync(CancellationToken cancel) => RingAsync(" due_at > $1", cancel);

    /// <summary>Those of everything in an instance.</summary>
    public Task LookAnewAsync(Guid instance, CancellationToken cancel) =>
        RingAsync(" instance_id = $2", cancel, instance);

    private async Task RingAsync(string which, CancellationToken cancel, params object[] values)
    {
        var armed = await LostRace.RetryAsync(async () =>
        {
            await using var session = await connections.BeginAsync(cancel);
            var found = RingLocked(session, which, [clock.Now, .. values]);
            await session.CommitAsync(CancellationToken.None);
            return found;
        });
        bell.Ring(new Ring(Guid.Empty, BellParts.Timers, armed));
    }
}
