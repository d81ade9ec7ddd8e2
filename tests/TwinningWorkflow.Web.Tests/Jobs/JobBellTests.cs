using Hangfire;
using Microsoft.Extensions.Logging.Abstractions;
using TwinningWorkflow.Web.Jobs;
using TwinningWorkflow.Web.Processes;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Jobs;

public sealed class JobBellTests(Postgres postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task What_fell_due_while_the_application_was_down_happens_at_start(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskWithTimer("approval", "PT5H"));
        var instance = await store.StartAsync("approval");
        store.Time.Advance(TimeSpan.FromDays(10));
        var fired = RingOf(store, instance);
        var hangfire = TimerArmingTests.StorageOf(store);
        using var bell = Bell(store, hangfire);

        await bell.StartAsync(CancellationToken.None);

        await fired.WaitAsync(Patience);
        await bell.StopAsync(CancellationToken.None);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Hangfire_fires_a_timer_that_a_step_armed(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskWithTimer("approval", "PT1S"));
        var hangfire = TimerArmingTests.StorageOf(store);
        using var bell = Bell(store, hangfire);
        await bell.StartAsync(CancellationToken.None);
        using var server = new BackgroundJobServer(
            new BackgroundJobServerOptions
            {
                Activator = new Jobs(store, hangfire),
                SchedulePollingInterval = TimeSpan.FromMilliseconds(100),
                WorkerCount = 1,
            },
            hangfire
        );

        var instance = await store.StartAsync("approval");
        var fired = RingOf(store, instance);
        store.Time.Advance(TimeSpan.FromSeconds(1));

        await fired.WaitAsync(Patience);
        await bell.StopAsync(CancellationToken.None);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Many_rings_enqueue_one_drain(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider);
        var hangfire = TimerArmingTests.StorageOf(store);
        using var drain = new Drain(
            hangfire,
            () => new BackgroundJobClient(hangfire).Enqueue<ServiceJob>(job => job.DrainAsync(CancellationToken.None))
        );

        for (var round = 0; round < 3; round++)
        {
            for (var ring = 0; ring < 20; ring++)
                drain.Ring();
            await drain.AttendAsync(CancellationToken.None);
        }

        Assert.Equal(1, hangfire.GetMonitoringApi().EnqueuedCount("default"));
    }

    private static JobBell Bell(TestStore store, JobStorage hangfire) =>
        new(
            store.Bell,
            TimerArmingTests.Arming(store, hangfire),
            store.DueWork(),
            store.Options,
            new BackgroundJobClient(hangfire),
            hangfire,
            NullLogger<JobBell>.Instance
        );

    private static Task RingOf(TestStore store, Guid instance)
    {
        var rung = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        store.Bell.Listen(ring =>
        {
            if (ring.Instance == instance)
                rung.TrySetResult();
        });
        return rung.Task;
    }

    private sealed class Jobs(TestStore store, JobStorage hangfire) : JobActivator
    {
        public override object ActivateJob(Type jobType) =>
            jobType == typeof(TimerJob)
                ? new TimerJob(store.Databases, store.Timers(), TimerArmingTests.Arming(store, hangfire), store.Clock)
                : throw new NotSupportedException(jobType.Name);
    }
}
