using Hangfire;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>Whatever the business clock says is due and has an effect on processes: timers, reminders, services.</summary>
public sealed class DueWork(DueTimers timers, ServiceJob services, IDbContextFactory<TwinningDatabase> databases)
{
    /// <summary>Does all that is due now, and what falls due by doing it, until nothing is.</summary>
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAllDueAsync(CancellationToken cancel)
    {
        while (await timers.SweepAsync(cancel) + await services.DrainAsync(cancel) > 0) { }
    }

    /// <summary>When the next timer or reminder falls due, or is tried again; null when none waits.</summary>
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
