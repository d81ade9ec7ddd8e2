using System.Threading.Channels;
using Hangfire;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>
/// Hears the bell and gets Hangfire to work, off the path of the steps: timers are armed, the outbox is drained by one job of
/// a kind at a time, however often it rings. At start it first does what fell due while the application was down.
/// </summary>
public sealed partial class JobBell(
    StepBell bell,
    TimerArming arming,
    DueWork due,
    DatabaseOptions options,
    IBackgroundJobClient jobs,
    JobStorage storage,
    ILogger<JobBell> log
) : BackgroundService
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly SemaphoreSlim rung = new(0, 1);
    private readonly List<string> cancelled = [];
    private bool moved;

    private readonly Drain services = new(
        storage,
        () => jobs.Enqueue<ServiceJob>(job => job.DrainAsync(CancellationToken.None))
    );

    private readonly Drain recounts = new(
        storage,
        () => jobs.Enqueue<Recounts>(job => job.DrainAsync(CancellationToken.None))
    );

    private readonly Drain orphans = new(
        storage,
        () => jobs.Enqueue<OrphanedTasks>(job => job.ReleaseAsync(CancellationToken.None))
    );

    /// <summary>Instances whose tasks are to be looked at: of each its own job, for another application may take it.</summary>
    private readonly Channel<Ring> concerned = Channel.CreateUnbounded<Ring>();

    private readonly Drain mails = new(
        storage,
        () => jobs.Enqueue<OutboxJob>(job => job.RunAsync(CancellationToken.None))
    );

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listening = bell.Listen(Note);
        await Task.WhenAll(
            UntilStoppedAsync(() => ArmTimersAsync(stoppingToken), stoppingToken),
            UntilStoppedAsync(() => services.AttendAsync(stoppingToken), stoppingToken),
            UntilStoppedAsync(() => recounts.AttendAsync(stoppingToken), stoppingToken),
            UntilStoppedAsync(() => orphans.AttendAsync(stoppingToken), stoppingToken),
            UntilStoppedAsync(() => LookAtTasksAsync(stoppingToken), stoppingToken),
            UntilStoppedAsync(() => mails.AttendAsync(stoppingToken), stoppingToken),
            CatchUpAsync(stoppingToken)
        );
    }

    public override void Dispose()
    {
        rung.Dispose();
        services.Dispose();
        recounts.Dispose();
        orphans.Dispose();
        mails.Dispose();
        base.Dispose();
    }

    /// <summary>Only notes it: the step that rings is waiting for its answer.</summary>
    private void Note(Ring ring)
    {
        // the node that rang sees to its jobs itself
        if (ring.FromAfar)
            return;
        if (ring.Parts.HasFlag(BellParts.Services))
            services.Ring();
        if (ring.Parts.HasFlag(BellParts.Recounts))
            recounts.Ring();
        if (ring.Parts.HasFlag(BellParts.People) && ring.Instance != Guid.Empty)
            concerned.Writer.TryWrite(ring);
        else if (ring.Parts.HasFlag(BellParts.People))
            orphans.Ring();
        // what was kept for an hour may be due by a clock that was moved
        if ((ring.Parts & (BellParts.Mail | BellParts.Clock)) != BellParts.None)
            mails.Ring();
        lock (gate)
        {
            cancelled.AddRange(ring.CancelledJobs);
            if ((ring.Parts & (BellParts.Timers | BellParts.Clock)) == BellParts.None)
                return;
            moved |= ring.Parts.HasFlag(BellParts.Clock);
            if (rung.CurrentCount == 0)
                rung.Release();
        }
    }

    private async Task LookAtTasksAsync(CancellationToken stopping)
    {
        var ring = await concerned.Reader.ReadAsync(stopping);
        var (authority, instance) = (ring.Authority, ring.Instance);
        try
        {
            jobs.Enqueue<OrphanedTasks>(job => job.LookAsync(authority, instance, CancellationToken.None));
        }
        catch
        {
            // no sweep comes round to one instance, and a storage that is away is not asked without a pause
            concerned.Writer.TryWrite(ring);
            await Task.Delay(BetweenTries, stopping);
            throw;
        }
    }

    private async Task CatchUpAsync(CancellationToken stopping)
    {
        try
        {
            // what Hangfire held in memory is gone; what it holds in the database is still there
            if (!options.OnPostgres)
                await arming.ForgetAllAsync(stopping);
            await due.RunAllDueAsync(stopping);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            Failed(problem);
        }
        Note(new Ring(Guid.Empty, BellParts.Timers | BellParts.Mail | BellParts.Services, []));
    }

    private async Task ArmTimersAsync(CancellationToken stopping)
    {
        await rung.WaitAsync(stopping);
        bool all;
        List<string> gone;
        lock (gate)
        {
            all = moved;
            gone = [.. cancelled];
            moved = false;
            cancelled.Clear();
        }
        foreach (var job in gone)
            arming.Forget(job);
        // the jobs were scheduled by the clock as it was
        if (all)
            await arming.ReleaseAllAsync(stopping);
        await arming.ArmAsync(stopping);
    }

    /// <summary>The sweep comes every minute anyway: a failure here delays, and must not end the listening.</summary>
    private async Task UntilStoppedAsync(Func<Task> attend, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
            try
            {
                await attend();
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                Failed(problem);
            }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Jobs could not be started; the sweep will.")]
    private partial void Failed(Exception problem);
}
