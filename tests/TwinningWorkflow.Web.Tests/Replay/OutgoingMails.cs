using Microsoft.EntityFrameworkCore;
using MimeKit;
using NodaTime;
using TwinningWorkflow.Running;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Processes.Stored;

namespace TwinningWorkflow.Web.Tests.Replay;

/// <summary>A mail that a step or a reminder wanted, and the message that became of it: null where it was moot.</summary>
internal sealed record WantedMail(PlannedMail Plan, Instant At, MimeMessage? Message);

/// <summary>What a town has sent: the plans from the outbox, the messages from the pickup folder.</summary>
internal sealed class OutgoingMails(Town town)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    /// <summary>
    /// Waits until nothing is left to be sent but what is kept for somebody's hour, then answers what was wanted since the last time.
    /// </summary>
    public async Task<IReadOnlyList<WantedMail>> SinceLastTimeAsync()
    {
        await Until.HoldsAsync(LeftAsync, left => left.Count == 0, Patience);
        await using var database = town.Database();
        var planned = await database
            .Outbox.AsNoTracking()
            .Where(row => row.Kind == OutboxRow.Mail)
            .OrderBy(row => row.Key)
            .ToListAsync();
        var mails = await database.Mails.AsNoTracking().ToListAsync();
        var wanted = new List<WantedMail>();
        foreach (var plan in planned.Where(row => seen.Add(row.Key)))
        {
            var rows = mails.FindAll(row => row.Key.StartsWith(plan.Key + "/", StringComparison.Ordinal));
            foreach (var row in rows)
                wanted.Add(new WantedMail(OutboxPayload.Mail(plan.Payload), plan.DueAt, Message(row)));
            // nobody to write to, or moot before anything was written
            if (rows.Count == 0)
                wanted.Add(new WantedMail(OutboxPayload.Mail(plan.Payload), plan.DueAt, null));
        }
        return wanted;
    }

    private async Task<IReadOnlyList<string>> LeftAsync()
    {
        await using var database = town.Database();
        var planned = database.Outbox.Where(row => row.DoneAt == null).Select(row => row.Key);
        var unsent = database
            .Mails.Where(row => row.Status == MailRow.Pending && row.KeptFor == null)
            .Select(row => row.Key);
        return [.. await planned.ToListAsync(), .. await unsent.ToListAsync()];
    }

    private MimeMessage? Message(MailRow row)
    {
        if (row.Status == MailRow.Moot)
            return null;
        // kept for the reader's hour, or gone as a line of a digest: as it would go by itself
        if (row.Status == MailRow.Bundled || row is { Status: MailRow.Pending, KeptFor: not null })
            return new MimeMessage(
                [],
                [new MailboxAddress(row.ToName, row.ToAddress)],
                row.Subject,
                new BodyBuilder { TextBody = row.Text, HtmlBody = row.Html }.ToMessageBody()
            );
        var file = Directory.EnumerateFiles(town.Pickup, $"*-{row.MessageId[..16]}.eml").SingleOrDefault();
        return file is null
            ? throw new InvalidOperationException(
                $"Expected the mail '{row.Subject}' ({row.Status}) in the pickup folder, but it is not there."
            )
            : MimeMessage.Load(file);
    }
}
