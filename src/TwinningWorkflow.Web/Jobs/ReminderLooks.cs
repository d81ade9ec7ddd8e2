using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Processes.Stored;
using TwinningWorkflow.Web.Terms;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>
/// Looks whether anybody is to be reminded of a task or of a term by now, and when to look next. The mails and the next look are
/// one transaction under the instance's lock, so that what closes meanwhile is not reminded of. A mail's key says of what,
/// which reminder of which last day, and to whom: however often one looks, and whatever the clock does, it is left once.
/// </summary>
public sealed class ReminderLooks(DatabaseConnections connections, DefinitionCatalog catalog, StepBell bell)
{
    /// <summary>
    /// Looks, if the row is still as it was found. Of what was missed while the application was down each person gets the latest
    /// alone. While the process is suspended nothing is left, and the next look is planned as ever.
    /// </summary>
    internal Task<bool> LookAsync(DueTimer row, PeopleByDay people, Instant now, CancellationToken cancel) =>
        LostRace.RetryAsync(() => LookOnceAsync(row, people, now, cancel));

    private async Task<bool> LookOnceAsync(DueTimer row, PeopleByDay people, Instant now, CancellationToken cancel)
    {
        await using var session = await connections.BeginAsync(cancel);
        var locked = InstanceLock.Take(session, row.Instance);
        var read = Rows.Read(session, row, now);
        await session.SendAsync(cancel);
        if (locked.Value is not { } instance || read.Due is not { } due)
            return false;

        var target = instance.ToTarget(catalog);
        var look =
            Subject.Of(target, row.Timer) is { } subject && read.Opened is { } opened
                ? await LookOf(target, subject, read.Assignee, opened, people, cancel)
                : null;
        var parts = BellParts.Timers;
        if (look is not null && !target.State.Suspended)
            foreach (var mail in look.Due(target.Calendar.Work.StartOf(target.Calendar.Work.DayOf(due)), now))
                // one that was sent this morning does not come again because the day was moved
                if (
                    mail.Reached is null
                    || !read.ToldOn(target.Calendar.Work, now).Contains(mail.Reached.Who.Person.Id)
                )
                {
                    OutboxRows.AddOnce(session, RowOf(target, look.Subject, mail));
                    parts |= BellParts.Mail;
                }
        Plan(session, row, look?.Next(now));
        await session.CommitAsync(CancellationToken.None);
        bell.Ring(new Ring(row.Instance, parts, []));
        return true;
    }

    private static async Task<ReminderLook> LookOf(
        StepTarget target,
        Subject subject,
        Guid? assignee,
        Instant opened,
        PeopleByDay people,
        CancellationToken cancel
    )
    {
        var work = target.Calendar.Work;
        var rosters = await people.FromTodayAsync(target.Authority, cancel);
        var reminders = NodeReminders.Of(target.Definition.Node(subject.Mail.Node));
        return new ReminderLook(
            subject,
            reminders.Lines,
            new RemindedTerm(subject.Term.Start, subject.Term.Last, work.DayOf(opened)),
            new Audience(
                reminders,
                work,
                subject.Mail.Role,
                assignee,
                FourEyes.On(target.Definition, target.State, subject.Mail.Node)
            ),
            rosters,
            work
        );
    }

    /// <summary>Not over one that was rung meanwhile: it has people to ask anew.</summary>
    private static void Plan(WriteSession session, DueTimer row, Instant? next)
    {
        if (next is { } at)
            session.Add(
                """
                UPDATE timers SET due_at = $4, generation = generation + 1, job_id = NULL, attempts = 0, retry_at = NULL
                WHERE instance_id = $1 AND kind = 'reminder' AND timer_id = $2 AND generation = $3
                """,
                row.Instance,
                row.Timer,
                row.Generation,
                at
            );
        else
            session.Add(
                "DELETE FROM timers WHERE instance_id = $1 AND kind = 'reminder' AND timer_id = $2 AND generation = $3",
                row.Instance,
                row.Timer,
                row.Generation
            );
    }

    private static OutboxRow RowOf(StepTarget target, Subject subject, DueReminder due)
    {
        var who = due.Reached?.Who;
        return new OutboxRow
        {
            Key =
                OutboxRow.RemindersOf(target.Instance, subject.Id)
                + $"{LocalDatePattern.Iso.Format(subject.Term.Last)}/{due.Occurrence.Id}/"
                + (who is null ? OutboxRow.ToNobody : $"{who.Person.Id:D}"),
            AuthorityId = target.Authority,
            DossierId = target.Dossier,
            InstanceId = target.Instance,
            Kind = OutboxRow.Mail,
            Payload = OutboxPayload.Of(
                subject.Mail with
                {
                    Occurrence = due.Occurrence.Id,
                    Person = who?.Person.Id,
                    ToldAs = who?.Duty switch
                    {
                        Duty.Deputy => PlannedMail.Deputy,
                        Duty.Superior => PlannedMail.Superior,
                        _ => "",
                    },
                    OnBehalfOf = who?.Duty == Duty.Superior ? who.InPlaceOf?.Id : who?.Of?.Id,
                    Below = who?.Duty == Duty.Superior ? who.Of?.Id : null,
                }
            ),
            DueAt = due.At,
        };
    }

    /// <summary>What the look reads beside the instance itself.</summary>
    private sealed class Rows
    {
        private readonly List<(Guid Person, Instant At)> told = [];

        public Instant? Due { get; private set; }
        public Instant? Opened { get; private set; }
        public Guid? Assignee { get; private set; }

        public static Rows Read(WriteSession session, DueTimer row, Instant now)
        {
            var rows = new Rows();
            session.AddQuery(
                due => rows.Due = session.ReadInstant(due, 0),
                """
                SELECT due_at FROM timers
                WHERE instance_id = $1 AND kind = 'reminder' AND timer_id = $2 AND generation = $3 AND due_at <= $4
                """,
                row.Instance,
                row.Timer,
                row.Generation,
                now
            );
            // its id is the sequence of the event with which it began
            session.AddQuery(
                opened => rows.Opened = session.ReadInstant(opened, 0),
                "SELECT at FROM journal WHERE stream = $1 AND sequence = $2",
                Journal.OfInstance(row.Instance),
                row.Timer
            );
            session.AddQuery(
                task => rows.Assignee = task.IsDBNull(0) ? null : task.GetGuid(0),
                "SELECT assignee FROM tasks WHERE instance_id = $1 AND task_id = $2",
                row.Instance,
                row.Timer
            );
            session.AddQuery(
                mail => rows.told.Add((mail.GetGuid(0), session.ReadInstant(mail, 1))),
                """
                SELECT person_id, created_at FROM mails
                WHERE instance_id = $1 AND created_at > $2 AND person_id IS NOT NULL AND status <> $3 AND status <> $4
                    AND key LIKE $5
                """,
                row.Instance,
                now - Duration.FromDays(1) - Duration.FromHours(1),
                // what was struck has told nobody anything
                MailRow.Moot,
                MailRow.Failed,
                OutboxRow.RemindersOf(row.Instance, row.Timer) + "%"
            );
            return rows;
        }

        /// <summary>Who was reminded of the task today already.</summary>
        public HashSet<Guid> ToldOn(WorkingTime work, Instant now) =>
            [.. told.Where(x => work.DayOf(x.At) == work.DayOf(now)).Select(x => x.Person)];
    }
}

/// <summary>The task or the term that people are reminded of.</summary>
internal sealed record Subject(long Id, ResolvedTerm Term, PlannedMail Mail)
{
    /// <summary>Null when it is over: then nobody is.</summary>
    public static Subject? Of(StepTarget target, long id) =>
        target.State.Elements.TryGetValue(id, out var task) && task.Deadline is { } deadline
            ? new Subject(id, deadline, MailPlan.Reminder(target.Definition, task))
        : target.State.Timers.TryGetValue(id, out var timer) && timer.Term is { } term
            ? new Subject(id, term, MailPlan.Reminder(target.Definition, target.State, timer))
        : null;
}
