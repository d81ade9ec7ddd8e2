using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Processes.Stored;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>The latest move of the day that a mail tells.</summary>
/// <param name="Mail">The mail that tells it, as it was planned.</param>
/// <param name="IsTold">Whether it went to this mail's reader too, or goes.</param>
internal sealed record MovedDay(PlannedMail Mail, bool IsTold)
{
    /// <summary>The latest move of the day that this mail tells, by the mails that told of it; null when it never moved.</summary>
    public static async Task<MovedDay?> ReadAsync(TwinningDatabase database, MailRow mail, CancellationToken cancel)
    {
        if (mail is not { InstanceId: { } instance, PersonId: not null, DueOn: not null })
            return null;
        // the terms of a process are told apart by their entries alone
        if (mail.TaskId == 0 && mail.Calendar.Length == 0)
            return null;
        var told = await database
            .Mails.Where(row =>
                row.InstanceId == instance && row.TaskId == mail.TaskId && row.Kind == PlannedMail.TermMoved
            )
            .Select(row => new
            {
                row.Key,
                row.PersonId,
                row.Status,
                Calendar = row.TaskId == 0 ? row.Calendar : "",
            })
            .ToListAsync(cancel);
        if (mail.TaskId == 0)
        {
            var uid = CalendarEntry.UidIn(mail.Calendar);
            told.RemoveAll(row => CalendarEntry.UidIn(row.Calendar) != uid);
        }
        if (told.Count == 0)
            return null;
        var latest = told.GroupBy(row => OutboxRow.OrderOf(row.Key), StringComparer.Ordinal)
            .MaxBy(order => OutboxRow.SequenceOf(order.Key))!;
        var payload = await database
            .Outbox.Where(row => row.Key == latest.Key)
            .Select(row => row.Payload)
            .SingleOrDefaultAsync(cancel);
        return payload is null
            ? null
            : new MovedDay(
                OutboxPayload.Mail(payload),
                latest.Any(row =>
                    row.PersonId == mail.PersonId
                    && row.Status is MailRow.Pending or MailRow.Uncertain or MailRow.Sent or MailRow.Bundled
                )
            );
    }
}
