using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Hangfire.States;
using Hangfire.Storage;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Hosting;
using TwinningWorkflow.Web.Jobs;
using TwinningWorkflow.Web.Processes;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Jobs;

public sealed class TimerArmingTests(Postgres postgres)
{
    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task However_often_and_by_how_many_it_is_armed_a_timer_has_one_job(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskWithTimer("approval", "PT5H"));
        for (var i = 0; i < 25; i++)
            await store.StartAsync("approval");
        var hangfire = StorageOf(store);

        for (var restart = 0; restart < 5; restart++)
            await Task.WhenAll(
                Enumerable
                    .Range(0, 2)
                    .Select(_ => Task.Run(() => Arming(store, hangfire).ArmAsync(CancellationToken.None)))
            );

        Assert.Equal(25, hangfire.GetMonitoringApi().ScheduledCount());
        await using var database = store.Database();
        Assert.Equal(25, await database.Timers.Select(row => row.JobId).Distinct().CountAsync());
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_timer_far_away_is_armed_when_it_comes_near(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskWithTimer("approval", "P3D"));
        await store.StartAsync("approval");
        var hangfire = StorageOf(store);
        var arming = Arming(store, hangfire);

        await arming.ArmAsync(CancellationToken.None);
        Assert.Equal(0, hangfire.GetMonitoringApi().ScheduledCount());

        store.Time.Advance(TimeSpan.FromDays(2));
        await arming.ArmAsync(CancellationToken.None);
        Assert.Equal(1, hangfire.GetMonitoringApi().ScheduledCount());
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_job_that_rings_early_fires_nothing_and_is_replaced(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskWithTimer("approval", "PT5H"));
        await store.StartAsync("approval");
        var hangfire = StorageOf(store);
        await Arming(store, hangfire).ArmAsync(CancellationToken.None);
        await using var database = store.Database();
        var armed = await database.Timers.AsNoTracking().SingleAsync();

        await RingAsync(store, hangfire, armed);

        var row = await database.Timers.AsNoTracking().SingleAsync();
        Assert.Equal(armed.Generation, row.Generation);
        Assert.NotEqual(armed.JobId, row.JobId);
        Assert.Equal(ScheduledState.StateName, StateOf(hangfire, row.JobId!));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_job_run_three_times_at_once_has_one_effect(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskWithTimer("approval", "PT5H"));
        await store.StartAsync("approval");
        var hangfire = StorageOf(store);
        await Arming(store, hangfire).ArmAsync(CancellationToken.None);
        await using var database = store.Database();
        var armed = await database.Timers.AsNoTracking().SingleAsync();
        store.Time.Advance(TimeSpan.FromHours(5));

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => RingAsync(store, hangfire, armed))));

        Assert.Equal(1, await database.Journal.CountAsync(row => row.Kind == "timer-fired"));
        Assert.Empty(await database.Incidents.ToListAsync());
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_timer_whose_node_died_while_it_made_the_job_gets_one_in_the_next_round(Provider provider)
    {
        // given: the mark is set and the job was never made
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskWithTimer("approval", "PT5H"));
        await store.StartAsync("approval");
        var hangfire = StorageOf(store);
        await using var database = store.Database();
        await Assert.ThrowsAsync<BackgroundJobClientException>(() =>
            new TimerArming(store.Databases, new BackgroundJobClient(new StorageThatDies()), store.Clock).ArmAsync(
                CancellationToken.None
            )
        );
        Assert.StartsWith(TimerArming.BeingArmed, (await database.Timers.AsNoTracking().SingleAsync()).JobId);
        var arming = Arming(store, hangfire);

        // while the other node may still be at it, nobody takes its place
        await arming.ArmAllAsync(CancellationToken.None);
        Assert.Equal(0, hangfire.GetMonitoringApi().ScheduledCount());

        store.Time.Advance(TimeSpan.FromMinutes(6));
        await arming.ArmAllAsync(CancellationToken.None);
        Assert.Equal(1, hangfire.GetMonitoringApi().ScheduledCount());
        var row = await database.Timers.AsNoTracking().SingleAsync();
        Assert.Equal(ScheduledState.StateName, StateOf(hangfire, row.JobId!));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task The_job_of_a_cancelled_timer_is_deleted(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskWithTimer("approval", "PT5H"));
        var instance = await store.StartAsync("approval");
        var hangfire = StorageOf(store);
        var arming = Arming(store, hangfire);
        await arming.ArmAsync(CancellationToken.None);
        await using var database = store.Database();
        var armed = await database.Timers.AsNoTracking().SingleAsync();
        using var listening = store.Bell.Listen(ring =>
        {
            foreach (var job in ring.CancelledJobs)
                arming.Forget(job);
        });

        await store.RunAsync(instance, store.Completing((await store.OpenTaskAsync(instance, "opinion")).TaskId));

        Assert.Equal(DeletedState.StateName, StateOf(hangfire, armed.JobId!));
    }

    [Fact]
    public async Task When_the_memory_of_the_embedded_jobs_is_gone_the_timers_get_new_ones()
    {
        await using var store = await TestStore.CreateAsync(
            postgres,
            Provider.Sqlite,
            Bpmn.TaskWithTimer("approval", "PT5H")
        );
        await store.StartAsync("approval");
        await Arming(store, StorageOf(store)).ArmAsync(CancellationToken.None);
        var hangfire = StorageOf(store);
        var arming = Arming(store, hangfire);

        await arming.ForgetAllAsync(CancellationToken.None);
        await arming.ArmAsync(CancellationToken.None);

        Assert.Equal(1, hangfire.GetMonitoringApi().ScheduledCount());
    }

    [Fact]
    public async Task A_timer_that_is_cancelled_before_it_has_a_new_job_takes_no_other_job_with_it()
    {
        // given: the timer's row names a job of the memory that is gone
        await using var store = await TestStore.CreateAsync(
            postgres,
            Provider.Sqlite,
            Bpmn.TaskWithTimer("approval", "PT5H")
        );
        await store.StartAsync("approval");
        await Arming(store, StorageOf(store)).ArmAsync(CancellationToken.None);
        await using var database = store.Database();
        var named = (await database.Timers.AsNoTracking().SingleAsync()).JobId!;
        var hangfire = StorageOf(store);
        var mails = new BackgroundJobClient(hangfire).Enqueue<OutboxJob>(job => job.RunAsync(CancellationToken.None));

        Arming(store, hangfire).Forget(named);

        Assert.Equal(EnqueuedState.StateName, StateOf(hangfire, mails));
    }

    internal static JobStorage StorageOf(TestStore store) =>
        store.Options.OnPostgres
            ? new PostgreSqlStorage(
                new NpgsqlConnectionFactory(store.Connections.ForHangfire, BackgroundJobs.OnPostgres),
                BackgroundJobs.OnPostgres
            )
            : new InMemoryStorage(BackgroundJobs.InMemory);

    internal static TimerArming Arming(TestStore store, JobStorage hangfire) =>
        new(store.Databases, new BackgroundJobClient(hangfire), store.Clock);

    private static Task RingAsync(TestStore store, JobStorage hangfire, TimerRow row) =>
        new TimerJob(
            store.Databases,
            store.Timers(),
            store.Recounts(),
            store.DueWork(),
            Arming(store, hangfire),
            store.Clock
        ).FireAsync(row.InstanceId, row.Kind, row.TimerId, row.Generation, CancellationToken.None);

    private static string StateOf(JobStorage hangfire, string job)
    {
        using var connection = hangfire.GetConnection();
        return connection.GetJobData(job).State;
    }

    /// <summary>What a node that dies sees of its storage.</summary>
    private sealed class StorageThatDies : JobStorage
    {
        public override IMonitoringApi GetMonitoringApi() => throw new IOException("gone");

        public override IStorageConnection GetConnection() => throw new IOException("gone");
    }
}
