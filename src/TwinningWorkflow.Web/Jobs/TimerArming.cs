using Hangfire;
using Hangfire.States;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>
/// Gives every timer that is due within the horizon its one scheduled Hangfire job. The row's mark is set by a conditional
/// UPDATE before the job is made, so that neither a second node nor a restart makes another. A node that dies in between leaves
/// the mark without a job: the mark tells since when, and the next round gives the timer its job.
/// </summary>
public sealed class TimerArming(
    IDbContextFactory<TwinningDatabase> databases,
    IBackgroundJobClient jobs,
    BusinessClock clock
)
{
    /// <summary>What a mark begins with while its job is being made; the instant follows.</summary>
    internal const string BeingArmed = "arming ";

    /// <summary>No job takes so long to make: who set an older mark is dead.</summary>
    private static readonly Duration MostToArm = Duration.FromMinutes(5);

    /// <summary>Few: what a step arms for the next seconds meanwhile comes before the rest of many that are hours away.</summary>
    private const int Batch = 25;

    /// <summary>How far ahead; the hourly job brings later timers in as they come near.</summary>
    public static readonly Duration Horizon = Duration.FromHours(24);

    /// <summary>Arms what is unarmed, what a dead node was about to arm included: the hourly round.</summary>
    public async Task ArmAllAsync(CancellationToken cancel)
    {
        await ReleaseLeftAsync(cancel);
        await ArmAsync(cancel);
    }

    public async Task ArmAsync(CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        while (await UnarmedAsync(database, cancel) is { Count: > 0 } rows)
            foreach (var row in rows)
                await ArmAsync(database, row, cancel);
    }

    /// <summary>Makes a new job for a timer whose job rang early.</summary>
    public async Task RearmAsync(TimerRow timer, CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        var released = await ReleaseAsync(database, timer, cancel);
        if (released == 1 && timer.NextAt <= clock.Now + Horizon)
            await ArmAsync(database, timer, cancel);
    }

    /// <summary>Takes all marks away: the jobs' memory is gone, and the jobs with it.</summary>
    public async Task ForgetAllAsync(CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        await database
            .Timers.Where(row => row.JobId != null)
            .ExecuteUpdateAsync(row => row.SetProperty(it => it.JobId, (string?)null), cancel);
    }

    /// <summary>Takes all marks away, and the jobs with them: the clock was moved.</summary>
    public async Task ReleaseAllAsync(CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        var armed = await database.Timers.AsNoTracking().Where(row => row.JobId != null).ToListAsync(cancel);
        foreach (var row in armed)
        {
            await ReleaseAsync(database, row, cancel);
            Forget(row.JobId!);
        }
    }

    /// <summary>Deletes the job of a timer that is gone.</summary>
    public void Forget(string job)
    {
        if (!job.StartsWith(BeingArmed, StringComparison.Ordinal))
            jobs.Delete(job);
    }

    private async Task ReleaseLeftAsync(CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        var marked = await database
            .Timers.AsNoTracking()
            .Where(row => row.JobId!.StartsWith(BeingArmed))
            .ToListAsync(cancel);
        var oldest = Mark(clock.Now - MostToArm);
        foreach (var row in marked.Where(row => string.CompareOrdinal(row.JobId, oldest) < 0))
            await ReleaseAsync(database, row, cancel);
    }

    /// <summary>Takes the mark away, if it is still the one that was read; answers how many rows had it.</summary>
    private static Task<int> ReleaseAsync(TwinningDatabase database, TimerRow timer, CancellationToken cancel) =>
        Same(database, timer, timer.JobId)
            .ExecuteUpdateAsync(row => row.SetProperty(it => it.JobId, (string?)null), cancel);

    /// <summary>Marks sort as their instants do.</summary>
    private static string Mark(Instant at) => BeingArmed + InstantPattern.General.Format(at);

    private async Task ArmAsync(TwinningDatabase database, TimerRow timer, CancellationToken cancel)
    {
        var mark = Mark(clock.Now);
        var claimed = await Same(database, timer, null)
            .ExecuteUpdateAsync(row => row.SetProperty(it => it.JobId, mark), cancel);
        if (claimed == 0)
            return;
        var delay = timer.NextAt - clock.Now;
        IState state = delay > Duration.Zero ? new ScheduledState(delay.ToTimeSpan()) : new EnqueuedState();
        var job = jobs.Create<TimerJob>(
            it => it.FireAsync(timer.InstanceId, timer.Kind, timer.TimerId, timer.Generation, CancellationToken.None),
            state
        );
        var stored = await Same(database, timer, mark)
            .ExecuteUpdateAsync(row => row.SetProperty(it => it.JobId, job), CancellationToken.None);
        // it was cancelled, fired or armed anew meanwhile
        if (stored == 0)
            jobs.Delete(job);
    }

    private async Task<List<TimerRow>> UnarmedAsync(TwinningDatabase database, CancellationToken cancel)
    {
        var until = clock.Now + Horizon;
        return await database
            .Timers.AsNoTracking()
            .Where(row => row.JobId == null && !row.Quarantined && row.DueAt <= until)
            .OrderBy(row => row.DueAt)
            .Take(Batch)
            .ToListAsync(cancel);
    }

    private static IQueryable<TimerRow> Same(TwinningDatabase database, TimerRow timer, string? job) =>
        database.Timers.Where(row =>
            row.InstanceId == timer.InstanceId
            && row.Kind == timer.Kind
            && row.TimerId == timer.TimerId
            && row.Generation == timer.Generation
            && row.JobId == job
        );
}
