using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;

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

    /// <summary>A code that says why not; null when it is.</summary>
    public static async Task<string?> ReasonAsync(
        TwinningDatabase database,
        Guid instance,
        long task,
        bool isReminder,
        CancellationToken cancel
    )
    {
        if (task == 0)
            return null;
        var isOpen = await database.Tasks.AnyAsync(
            row => row.InstanceId == instance && row.TaskId == task && row.Status == TaskRow.Open,
            cancel
        );
        if (!isOpen)
            return TaskClosed;
        // legal terms run on under a suspension, reminders stop
        var isSuspended =
            isReminder && await database.Instances.AnyAsync(row => row.Id == instance && row.Suspended, cancel);
        return isSuspended ? Suspended : null;
    }

    /// <summary>Of a message that was written. That a task is gone stays true.</summary>
    public static Task<string?> ReasonAsync(TwinningDatabase database, MailRow mail, CancellationToken cancel) =>
        mail.InstanceId is { } instance && mail.Kind != PlannedMail.TaskGone
            ? ReasonAsync(database, instance, mail.TaskId, mail.Kind == PlannedMail.Reminder, cancel)
            : Task.FromResult<string?>(null);

    /// <summary>
    /// Whether a later reminder of the same task waits beside this one: after a stand-still one tells as much as all.
    /// </summary>
    public static Task<bool> IsSupersededAsync(
        TwinningDatabase database,
        OutboxRow reminder,
        long task,
        Instant now,
        CancellationToken cancel
    )
    {
        var ofTask = OutboxRow.RemindersOf(reminder.InstanceId, task);
        // of those that wait alone: the outbox keeps what is done, and grows with the years
        return database.Outbox.AnyAsync(
            row =>
                row.Kind == OutboxRow.Mail
                && row.DoneAt == null
                && row.DueAt > reminder.DueAt
                && row.DueAt <= now
                && row.Key.StartsWith(ofTask),
            cancel
        );
    }
}
