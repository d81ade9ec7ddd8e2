using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Reading;

/// <summary>How a town's outgoing mail stands.</summary>
/// <param name="ToWrite">What is to be told and not yet written as messages.</param>
/// <param name="Waiting">Messages that go for the first time.</param>
/// <param name="Tried">Messages that did not go, or perhaps did, and go again.</param>
/// <param name="Failed">Messages that nobody tries any more: each is an incident.</param>
/// <param name="Bounced">Messages that the recipient's server sent back: each is an incident.</param>
/// <param name="SentToday">Messages that left since midnight.</param>
/// <param name="Next">When the next one is due; null when none waits.</param>
public sealed record MailQueue(
    int ToWrite,
    int Waiting,
    int Tried,
    int Failed,
    int Bounced,
    int SentToday,
    Instant? Next
);

/// <summary>Counts the outgoing mail, in two queries.</summary>
public sealed class MailQueueReader(TwinningDatabase database, BusinessClock clock)
{
    public async Task<MailQueue> ReadAsync(string authority, DateTimeZone zone, CancellationToken cancel)
    {
        var midnight = zone.AtStartOfDay(clock.Today(zone)).ToInstant();
        var toWrite = await database.Outbox.CountAsync(
            x => x.AuthorityId == authority && x.Kind == OutboxRow.Mail && x.DoneAt == null && !x.Quarantined,
            cancel
        );
        var mails = await database
            .Mails.Where(x => x.AuthorityId == authority)
            .Where(x => x.Status != MailRow.Moot && x.Status != MailRow.Bundled)
            .Where(x => x.Status != MailRow.Sent || x.SentAt >= midnight)
            .GroupBy(x => new { x.Status, Again = x.Attempts > 0 })
            .Select(x => new
            {
                x.Key.Status,
                x.Key.Again,
                Count = x.Count(),
                Next = x.Min(mail => mail.NextAttemptAt),
            })
            .ToListAsync(cancel);
        var open = mails.FindAll(x => x.Status is MailRow.Pending or MailRow.Uncertain);
        return new MailQueue(
            toWrite,
            open.Where(x => !x.Again).Sum(x => x.Count),
            open.Where(x => x.Again).Sum(x => x.Count),
            mails.Where(x => x.Status == MailRow.Failed).Sum(x => x.Count),
            mails.Where(x => x.Status == MailRow.Bounced).Sum(x => x.Count),
            mails.Where(x => x.Status == MailRow.Sent).Sum(x => x.Count),
            open.Min(x => (Instant?)x.Next)
        );
    }
}
