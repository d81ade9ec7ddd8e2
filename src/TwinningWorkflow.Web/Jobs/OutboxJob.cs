using Hangfire;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>
/// Drains the outbox's mails: first what steps left is planned, one message a recipient, then what one hour has for one person
/// becomes one message, then whatever is due is sent. Safe to run twice, on several nodes at once, and to be killed anywhere: each row is claimed by a conditional UPDATE.
/// </summary>
public sealed class OutboxJob(MailPlanner planner, MailDigests digests, MailSender sender)
{
    // the rows keep their own schedule, and the next minute's run is the retry
    [AutomaticRetry(Attempts = 0)]
    public async Task DrainAsync(CancellationToken cancel)
    {
        await planner.PlanDueAsync(cancel);
        // each look rings for another drain
        var areLooksDue = await digests.AreLooksDueAsync(cancel);
        if (!areLooksDue)
            await digests.BundleDueAsync(cancel);
        await sender.SendDueAsync(withKept: !areLooksDue, cancel);
    }
}
