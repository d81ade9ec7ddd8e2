using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Tests.Jobs;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Processes;

public sealed class TermRecountTests(Postgres postgres)
{
    private static readonly LocalDate Told = new(2022, 12, 1);
    private static readonly LocalDate Right = new(2022, 12, 3);

    /// <summary>A recorded delivery, from which a window of thirty days runs, and a reply is due within twenty.</summary>
    private static readonly string Window = Bpmn.Process(
        "window",
        $"""
        <bpmn:startEvent id="start" />
        {Bpmn.Task("delivery", """<tw:field id="on" type="date" required="true" />""")}
        <bpmn:parallelGateway id="split" />
        <bpmn:intermediateCatchEvent id="elapsed" name="elapsed">
          <bpmn:timerEventDefinition>
            <bpmn:extensionElements><tw:term amount="30" unit="days" from="delivery.on" /></bpmn:extensionElements>
          </bpmn:timerEventDefinition>
        </bpmn:intermediateCatchEvent>
        {Bpmn.Task(
            "reply",
            """<tw:deadline amount="20" unit="days" from="delivery.on" reminders="dayBefore dueDay overdue" />"""
        )}
        <bpmn:endEvent id="end" />
        {Bpmn.Flow("f1", "start", "delivery")}
        {Bpmn.Flow("f2", "delivery", "split")}
        {Bpmn.Flow("f3", "split", "elapsed")}
        {Bpmn.Flow("f4", "split", "reply")}
        {Bpmn.Flow("f5", "elapsed", "end")}
        {Bpmn.Flow("f6", "reply", "end")}
        """
    );

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_corrected_date_moves_the_rows_of_the_terms_that_start_from_it_and_tells_the_people(
        Provider provider
    )
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Window);
        var instance = await RecordedAsync(store);
        var before = await RowsAsync(store);
        Assert.Equal((new LocalDate(2022, 12, 21), "2022-12-06"), (before.Due, Day(before.Reminder)));
        await store.SweepAsync(Instant.FromUtc(2022, 12, 5, 23, 0));
        Assert.Equal("2022-12-20", Day((await RowsAsync(store)).Reminder));

        Assert.IsType<StepResult.Done>(await store.RunAsync(instance, Correcting(store, Right)));

        var after = await RowsAsync(store);
        Assert.Equal(new LocalDate(2022, 12, 23), after.Due);
        // its reminders begin anew, when the day of the correction is over
        Assert.Equal("2022-12-07", Day(after.Reminder));
        Assert.Equal(before.Reminder.Generation + 2, after.Reminder.Generation);
        // 31 December is the last day before; 2 January, the 30th day from the 3rd, is a Monday
        Assert.Equal(("2023-01-01", 1), (Day(before.Timer), before.Timer.Generation));
        Assert.Equal(("2023-01-03", 2), (Day(after.Timer), after.Timer.Generation));
        await using var database = store.Database();
        var told = (await database.Outbox.ToListAsync()).Count(row =>
            row.Payload.Contains("term-moved", StringComparison.Ordinal)
        );
        Assert.Equal(2, told);
        await ReplayTests.AssertReplaysAsync(store);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_term_that_ends_before_its_last_day_is_taken_back_and_one_that_runs_out_is_not(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Window);
        var early = await RecordedAsync(store);
        var late = await RecordedAsync(store);
        await using var database = store.Database();
        var timer = await database.Timers.SingleAsync(row => row.InstanceId == late && row.Kind == TimerRow.Process);

        await store.RunAsync(early, new WithdrawProcess(store.Clock.Now, TestStore.Clerk) { Reason = "clearance" });
        await store.SweepAsync(timer.DueAt);

        var gone = await database.Outbox.Where(row => row.Payload.Contains("term-gone")).ToListAsync();
        var ended = await database.Outbox.Where(row => row.Payload.Contains("term-elapsed")).ToListAsync();
        Assert.Equal(early, Assert.Single(gone).InstanceId);
        Assert.Equal(late, Assert.Single(ended).InstanceId);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task What_a_correction_would_bring_about_is_told_while_another_holds_the_instance(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Window);
        var instance = await RecordedAsync(store);
        await using var other = await store.Connections.BeginAsync(TestContext.Current.CancellationToken);
        InstanceLock.Take(other, instance);
        await other.SendAsync(TestContext.Current.CancellationToken);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(8));

        var foreseen = await store.Runner.ForeseeAsync(
            new StepRequest(TestStore.Authority, instance, Correcting(store, Right)),
            patience.Token
        );

        Assert.Equal(2, Assert.IsType<StepResult.Foreseen>(foreseen).Events.OfType<TermRecounted>().Count());
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_reminder_comes_back_for_a_term_whose_reminders_were_over(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(
            postgres,
            provider,
            Window.Replace("dayBefore dueDay overdue", "dayBefore", StringComparison.Ordinal)
        );
        var instance = await RecordedAsync(store);
        await using (var database = store.Database())
            await database.Timers.Where(row => row.Kind == TimerRow.Reminder).ExecuteDeleteAsync();

        await store.RunAsync(instance, Correcting(store, Right));

        await store.SweepAsync(Instant.FromUtc(2022, 12, 6, 23, 0));
        Assert.Equal("2022-12-22", Day((await RowsAsync(store)).Reminder));
    }

    private static async Task<Guid> RecordedAsync(TestStore store)
    {
        var instance = await store.StartAsync("window");
        var task = await store.OpenTaskAsync(instance, "delivery");
        var recorded = store.Completing(task.TaskId) with
        {
            Fields = ImmutableDictionary<string, DataValue>.Empty.Add("on", DataValue.Of(Told)),
        };
        Assert.IsType<StepResult.Done>(await store.RunAsync(instance, recorded));
        return instance;
    }

    private static CorrectData Correcting(TestStore store, LocalDate day) =>
        new(
            store.Clock.Now,
            TestStore.Clerk,
            null,
            ImmutableDictionary<string, DataValue>.Empty.Add("delivery.on", DataValue.Of(day))
        )
        {
            Reason = "the receipt says the 3rd",
        };

    private static async Task<(LocalDate? Due, TimerRow Timer, TimerRow Reminder)> RowsAsync(TestStore store)
    {
        await using var database = store.Database();
        return (
            (await database.Tasks.SingleAsync(row => row.Node == "reply")).DueOn,
            await database.Timers.SingleAsync(row => row.Kind == TimerRow.Process),
            await database.Timers.SingleAsync(row => row.Kind == TimerRow.Reminder)
        );
    }

    private static string Day(TimerRow timer) =>
        NodaTime.Text.LocalDatePattern.Iso.Format(timer.DueAt.InZone(DateTimeZoneProviders.Tzdb["Europe/Rome"]).Date);
}
