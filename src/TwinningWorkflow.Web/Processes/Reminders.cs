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
    internal static void LookAnew(
        WriteSession session,
        string authority,
        IReadOnlyCollection<string>? roles,
        Instant now
    )
    {
        // as every step does, and in one order: of the rows of an instance two would else each hold one and wait for the other
        session.AddQuery(
            static _ => { },
            """
            SELECT COUNT(*) FROM (
                SELECT i.id FROM instances i
                WHERE i.id IN (SELECT instance_id FROM timers WHERE kind = 'reminder' AND authority_id = $1)
                ORDER BY i.id
            """
                + session.ForUpdate("i")
                + ") locked",
            authority
        );
        if (roles is null)
        {
            session.Add(Ring + " authority_id = $2", now, authority);
            return;
        }
        var named = string.Concat(Enumerable.Range(3, roles.Count).Select(static x => $", ${x}"));
        session.Add(
            Ring
                + $"""
                 authority_id = $2 AND NOT EXISTS (
                    SELECT 1 FROM tasks WHERE tasks.instance_id = timers.instance_id AND tasks.task_id = timers.timer_id
                        AND tasks.role NOT IN (''{named}))
                """,
            [now, authority, .. roles]
        );
    }

    /// <summary>Those of an instance, as part of the step that changes when people hear of it.</summary>
    internal static void LookAnew(WriteSession session, Guid instance, Instant now) =>
        session.Add(Ring + " instance_id = $2", now, instance);

    /// <summary>Those of everything: the clock was set back, and what was planned by it lies too far ahead.</summary>
    public Task LookAnewAsync(CancellationToken cancel) => RingAsync(" due_at > $1", cancel);

    /// <summary>Those of everything in an instance.</summary>
    public Task LookAnewAsync(Guid instance, CancellationToken cancel) =>
        RingAsync(" instance_id = $2", cancel, instance);

    /// <summary>Those of one task.</summary>
    public Task LookAnewAsync(Guid instance, long task, CancellationToken cancel) =>
        RingAsync(" instance_id = $2 AND timer_id = $3", cancel, instance, task);

    private async Task RingAsync(string which, CancellationToken cancel, params object[] values)
    {
        await using var session = await connections.BeginAsync(cancel);
        session.Add(Ring + which, [clock.Now, .. values]);
        await session.CommitAsync(CancellationToken.None);
        bell.Ring(new Ring(Guid.Empty, BellParts.Timers, []));
    }
}
