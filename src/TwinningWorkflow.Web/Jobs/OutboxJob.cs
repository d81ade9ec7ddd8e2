using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>
/// Drains the outbox's mails: first what steps left is planned, one message a recipient, then what one hour has for one person
/// becomes one message, then whatever is due is sent. Safe to run twice, on several nodes at once, and to be killed anywhere: each
/// row is claimed by a conditional UPDATE.
/// </summary>
public sealed class OutboxJob(MailPlanner planner, MailDigests digests, MailSender sender) : IDisposable
{
    /// <summary>The job with all that it works with, where nobody composes it.</summary>
    /// <param name="databases">Where the rows are.</param>
    /// <param name="catalog">The process files.</param>
    /// <param name="options">How mail leaves.</param>
    /// <param name="links">The secrets in what leaves.</param>
    /// <param name="clock">The business clock.</param>
    /// <param name="time">The system's, by which a server's rate is kept.</param>
    /// <param name="logs">Where it tells what fails.</param>
    public static OutboxJob Of(
        IDbContextFactory<TwinningDatabase> databases,
        DefinitionCatalog catalog,
        IOptions<MailOptions> options,
        MailLinks links,
        BusinessClock clock,
        TimeProvider time,
        ILoggerFactory logs
    )
    {
        var writer = new MailWriter(catalog, options);
        var digests = new MailDigests(databases, writer, clock, logs.CreateLogger<MailDigests>());
        return new OutboxJob(
            new MailPlanner(databases, writer, clock, logs.CreateLogger<MailPlanner>()),
            digests,
            new MailSender(
                databases,
                options,
                new MailComposer(writer, options, links, clock),
                digests,
                clock,
                new MailRate(databases, options, time),
                logs.CreateLogger<MailSender>()
            )
        );
    }

    /// <summary>One drain at a time on a node: two would send out of order, and a long one must not take a worker each minute.</summary>
    private readonly SemaphoreSlim draining = new(1);

    /// <summary>Somebody wants it drained once more, by whoever does.</summary>
    private int wanted;

    /// <summary>Drains, after whoever drains on this node now.</summary>
    public async Task DrainAsync(CancellationToken cancel)
    {
        await draining.WaitAsync(cancel);
        try
        {
            await OnceAsync(cancel);
        }
        finally
        {
            draining.Release();
        }
        // what was asked for meanwhile is nobody else's to do
        if (Volatile.Read(ref wanted) == 1)
            await RunAsync(cancel);
    }

    /// <summary>Hangfire's way in: drains, or leaves it to whoever drains on this node now to do so once more.</summary>
    // the rows keep their own schedule, and the next minute's run is the retry
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(CancellationToken cancel)
    {
        Volatile.Write(ref wanted, 1);
        while (Volatile.Read(ref wanted) == 1 && draining.Wait(0, CancellationToken.None))
            try
            {
                Volatile.Write(ref wanted, 0);
                await OnceAsync(cancel);
            }
            finally
            {
                draining.Release();
            }
    }

    public void Dispose() => draining.Dispose();

    private async Task OnceAsync(CancellationToken cancel)
    {
        await planner.PlanDueAsync(cancel);
        // each look rings for another drain
        var heldBack = await digests.HeldBackAsync(cancel);
        await digests.BundleDueAsync(heldBack, cancel);
        await sender.SendDueAsync(heldBack, cancel);
    }
}
