using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Processes;

/// <summary>A step's rows of what waits: timers, reminders, and messages from others.</summary>
internal sealed class WaitRows(WriteSession session, StepTarget target)
{
    private readonly List<string> cancelledJobs = [];

    /// <summary>The timer that this step fires; 0 when it fires none.</summary>
    public long Fired { get; set; }

    /// <summary>Whether there are timers to see to after the commit.</summary>
    public BellParts Parts { get; private set; }

    /// <summary>Hangfire's jobs of the timers that are gone.</summary>
    public IReadOnlyList<string> CancelledJobs => cancelledJobs;

    /// <summary>Brings the rows from the state before to the state after.</summary>
    public void Move(ProcessState before, ProcessState after, Instant at)
    {
        MoveTimers(before, after, at);
        if (before.Suspended && !after.Suspended)
        {
            // what the suspension silenced today is still to be said
            Reminders.LookAnew(session, target.Instance, at);
            Parts |= BellParts.Timers;
        }
        MoveWaits(before, after, at);
    }

    private void MoveTimers(ProcessState before, ProcessState after, Instant at)
    {
        foreach (var timer in before.Timers.Values)
            if (!after.Timers.ContainsKey(timer.Id))
            {
                RemoveTimer(TimerRow.Process, timer.Id);
                if (FirstLook(timer, at) is not null)
                    RemoveTimer(TimerRow.Reminder, timer.Id);
            }
        foreach (var timer in after.Timers.Values)
        {
            if (!before.Timers.TryGetValue(timer.Id, out var earlier))
            {
                AddTimer(TimerRow.Process, timer.Id, timer.Element, timer.Node, timer.Due, timer.Generation);
                if (FirstLook(timer, at) is { } look)
                    AddTimer(TimerRow.Reminder, timer.Id, timer.Element, timer.Node, look, generation: 1);
            }
            else if (earlier.Generation != timer.Generation)
            {
                RearmTimer(timer);
                if (earlier.Term?.Last != timer.Term?.Last && FirstLook(timer, at) is { } look)
                    MoveReminder(timer.Id, timer.Element, timer.Node, look, timer.Generation);
            }
        }
    }

    /// <summary>Only of a legal term are people reminded.</summary>
    private Instant? FirstLook(TimerWait timer, Instant at) =>
        timer.Term is null ? null : target.FirstLook(timer.Node, at);

    public void AddTimer(string kind, long timer, long element, string node, Instant due, int generation)
    {
        Parts |= BellParts.Timers;
        session.Add(
            """
            INSERT INTO timers (instance_id, kind, timer_id, authority_id, dossier_id, element_id, node, due_at, generation,
                attempts, quarantined)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, FALSE)
            """,
            target.Instance,
            kind,
            timer,
            target.Authority,
            target.Dossier,
            element,
            node,
            due,
            generation
        );
    }

    private void RearmTimer(TimerWait timer)
    {
        Parts |= BellParts.Timers;
        session.Add(
            """
            UPDATE timers SET due_at = $4, generation = $5, job_id = NULL, attempts = 0, retry_at = NULL,
                quarantined = FALSE
            WHERE instance_id = $1 AND kind = $2 AND timer_id = $3
            """,
            target.Instance,
            TimerRow.Process,
            timer.Id,
            timer.Due,
            timer.Generation
        );
    }

    /// <summary>The reminders of a task or a term begin anew, or there are none any more.</summary>
    /// <param name="timer">The task or the term's timer.</param>
    /// <param name="element">The task, or the element that holds the timer.</param>
    /// <param name="node">Its element in the file.</param>
    /// <param name="due">When they are looked at; null for never.</param>
    /// <param name="generation">Of a row that begins anew, later than any that it had.</param>
    public void MoveReminder(long timer, long element, string node, Instant? due, int generation)
    {
        if (due is not { } at)
        {
            RemoveTimer(TimerRow.Reminder, timer);
            return;
        }
        Parts |= BellParts.Timers;
        session.Add(
            """
            INSERT INTO timers (instance_id, kind, timer_id, authority_id, dossier_id, element_id, node, due_at, generation,
                attempts, quarantined)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, FALSE)
            ON CONFLICT (instance_id, kind, timer_id) DO UPDATE SET due_at = excluded.due_at,
                generation = timers.generation + 1, job_id = NULL, attempts = 0, retry_at = NULL, quarantined = FALSE
            """,
            target.Instance,
            TimerRow.Reminder,
            timer,
            target.Authority,
            target.Dossier,
            element,
            node,
            at,
            generation
        );
    }

    /// <summary>The reminders of a task go to others from here on: who that is, is looked at now.</summary>
    public void LookAtReminder(long task, Instant at)
    {
        Parts |= BellParts.Timers;
        Reminders.LookAnew(session, target.Instance, task, at);
    }

    public void RemoveTimer(string kind, long timer) =>
        session.AddQuery(
            row =>
            {
                // the job of the timer that fires may be the very one that is running
                if (row.IsDBNull(0) || timer == Fired)
                    return;
                Parts |= BellParts.Timers;
                cancelledJobs.Add(row.GetString(0));
            },
            "DELETE FROM timers WHERE instance_id = $1 AND kind = $2 AND timer_id = $3 RETURNING job_id",
            target.Instance,
            kind,
            timer
        );

    private void MoveWaits(ProcessState before, ProcessState after, Instant at)
    {
        foreach (var wait in before.Messages.Values)
            if (!after.Messages.ContainsKey(wait.Id))
                session.Add("DELETE FROM waits WHERE instance_id = $1 AND wait_id = $2", target.Instance, wait.Id);
        foreach (var wait in after.Messages.Values)
            if (!before.Messages.ContainsKey(wait.Id))
                session.Add(
                    """
                    INSERT INTO waits (instance_id, wait_id, authority_id, dossier_id, element_id, node, message, key, opened_at)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                    """,
                    target.Instance,
                    wait.Id,
                    target.Authority,
                    target.Dossier,
                    wait.Element,
                    wait.Node,
                    wait.Message,
                    wait.Key,
                    at
                );
    }
}
