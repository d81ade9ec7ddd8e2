using Hangfire;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>
/// The scheduled job of a timer. It only rings: the row says whether there is anything to do. It never fails, since the row
/// counts the attempts and the sweep makes them.
/// </summary>
public sealed class TimerJob(
    IDbContextFactory<TwinningDatabase> databases,
    DueTimers timers,
    Recounts recounts,
    DueWork work,
    TimerArming arming,
    BusinessClock clock
)
{
    [AutomaticRetry(Attempts = 0)]
    [JobDisplayName("{1} {2} of {0}")]
    public async Task FireAsync(Guid instance, string kind, long timer, int generation, CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        var row = await database
            .Timers.AsNoTracking()
            .SingleOrDefaultAsync(
                it =>
                    it.InstanceId == instance
                    && it.Kind == kind
                    && it.TimerId == timer
                    && it.Generation == generation
                    && !it.Quarantined,
                cancel
            );
        if (row is null)
            return;
        // Hangfire may ring a moment early, the demo's clock may have been moved back, and what failed has its time to wait
        if (row.NextAt > clock.Now)
        {
            await arming.RearmAsync(row, cancel);
            return;
        }
        // by a calendar that has changed it may end later; and what fell due before it and was missed comes before it
        await recounts.DrainAsync(instance, cancel);
        await timers.SweepAsync(instance, cancel);
        // terms end by the hundred at the same instant, and a job for each takes Hangfire far longer than one sweep
        await work.SweepAsync(cancel);
    }
}
