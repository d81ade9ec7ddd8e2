using Hangfire;
using Hangfire.Common;
using Hangfire.States;
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
    public async Task Many_rings_enqueue_one_drain_and_leave_nothing_to_attend_to(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider);
        var hangfire = TimerArmingTests.StorageOf(store);
        var enqueued = new List<string>();
        using var drain = DrainOf(hangfire, enqueued);

        for (var round = 0; round < 3; round++)
        {
            for (var ring = 0; ring < 20; ring++)
                drain.Ring();
            await drain.AttendAsync(CancellationToken.None);
        }
        using var stopping = new CancellationTokenSource();
        var next = drain.AttendAsync(stopping.Token);

        Assert.Single(enqueued);
        // all sixty rings are heard
        Assert.False(next.IsCompleted);
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task What_rings_while_a_drain_runs_has_a_drain_of_its_own_when_that_one_has_ended(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider);
        var hangfire = TimerArmingTests.StorageOf(store);
        var enqueued = new List<string>();
        using var drain = DrainOf(hangfire, enqueued);
        drain.Ring();
        await drain.AttendAsync(CancellationToken.None);
        Become(hangfire, enqueued[0], ProcessingState.StateName);

        drain.Ring();
        drain.Ring();
        var next = drain.AttendAsync(CancellationToken.None);

        Assert.False(next.IsCompleted);
        Assert.Single(enqueued);
        Become(hangfire, enqueued[0], SucceededState.StateName);
        await next.WaitAsync(Patience);
        Assert.Equal(2, enqueued.Count);
    }

    [Fact]
    public async Task An_instance_whose_job_could_not_be_enqueued_is_looked_at_all_the_same()
    {
        await using var store = await TestStore.CreateAsync(postgres, Provider.Sqlite);
        var hangfire = TimerArmingTests.StorageOf(store);
        var jobs = new FailingOnce(new BackgroundJobClient(hangfire));
        using var bell = Bell(store, hangfire, jobs);
        await bell.StartAsync(CancellationToken.None);
        // it listens before it catches up
        await jobs.CaughtUp.WaitAsync(Patience);
        var instance = Guid.CreateVersion7();

        store.Bell.Ring(new Ring(instance, BellParts.People, []) { Authority = TestStore.Authority });

        Assert.Equal(instance, await jobs.Enqueued.WaitAsync(Patience));
        Assert.Equal(2, jobs.Tried);
        await bell.StopAsync(CancellationToken.None);
    }

    /// <summary>Does not take the first look at the tasks of an instance.</summary>
    private sealed class FailingOnce(BackgroundJobClient jobs) : IBackgroundJobClient
    {
        private readonly TaskCompletionSource<Guid> enqueued = new(TaskCreationOptions.RunContinuationsAsynchronously);

        private readonly TaskCompletionSource caughtUp = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task CaughtUp => caughtUp.Task;
        public Task<Guid> Enqueued => enqueued.Task;
        public int Tried { get; private set; }

        public string Create(Job job, IState state)
        {
            if (job.Method.Name != nameof(OrphanedTasks.LookAsync))
            {
                caughtUp.TrySetResult();
                return jobs.Create(job, state);
            }
            if (++Tried == 1)
                throw new InvalidOperationException("Expected a storage, but there is none.");
            enqueued.TrySetResult((Guid)job.Args[1]);
            return jobs.Create(job, state);
        }

        public bool ChangeState(string jobId, IState state, string expectedState) =>
            jobs.ChangeState(jobId, state, expectedState);
    }

    private static Drain DrainOf(JobStorage hangfire, List<string> enqueued) =>
        new(
            hangfire,
            () =>
            {
                enqueued.Add(
                    new BackgroundJobClient(hangfire).Enqueue<ServiceJob>(job => job.DrainAsync(CancellationToken.None))
                );
                return enqueued[^1];
            }
        );

    /// <summary>As a worker would take and end a job.</summary>
    private static void Become(JobStorage hangfire, string job, string state) =>
        Assert.True(new BackgroundJobClient(hangfire).ChangeState(job, new Named(state)));

    private sealed class Named(string name) : IState
    {
        public string Name => name;
        public string Reason => "";
        public bool IsFinal => false;
        public bool IgnoreJobLoadException => false;

        public Dictionary<string, string> SerializeData() => [];
    }

    private static JobBell Bell(TestStore store, JobStorage hangfire, IBackgroundJobClient? jobs = null) =>
        new(
            store.Bell,
            TimerArmingTests.Arming(store, hangfire),
            store.DueWork(),
            store.Options,
            jobs ?? new BackgroundJobClient(hangfire),
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
                ? new TimerJob(
                    store.Databases,
                    store.Timers(),
                    store.Recounts(),
                    store.DueWork(),
                    TimerArmingTests.Arming(store, hangfire),
                    store.Clock
                )
                : throw new NotSupportedException(jobType.Name);
    }
}
