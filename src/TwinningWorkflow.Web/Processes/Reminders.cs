using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes.Stored;

namespace TwinningWorkflow.Web.Processes;

/// <summary>
/// Sends the reminders of open tasks. The mail and the next reminder's instant are one transaction under the instance's lock,
/// so that a task that closes meanwhile is not reminded of, and a reminder goes out once.
/// </summary>
public sealed class Reminders(DatabaseConnections connections, DefinitionCatalog catalog, StepBell bell)
{
    /// <summary>
    /// Reminds, if this reminder is due and still the row's. While the process is suspended nothing is sent, and the next
    /// one is planned as ever. Reminders missed while the application was down are not made up for: one goes out.
    /// </summary>
    public Task<bool> RemindAsync(Guid instance, long task, int generation, Instant now, CancellationToken cancel) =>
        LostRace.RetryAsync(() => RemindOnceAsync(instance, task, generation, now, cancel));

    /// <summary>
    /// Plans the reminders of an instance's open tasks by the calendar as it is now. One that is due already goes out as it is;
    /// one whose new time has passed goes out now, for the term it warns of has not moved with it.
    /// </summary>
    public Task PlanAnewAsync(Guid instance, Instant now, CancellationToken cancel) =>
        LostRace.RetryAsync(() => PlanAnewOnceAsync(instance, now, cancel));

    private async Task<bool> PlanAnewOnceAsync(Guid instance, Instant now, CancellationToken cancel)
    {
        await using var session = await connections.BeginAsync(cancel);
        var locked = InstanceLock.Take(session, instance);
        var planned = new Dictionary<long, (Instant Due, int Generation)>();
        session.AddQuery(
            row => planned[row.GetInt64(0)] = (session.ReadInstant(row, 1), row.GetInt32(2)),
            "SELECT timer_id, due_at, generation FROM timers WHERE instance_id = $1 AND kind = 'reminder'",
            instance
        );
        await session.SendAsync(cancel);
        if (locked.Value is not { } row)
            return false;
        var sent = new Dictionary<long, Instant>();
        // each change of a plan takes a number too: the latest mail may be some numbers back
        foreach (var (task, (_, generation)) in planned)
            for (var back = MostChanges; back > 0; back--)
                session.AddQuery(
                    mail => sent[task] = session.ReadInstant(mail, 0),
                    "SELECT due_at FROM outbox WHERE key = $1",
                    $"{OutboxRow.RemindersOf(instance, task)}{generation - back}"
                );
        await session.SendAsync(cancel);

        var target = row.ToTarget(catalog);
        var rows = new WaitRows(session, target);
        foreach (var task in target.State.Elements.Values)
        {
            Instant? before = planned.TryGetValue(task.Id, out var found) ? found.Due : null;
            if (task.Deadline is not { } deadline || before <= now)
                continue;
            var next = Anew(target, task, deadline, before, sent.TryGetValue(task.Id, out var last) ? last : null, now);
            if (next != before)
                rows.MoveReminder(task.Id, task.Node, next, Fresh(now));
        }
        await session.CommitAsync(CancellationToken.None);
        if (rows.Parts != BellParts.None)
            bell.Ring(new Ring(instance, rows.Parts, rows.CancelledJobs));
        return true;
    }

    private static Instant? Anew(
        StepTarget target,
        ActiveElement task,
        ResolvedTerm deadline,
        Instant? before,
        Instant? last,
        Instant now
    )
    {
        var work = target.Calendar.Work;
        // one that went out today does not come again because the morning begins later
        var after = last is { } at && work.DayOf(at) == work.DayOf(now) ? work.EndOf(work.DayOf(now)) : now;
        var next = target.NextReminder(task.Node, deadline, after);
        // tomorrow is closed as of today: its reminder belonged to this morning, and there is no other before the deadline
        return
            before is { } due
            && work.DayOf(due) is var day
            && day <= deadline.Last
            && work.OnOrBefore(day) != day
            && !(next < due)
            ? now
            : next;
    }

    /// <summary>More often nobody changes a calendar in a day.</summary>
    private const int MostChanges = 5;

    /// <summary>Of a reminder that begins anew: a number that none of the task's had, in seconds since the product began.</summary>
    private static int Fresh(Instant now) => (int)(now - Instant.FromUtc(2020, 1, 1, 0, 0)).TotalSeconds;

    private async Task<bool> RemindOnceAsync(
        Guid instance,
        long task,
        int generation,
        Instant now,
        CancellationToken cancel
    )
    {
        await using var session = await connections.BeginAsync(cancel);
        var locked = InstanceLock.Take(session, instance);
        var isDue = false;
        session.AddQuery(
            _ => isDue = true,
            """
            SELECT 1 FROM timers
            WHERE instance_id = $1 AND kind = 'reminder' AND timer_id = $2 AND generation = $3 AND due_at <= $4
            """,
            instance,
            task,
            generation,
            now
        );
        await session.SendAsync(cancel);
        if (locked.Value is not { } row || !isDue)
            return false;

        var target = row.ToTarget(catalog);
        // the task's rows close in the step that closes it: one that is due belongs to an open task
        var element = target.State.Elements[task];
        var parts = BellParts.Timers;
        if (!target.State.Suspended)
        {
            OutboxRows.Add(
                session,
                new OutboxRow
                {
                    Key = $"{OutboxRow.RemindersOf(instance, task)}{generation}",
                    AuthorityId = target.Authority,
                    DossierId = target.Dossier,
                    InstanceId = instance,
                    Kind = OutboxRow.Mail,
                    Payload = OutboxPayload.Of(MailPlan.Reminder(target.Definition, element)),
                    DueAt = now,
                }
            );
            parts |= BellParts.Mail;
        }
        if (target.NextReminder(element.Node, element.Deadline!, now) is { } next)
            session.Add(
                """
                UPDATE timers SET due_at = $3, generation = generation + 1, job_id = NULL, attempts = 0,
                    retry_at = NULL
                WHERE instance_id = $1 AND kind = 'reminder' AND timer_id = $2
                """,
                instance,
                task,
                next
            );
        else
            session.Add(
                "DELETE FROM timers WHERE instance_id = $1 AND kind = 'reminder' AND timer_id = $2",
                instance,
                task
            );
        await session.CommitAsync(CancellationToken.None);
        bell.Ring(new Ring(instance, parts, []));
        return true;
    }
}
