using Hangfire.InMemory;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Jobs;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Processes.Stored;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Jobs;

public sealed class DueTimersTests(Postgres postgres)
{
    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_timer_fires_when_it_is_due_and_not_before(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(
            postgres,
            provider,
            Bpmn.TaskWithTimer("approval", "PT24H")
        );
        await store.StartAsync("approval");
        store.Time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, await store.SweepAsync());
        store.Time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(1, await store.SweepAsync());

        await using var database = store.Database();
        Assert.Equal("completed", (await database.Instances.SingleAsync()).Status);
        Assert.Equal(TaskRow.Cancelled, (await database.Tasks.SingleAsync()).Status);
        Assert.Empty(await database.Timers.ToListAsync());
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Three_sweeps_at_once_fire_each_timer_once(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(
            postgres,
            provider,
            Bpmn.TaskWithTimer("approval", "PT24H")
        );
        for (var i = 0; i < 30; i++)
            await store.StartAsync("approval");
        store.Time.Advance(TimeSpan.FromDays(2));

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(store.SweepAsync)));

        await using var database = store.Database();
        Assert.Equal(30, await database.Journal.CountAsync(row => row.Kind == "timer-fired"));
        Assert.Empty(await database.Incidents.ToListAsync());
        Assert.Empty(await database.Timers.ToListAsync());
        await Processes.ReplayTests.AssertReplaysAsync(store);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task After_an_outage_a_cycle_makes_up_its_rounds_before_a_timer_that_fell_due_after_them(
        Provider provider
    )
    {
        // given: three rounds of the cycle, then the timer that ends it, all missed
        await using var store = await TestStore.CreateAsync(postgres, provider, Urging("approval"));
        var swept = await store.StartAsync("approval");
        var rung = await store.StartAsync("approval");
        store.Time.Advance(TimeSpan.FromDays(40));

        // when: Hangfire rings for the last of the one, and the sweep sees to the other
        await RingAsync(store, rung, "late");
        await store.SweepAsync();

        string[] expected = ["urge", "urge", "urge", "late"];
        foreach (var instance in (Guid[])[rung, swept])
        {
            var (_, journal) = await store.ReadAsync(instance);
            Assert.Equal(
                expected,
                journal.Select(entry => entry.Event).OfType<TimerFired>().Select(fired => fired.Node)
            );
        }
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Of_many_that_end_at_one_instant_the_first_that_Hangfire_rings_for_lets_all_go(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(
            postgres,
            provider,
            Bpmn.TaskWithTimer("approval", "PT24H")
        );
        for (var i = 0; i < 20; i++)
            await store.StartAsync("approval");
        var last = await store.StartAsync("approval");
        store.Time.Advance(TimeSpan.FromHours(24));

        await RingAsync(store, last, "late");

        await using var database = store.Database();
        Assert.Empty(await database.Timers.ToListAsync());
        Assert.Equal(21, await database.Journal.CountAsync(row => row.Kind == "timer-fired"));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_timer_and_the_completion_at_the_same_instant_have_one_winner(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(
            postgres,
            provider,
            Bpmn.TaskWithTimer("approval", "PT24H")
        );
        for (var round = 0; round < 8; round++)
        {
            var instance = await store.StartAsync("approval");
            var task = await store.OpenTaskAsync(instance, "opinion");
            store.Time.Advance(TimeSpan.FromHours(24));

            await Task.WhenAll(
                Task.Run(() => store.SweepAsync()),
                Task.Run(() => store.RunAsync(instance, store.Completing(task.TaskId)))
            );

            await using var database = store.Database();
            Assert.Equal(
                1,
                await database.Journal.CountAsync(row =>
                    row.Stream == Journal.OfInstance(instance)
                    && (row.Kind == "task-completed" || row.Kind == "timer-fired")
                )
            );
            Assert.Equal("completed", (await database.Instances.SingleAsync(row => row.Id == instance)).Status);
        }
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_timer_of_a_suspended_process_takes_effect(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(
            postgres,
            provider,
            Bpmn.TaskWithTimer("approval", "PT24H")
        );
        var instance = await store.StartAsync("approval");
        await store.RunAsync(instance, store.Suspending());
        store.Time.Advance(TimeSpan.FromDays(2));

        Assert.Equal(1, await store.SweepAsync());
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_row_that_always_fails_is_quarantined_with_an_incident_and_holds_up_no_other(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(
            postgres,
            provider,
            Bpmn.TaskWithTimer("approval", "PT24H")
        );
        var poisoned = await store.StartAsync("approval");
        store.Time.Advance(TimeSpan.FromMinutes(1));
        await store.StartAsync("approval");
        await using var database = store.Database();
        await database
            .Instances.Where(row => row.Id == poisoned)
            .ExecuteUpdateAsync(row => row.SetProperty(it => it.State, "no JSON"));
        store.Time.Advance(TimeSpan.FromDays(2));

        Assert.Equal(1, await store.SweepAsync());
        foreach (var minutes in (int[])[1, 5, 30, 120])
        {
            Assert.Empty(await database.Incidents.ToListAsync());
            store.Time.Advance(TimeSpan.FromMinutes(minutes));
            Assert.Equal(0, await store.SweepAsync());
        }

        store.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await store.SweepAsync());
        var row = await database.Timers.SingleAsync();
        Assert.Equal((5, true), (row.Attempts, row.Quarantined));
        var incident = await database.Incidents.SingleAsync();
        Assert.Equal(("timer-failed", poisoned), (incident.Code, incident.InstanceId));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_timer_that_fails_is_let_alone_for_its_time_and_fires_when_the_outage_is_over(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(
            postgres,
            provider,
            Bpmn.TaskWithTimer("approval", "PT24H")
        );
        var (instance, whole) = await PoisonAsync(store);
        store.Time.Advance(TimeSpan.FromHours(24));
        var due = store.Clock.Now;
        await store.SweepAsync();

        // the sweep of each minute, and Hangfire's own job, for twenty minutes of outage
        for (var minute = 0; minute < 20; minute++)
        {
            await store.SweepAsync();
            await RingAsync(store, instance, "late");
            store.Time.Advance(TimeSpan.FromMinutes(1));
        }
        await using var database = store.Database();
        var row = await database.Timers.AsNoTracking().SingleAsync();
        Assert.Equal((3, false), (row.Attempts, row.Quarantined));
        Assert.Equal((due, due + Duration.FromMinutes(36)), (row.DueAt, row.RetryAt));
        Assert.Equal(row.RetryAt, await NextDueAsync(store));
        await database
            .Instances.Where(x => x.Id == instance)
            .ExecuteUpdateAsync(x => x.SetProperty(it => it.State, whole));
        store.Time.Advance(TimeSpan.FromMinutes(16));

        Assert.Equal(1, await store.SweepAsync());

        Assert.Equal("completed", (await database.Instances.SingleAsync()).Status);
        Assert.Empty(await database.Incidents.ToListAsync());
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_failure_that_several_nodes_meet_at_once_counts_once(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(
            postgres,
            provider,
            Bpmn.TaskWithTimer("approval", "PT24H")
        );
        await PoisonAsync(store);
        store.Time.Advance(TimeSpan.FromHours(24));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(store.SweepAsync)));

        await using var database = store.Database();
        Assert.Equal(1, (await database.Timers.SingleAsync()).Attempts);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_quarantined_timer_that_a_person_lets_go_fires_at_once_and_has_all_its_attempts_again(
        Provider provider
    )
    {
        await using var store = await TestStore.CreateAsync(
            postgres,
            provider,
            Bpmn.TaskWithTimer("approval", "PT24H")
        );
        await PoisonAsync(store);
        store.Time.Advance(TimeSpan.FromHours(24));
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await store.SweepAsync();
            store.Time.Advance(TimeSpan.FromHours(2));
        }
        await using var database = store.Database();
        var incident = await database.Incidents.AsNoTracking().SingleAsync();
        var desk = new IncidentDesk(
            database,
            store.Runner,
            new MailRetry(database, store.Clock, store.Bell),
            store.Clock,
            store.Bell
        );

        await desk.SeeToAsync(incident.Key, TestStore.Clerk, "the disk was full", CancellationToken.None);
        await store.SweepAsync();

        var row = await database.Timers.AsNoTracking().SingleAsync();
        Assert.Equal((1, false), (row.Attempts, row.Quarantined));
    }

    /// <summary>Starts an instance whose state cannot be read; answers what it was.</summary>
    private static async Task<(Guid Instance, string State)> PoisonAsync(TestStore store)
    {
        var instance = await store.StartAsync("approval");
        await using var database = store.Database();
        var whole = (await database.Instances.AsNoTracking().SingleAsync(row => row.Id == instance)).State;
        await database
            .Instances.Where(row => row.Id == instance)
            .ExecuteUpdateAsync(row => row.SetProperty(it => it.State, "no JSON"));
        return (instance, whole);
    }

    /// <summary>Hangfire rings for a timer.</summary>
    private static async Task RingAsync(TestStore store, Guid instance, string node)
    {
        await using var database = store.Database();
        var row = await database.Timers.AsNoTracking().SingleAsync(x => x.InstanceId == instance && x.Node == node);
        var hangfire = new InMemoryStorage();
        await new TimerJob(
            store.Databases,
            store.Timers(),
            store.Recounts(),
            store.DueWork(),
            TimerArmingTests.Arming(store, hangfire),
            store.Clock
        ).FireAsync(row.InstanceId, row.Kind, row.TimerId, row.Generation, CancellationToken.None);
    }

    /// <summary>A task of which somebody is urged every ten days, and that is taken away after thirty-five.</summary>
    private static string Urging(string id) =>
        Bpmn.Process(
            id,
            $"""
            <bpmn:startEvent id="start" />
            {Bpmn.Task("opinion")}
            <bpmn:boundaryEvent id="urge" attachedToRef="opinion" cancelActivity="false">
              <bpmn:timerEventDefinition><bpmn:timeCycle xsi:type="bpmn:tFormalExpression">R/P10D</bpmn:timeCycle></bpmn:timerEventDefinition>
            </bpmn:boundaryEvent>
            <bpmn:boundaryEvent id="late" attachedToRef="opinion">
              <bpmn:timerEventDefinition><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P35D</bpmn:timeDuration></bpmn:timerEventDefinition>
            </bpmn:boundaryEvent>
            <bpmn:endEvent id="end" />
            <bpmn:endEvent id="urged" />
            <bpmn:endEvent id="tooLate" />
            {Bpmn.Flow("f1", "start", "opinion")}
            {Bpmn.Flow("f2", "opinion", "end")}
            {Bpmn.Flow("f3", "urge", "urged")}
            {Bpmn.Flow("f4", "late", "tooLate")}
            """
        );

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_reminder_goes_to_the_outbox_once_and_the_next_is_planned(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(
            postgres,
            provider,
            Bpmn.TaskWithDeadline("approval", days: 10)
        );
        var instance = await store.StartAsync("approval");
        var task = await store.OpenTaskAsync(instance, "opinion");
        Assert.Equal(new LocalDate(2022, 12, 15), task.DueOn);
        // the first look comes when the day of the opening is over, and finds nothing
        Assert.Equal(Instant.FromUtc(2022, 12, 5, 23, 0), await NextDueAsync(store));
        store.Time.SetUtcNow(new DateTimeOffset(2022, 12, 5, 23, 0, 0, TimeSpan.Zero));
        await store.SweepAsync();
        // 8:00 in Brescia half-way: the 10th is a Saturday
        Assert.Equal(Instant.FromUtc(2022, 12, 9, 7, 0), await NextDueAsync(store));
        store.Time.SetUtcNow(new DateTimeOffset(2022, 12, 9, 7, 0, 0, TimeSpan.Zero));

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(store.SweepAsync)));

        await using var database = store.Database();
        var reminder = await database.Outbox.SingleAsync(row => row.Key.Contains("/reminder/"));
        Assert.Equal($"{instance}/{task.TaskId}/reminder/2022-12-15/halfway-1/nobody", reminder.Key);
        Assert.Equal(Instant.FromUtc(2022, 12, 9, 7, 0), reminder.DueAt);
        Assert.Equal(PlannedMail.Reminder, OutboxPayload.Mail(reminder.Payload).Template);
        var next = await database.Timers.SingleAsync();
        Assert.Equal((Instant.FromUtc(2022, 12, 14, 7, 0), 3), (next.DueAt, next.Generation));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Reminders_of_a_suspended_process_are_silent_and_planned_on(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(
            postgres,
            provider,
            Bpmn.TaskWithDeadline("approval", days: 10)
        );
        var instance = await store.StartAsync("approval");
        await store.RunAsync(instance, store.Suspending());
        store.Time.SetUtcNow(new DateTimeOffset(2022, 12, 14, 7, 0, 0, TimeSpan.Zero));

        await store.SweepAsync();

        await using var database = store.Database();
        Assert.False(await database.Outbox.AnyAsync(row => row.Key.Contains("/reminder/")));
        Assert.Equal(Instant.FromUtc(2022, 12, 15, 7, 0), (await database.Timers.SingleAsync()).DueAt);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Reminders_missed_in_a_week_of_downtime_come_as_one(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(
            postgres,
            provider,
            Bpmn.TaskWithDeadline("approval", days: 10)
        );
        await store.StartAsync("approval");
        store.Time.SetUtcNow(new DateTimeOffset(2022, 12, 22, 10, 0, 0, TimeSpan.Zero));

        await store.SweepAsync();

        await using var database = store.Database();
        Assert.Equal(1, await database.Outbox.CountAsync(row => row.Key.Contains("/reminder/")));
        Assert.True((await database.Timers.SingleAsync()).DueAt > store.Clock.Now);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_closed_task_is_not_reminded_of(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(
            postgres,
            provider,
            Bpmn.TaskWithDeadline("approval", days: 10)
        );
        var instance = await store.StartAsync("approval");
        var task = await store.OpenTaskAsync(instance, "opinion");

        await store.RunAsync(instance, store.Completing(task.TaskId));

        await using var database = store.Database();
        Assert.Empty(await database.Timers.ToListAsync());
    }

    private static Task<Instant?> NextDueAsync(TestStore store) => store.DueWork().NextDueAsync(CancellationToken.None);
}
