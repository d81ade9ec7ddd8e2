using Hangfire;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>Whatever the business clock says is due and has an effect on processes: timers, reminders, services, terms to be counted again.</summary>
public sealed class DueWork(
    DueTimers timers,
    ServiceJob services,
    Recounts recounts,
    OrphanedTasks orphans,
    Reminders reminders,
    BusinessClock clock,
    IDbContextFactory<TwinningDatabase> databases
)
{
    /// <summary>By so much a clock that is set right may go back without anything having been planned by it.</summary>
    private static readonly Duration Slip = Duration.FromMinutes(5);

    private int running;
    private Instant latest = Instant.MinValue;

    /// <summary>
    /// Does all that is due now unless that is being done. After an outage it may take minutes, and whoever came meanwhile would
    /// keep one of Hangfire's few workers to no use: the sweep that runs ends when nothing is due any more.
    /// </summary>
    [AutomaticRetry(Attempts = 0)]
    public Task SweepAsync(CancellationToken cancel) =>
        Volatile.Read(ref running) == 0 ? RunAllDueAsync(cancel) : Task.CompletedTask;

    /// <summary>Does all that is due now, and what falls due by doing it, until nothing is.</summary>
    public async Task RunAllDueAsync(CancellationToken cancel)
    {
        Interlocked.Increment(ref running);
        try
        {
            await SeeClockAsync(cancel);
            // a term that the new calendar moves must not fire by the old one
            while (
                await recounts.DrainAsync(cancel) + await timers.SweepAsync(cancel) + await services.DrainAsync(cancel)
                > 0
            ) { }
            await orphans.ReleaseAsync(cancel);
        }
        finally
        {
            Interlocked.Decrement(ref running);
        }
    }

    /// <summary>What a clock that ran ahead has planned lies too far ahead once it is set right.</summary>
    private async Task SeeClockAsync(CancellationToken cancel)
    {
        var now = clock.Now;
        var ranAhead = now + Slip < latest;
        if (ranAhead)
            await reminders.LookAnewAsync(cancel);
        latest = now;
    }

    /// <summary>When something next falls due of which people hear, as far as that is known; null when nothing does.</summary>
    public async Task<Instant?> NextHeardAsync(CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        var rows = database
            .Timers.AsNoTracking()
            .Where(row => !row.Quarantined)
            .OrderBy(row => row.RetryAt ?? row.DueAt)
            .Join(
                database.Authorities,
                row => row.AuthorityId,
                town => town.Id,
                (row, town) => new { row, town.Calendar }
            )
            .AsAsyncEnumerable();
        await foreach (var next in rows.WithCancellation(cancel))
            if (!next.row.IsFirstLook(AuthorityCalendar.Of(next.Calendar).Zone))
                return next.row.NextAt;
        // whom the first looks will find is not known yet, but that something may come is
        return await NextDueAsync(cancel);
    }

    /// <summary>When the next timer or look at reminders falls due, or is tried again; null when none waits.</summary>
    public async Task<Instant?> NextDueAsync(CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        return await database
            .Timers.Where(row => !row.Quarantined)
            .Select(row => (Instant?)(row.RetryAt ?? row.DueAt))
            .OrderBy(due => due)
            .FirstOrDefaultAsync(cancel);
    }
}
