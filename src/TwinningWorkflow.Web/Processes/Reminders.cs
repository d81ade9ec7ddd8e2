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

    /// <summary>Those of all tasks of a role, and of the terms that run: of few, for whose lane nothing is written down.</summary>
    public Task LookAnewAsync(string authority, string role, CancellationToken cancel) =>
        RingAsync(
            """
             authority_id = $2 AND NOT EXISTS (
                SELECT 1 FROM tasks WHERE tasks.instance_id = timers.instance_id AND tasks.task_id = timers.timer_id
                    AND tasks.role <> $3)
            """,
            cancel,
            authority,
            role
        );

    /// <summary>Those of everything in an authority: people whose roles may be any.</summary>
    public Task LookAnewAsync(string authority, CancellationToken cancel) =>
        RingAsync(" authority_id = $2", cancel, authority);

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
