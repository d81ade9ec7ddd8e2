using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Processes.Stored;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>
/// Whether a mail is still worth sending. Asked when it is planned and again when it is sent, for days may lie between: a call
/// to a task that was done meanwhile would only teach people not to read.
/// </summary>
internal static class Moot
{
    public const string TaskClosed = "task-closed";
    public const string Suspended = "suspended";
    public const string Superseded = "superseded";
    public const string HandedOver = "handed-over";

    /// <summary>
    /// Of a mail that is planned: a code that says why not; null when it is. That something is gone stays true; that a task is
    /// another's by now is found out with who gets it.
    /// </summary>
    public static Task<string?> ReasonAsync(
        TwinningDatabase database,
        OutboxRow row,
        PlannedMail mail,
        PeopleByDay people,
        CancellationToken cancel
    ) =>
        PlannedMail.TakesBack(mail.Template)
            ? Task.FromResult<string?>(null)
            : ReasonAsync(
                database,
                new About(
                    row.AuthorityId,
                    row.InstanceId,
                    mail.TaskId,
                    mail.TimerId,
                    mail.Reminds,
                    mail.Occurrence.Length > 0 ? mail.Person : null
                )
                {
                    IsFromAbove = () => Task.FromResult(mail.ToldAs == PlannedMail.Superior),
                },
                people,
                cancel
            );

    /// <summary>Of a message that was written.</summary>
    public static async Task<string?> ReasonAsync(
        TwinningDatabase database,
        MailRow mail,
        PeopleByDay people,
        CancellationToken cancel
    )
    {
        if (mail.InstanceId is not { } instance)
            return null;
        if (mail.Kind == PlannedMail.TaskPassed)
            return await OfPassedAsync(database, mail, people, cancel);
        if (PlannedMail.TakesBack(mail.Kind))
            return null;
        var ofTerm = mail.Kind == PlannedMail.TermReminder;
        var reminds = ofTerm || mail.Kind == PlannedMail.Reminder;
        var reason = await ReasonAsync(
            database,
            new About(
                mail.AuthorityId,
                instance,
                mail.TaskId,
                ofTerm ? OutboxRow.RemindedBy(mail.Key)
                    // an entry that came after the term is over would be taken back by nobody
                    : mail.TaskId == 0 ? CalendarEntry.TimerIn(mail.Calendar)
                    : 0,
                reminds,
                mail.PersonId
            )
            {
                Last = mail.DueOn,
                IsFromAbove = async () =>
                    mail.Kind == PlannedMail.Reminder && await IsFromAboveAsync(database, mail, cancel),
            },
            people,
            cancel
        );
        if (reason is not null || !(ofTerm || mail.Kind is PlannedMail.TermStarted or PlannedMail.TermMoved))
            return reason;
        // what calls somebody to a task is never left out for that: it is told anew, with the day as it is now
        var moved = await MovedDay.ReadAsync(database, mail, cancel);
        var isOld = moved?.Mail.Term is { } term && term.Last != mail.DueOn;
        return isOld && (ofTerm || moved!.IsTold) ? Superseded : null;
    }

    private sealed record OpenTask(string Node, string Role, Guid? Assignee, LocalDate? DueOn);

    /// <summary>Null when it is closed.</summary>
    private static Task<OpenTask?> OpenTaskAsync(
        TwinningDatabase database,
        Guid instance,
        long id,
        CancellationToken cancel
    ) =>
        database
            .Tasks.Where(row => row.InstanceId == instance && row.TaskId == id && row.Status == TaskRow.Open)
            .Select(row => new OpenTask(row.Node, row.Role, row.Assignee, row.DueOn))
            .SingleOrDefaultAsync(cancel);

    private static async Task<bool> IsFromAboveAsync(TwinningDatabase database, MailRow mail, CancellationToken cancel)
    {
        var order = OutboxRow.OrderOf(mail.Key);
        var payload = await database
            .Outbox.Where(row => row.Key == order)
            .Select(row => row.Payload)
            .SingleOrDefaultAsync(cancel);
        return payload is not null && OutboxPayload.Mail(payload).ToldAs == PlannedMail.Superior;
    }

    /// <summary>A task that is closed meanwhile says so itself; one that came back, or passed on again, has its own mail.</summary>
    private static async Task<string?> OfPassedAsync(
        TwinningDatabase database,
        MailRow mail,
        PeopleByDay people,
        CancellationToken cancel
    )
    {
        var (instance, id, person) = (mail.InstanceId!.Value, mail.TaskId, mail.PersonId!.Value);
        if (await OpenTaskAsync(database, instance, id, cancel) is not { } task)
            return TaskClosed;
        var roster = await people.TodayAsync(mail.AuthorityId, cancel);
        var eyes = await people.EyesAsync(database, instance, task.Node, cancel);
        if (Audience.IsTheirs(roster, task.Role, task.Assignee, eyes, person))
            return Superseded;
        var isTwice = await database.Mails.AnyAsync(
            row =>
                row.InstanceId == instance
                && row.TaskId == id
                && row.PersonId == person
                && row.Kind == PlannedMail.TaskPassed
                && row.CalendarSequence > mail.CalendarSequence,
            cancel
        );
        return isTwice ? Superseded : null;
    }

    private sealed record About(string Authority, Guid Instance, long Task, long Timer, bool Reminds, Guid? Person)
    {
        /// <summary>The last day that it tells.</summary>
        public LocalDate? Last { get; init; }

        /// <summary>Does it tell the person as one who stands above those whose it is? Asked only of whose it is not.</summary>
        public required Func<Task<bool>> IsFromAbove { get; init; }
    }

    private static async Task<string?> ReasonAsync(
        TwinningDatabase database,
        About mail,
        PeopleByDay people,
        CancellationToken cancel
    )
    {
        if (mail.Task > 0)
        {
            if (await OpenTaskAsync(database, mail.Instance, mail.Task, cancel) is not { } task)
                return TaskClosed;
            // a reminder of a day that has moved meanwhile; the new one has its own
            if (mail is { Reminds: true, Last: not null } && task.DueOn != mail.Last)
                return Superseded;
            if (
                mail.Person is { } person
                && await people.TodayAsync(mail.Authority, cancel) is var roster
                && await people.EyesAsync(database, mail.Instance, task.Node, cancel) is var eyes
                && !Audience.IsTheirs(roster, task.Role, task.Assignee, eyes, person)
                && !(await mail.IsFromAbove() && Audience.Concerns(roster, task.Role, task.Assignee, eyes, person))
            )
                return HandedOver;
        }
        else if (
            mail.Timer > 0
            && !await database.Timers.AnyAsync(
                row => row.InstanceId == mail.Instance && row.Kind == TimerRow.Process && row.TimerId == mail.Timer,
                cancel
            )
        )
            return TaskClosed;
        // legal terms run on under a suspension, reminders stop
        var isSuspended =
            mail.Reminds && await database.Instances.AnyAsync(row => row.Id == mail.Instance && row.Suspended, cancel);
        return isSuspended ? Suspended : null;
    }

    /// <summary>
    /// Whether a later reminder of the same task to the same person waits beside this one: after a stand-still one tells as much
    /// as all. What found nobody before is tried again, and was due before whatever is due for the first time.
    /// </summary>
    public static Task<bool> IsSupersededAsync(
        TwinningDatabase database,
        OutboxRow reminder,
        Instant now,
        CancellationToken cancel
    )
    {
        var ofTask = OutboxRow.RemindersOf(reminder.InstanceId, OutboxRow.RemindedBy(reminder.Key));
        var toPerson = reminder.Key[reminder.Key.LastIndexOf('/')..];
        // of those that wait alone: the outbox keeps what is done, and grows with the years
        return database.Outbox.AnyAsync(
            row =>
                row.Kind == OutboxRow.Mail
                && row.DoneAt == null
                && row.DueAt > reminder.DueAt
                && row.DueAt <= now
                && !row.Error.StartsWith(NobodysTasks.Waits)
                && row.Key.StartsWith(ofTask)
                && row.Key.EndsWith(toPerson),
            cancel
        );
    }

    /// <summary>
    /// Of the reminders of a task that wait for somebody who may do it only the latest does: whoever comes to have it would get all
    /// at once. Nor does one when a later has found somebody; a superior who is told of it cannot do it.
    /// </summary>
    public static Task EndWaitingAsync(
        TwinningDatabase database,
        OutboxRow reminder,
        PlannedMail later,
        Instant now,
        CancellationToken cancel
    )
    {
        var isAgain = reminder.Error.StartsWith(NobodysTasks.Waits, StringComparison.Ordinal);
        if (isAgain || later.ToldAs == PlannedMail.Superior || later.Occurrence.Length == 0)
            return Task.CompletedTask;
        var ofTask = OutboxRow.RemindersOf(reminder.InstanceId, OutboxRow.RemindedBy(reminder.Key));
        return database
            .Outbox.Where(row =>
                row.Kind == OutboxRow.Mail
                && row.DoneAt == null
                && row.Error.StartsWith(NobodysTasks.Waits)
                && row.Key.StartsWith(ofTask)
                && row.Key.EndsWith("/" + OutboxRow.ToNobody)
            )
            .ExecuteUpdateAsync(
                row => row.SetProperty(it => it.DoneAt, now).SetProperty(it => it.Error, Superseded),
                cancel
            );
    }

    /// <summary>
    /// A reminder that was kept for the person's hour, or could not be sent, gives way to a later one of the same task or the same term:
    /// it would leave beside it, and tell the same days. So does the line of a digest that has not left.
    /// </summary>
    public static Task SupersedeAsync(
        TwinningDatabase database,
        OutboxRow reminder,
        PlannedMail later,
        CancellationToken cancel
    )
    {
        if (later.Person is not { } person)
            return Task.CompletedTask;
        var ofSame = OutboxRow.RemindersOf(reminder.InstanceId, OutboxRow.RemindedBy(reminder.Key));
        return database
            .Mails.Where(row =>
                row.InstanceId == reminder.InstanceId
                && row.TaskId == later.TaskId
                && row.PersonId == person
                && row.Kind == later.Template
                && row.Key.StartsWith(ofSame)
                && (
                    row.Status == MailRow.Pending
                    || (
                        row.Status == MailRow.Bundled
                        && database.Mails.Any(digest => digest.Key == row.BundledIn && digest.Status == MailRow.Pending)
                    )
                )
            )
            .ExecuteUpdateAsync(
                row =>
                    row.SetProperty(it => it.Status, MailRow.Moot)
                        .SetProperty(it => it.Error, Superseded)
                        .SetProperty(it => it.BundledIn, ""),
                cancel
            );
    }
}
