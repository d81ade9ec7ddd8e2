using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Processes;

public sealed class SittingDeskTests(Postgres postgres)
{
    /// <summary>The store's clock stands on Monday 5 December 2022.</summary>
    private static readonly LocalDate Today = new(2022, 12, 5);

    private static readonly SittingPlan Giunta = new("giunta", new LocalDate(2022, 12, 7), "09:30", null);

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_request_sent_twice_at_once_plans_one_sitting(Provider provider)
    {
        await using var store = await StoreAsync(provider);
        var id = SittingDesk.IdOf("form", Giunta);

        var answers = await Task.WhenAll(PlanAsync(store, id, Giunta), PlanAsync(store, id, Giunta));

        Assert.All(answers, answer => Assert.IsType<SittingChange.Done>(answer));
        Assert.Equal([Giunta], await PlansAsync(store));
        Assert.Equal(["sitting-planned"], await ToldAsync(store));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Two_who_plan_the_same_day_at_once_are_told_who_came_second(Provider provider)
    {
        await using var store = await StoreAsync(provider);

        var answers = await Task.WhenAll(
            PlanAsync(store, Guid.NewGuid(), Giunta),
            PlanAsync(store, Guid.NewGuid(), Giunta with { BeginsAt = "10:00" })
        );

        var refused = Assert.Single(answers.OfType<SittingChange.Refused>());
        Assert.Equal(SittingFault.SitsAlready, refused.Fault);
        Assert.Single(await PlansAsync(store));
    }

    [Fact]
    public async Task What_stands_against_a_plan_is_told_and_nothing_is_written()
    {
        await using var store = await StoreAsync(Provider.Sqlite);
        (SittingPlan, SittingFault)[] wrong =
        [
            (Giunta with { Body = "senate" }, SittingFault.UnknownBody),
            (Giunta with { Day = Today.PlusDays(-1) }, SittingFault.DayPast),
            (Giunta with { Day = Today.PlusYears(3).PlusDays(1) }, SittingFault.DayTooFar),
            (Giunta with { BeginsAt = "25:00" }, SittingFault.NoHour),
            (Giunta with { AgendaCloses = Giunta.Day.PlusDays(1) }, SittingFault.AgendaAfterSitting),
        ];

        foreach (var (plan, fault) in wrong)
            Assert.Equal(new SittingChange.Refused(fault), await PlanAsync(store, Guid.NewGuid(), plan));

        Assert.Empty(await PlansAsync(store));
        Assert.Empty(await ToldAsync(store));
    }

    [Fact]
    public async Task Today_and_an_agenda_that_closes_on_the_very_day_will_do()
    {
        await using var store = await StoreAsync(Provider.Sqlite);

        var answer = await PlanAsync(store, Guid.NewGuid(), Giunta with { Day = Today, AgendaCloses = Today });

        Assert.IsType<SittingChange.Done>(answer);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Of_two_who_move_a_sitting_the_second_is_told_what_it_says_now(Provider provider)
    {
        await using var store = await StoreAsync(provider);
        var id = Guid.NewGuid();
        await PlanAsync(store, id, Giunta);
        var first = Giunta with { Day = new LocalDate(2022, 12, 9) };
        var second = Giunta with { BeginsAt = "11:00" };

        Assert.IsType<SittingChange.Done>(await MoveAsync(store, id, Giunta.Mark, first));
        var told = Assert.IsType<SittingChange.ChangedMeanwhile>(await MoveAsync(store, id, Giunta.Mark, second));

        Assert.Equal(first, SittingPlan.Of(told.Now));
        // the first form, sent once more, finds what it did
        Assert.IsType<SittingChange.Done>(await MoveAsync(store, id, Giunta.Mark, first));
        Assert.Equal([first], await PlansAsync(store));
        Assert.Equal(["sitting-planned", "sitting-moved"], await ToldAsync(store));
    }

    [Fact]
    public async Task A_sitting_that_is_over_stays_as_it_was()
    {
        await using var store = await StoreAsync(Provider.Sqlite);
        var id = Guid.NewGuid();
        await PlanAsync(store, id, Giunta);
        store.Time.Advance(TimeSpan.FromDays(3));
        var over = new SittingChange.Refused(SittingFault.SittingOver);

        Assert.Equal(over, await MoveAsync(store, id, Giunta.Mark, Giunta with { Day = new LocalDate(2022, 12, 20) }));
        Assert.Equal(over, await CancelAsync(store, id, Giunta.Mark));
        Assert.Equal([Giunta], await PlansAsync(store));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_sitting_is_cancelled_once_and_only_as_it_was_seen(Provider provider)
    {
        await using var store = await StoreAsync(provider);
        var id = Guid.NewGuid();
        await PlanAsync(store, id, Giunta);

        Assert.IsType<SittingChange.ChangedMeanwhile>(await CancelAsync(store, id, "something else"));
        Assert.IsType<SittingChange.Done>(await CancelAsync(store, id, Giunta.Mark));
        Assert.IsType<SittingChange.NotFound>(await CancelAsync(store, id, Giunta.Mark));

        Assert.Empty(await PlansAsync(store));
        Assert.Equal(["sitting-planned", "sitting-cancelled"], await ToldAsync(store));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Several_are_planned_together_but_not_where_the_body_sits_already_and_sent_twice_once(
        Provider provider
    )
    {
        await using var store = await StoreAsync(provider);
        await PlanAsync(store, Guid.NewGuid(), Giunta);
        LocalDate[] days = [Giunta.Day, Giunta.Day.PlusWeeks(1), Giunta.Day.PlusWeeks(2)];

        Assert.Equal(2, await SeveralAsync(store, "form", days));
        Assert.Equal(2, await SeveralAsync(store, "form", days));

        Assert.Equal(days, (await PlansAsync(store)).Select(plan => plan.Day));
        Assert.Equal(3, (await ToldAsync(store)).Count);
    }

    /// <summary>By the rule the agenda of Wednesday 7 December closes on Monday 5: today.</summary>
    [Theory]
    [InlineData(Provider.Sqlite, 0, "2022-12-07")]
    [InlineData(Provider.Postgres, 0, "2022-12-07")]
    [InlineData(Provider.Sqlite, 1, "2022-12-14")]
    [InlineData(Provider.Postgres, 1, "2022-12-14")]
    public async Task The_next_sitting_is_the_first_whose_agenda_was_open_when_the_step_opened(
        Provider provider,
        int daysLater,
        string on
    )
    {
        await using var store = await StoreAsync(provider);
        await SeveralAsync(store, "form", [Giunta.Day, Giunta.Day.PlusWeeks(1)]);
        store.Time.Advance(TimeSpan.FromDays(daysLater));
        await using var database = store.Database();

        var toCome = await new SittingReader(database, Calendars(store, database), store.Clock).ToComeAsync(
            TestStore.Authority,
            CancellationToken.None
        );

        Assert.Equal(on, $"{toCome.Next("giunta", store.Clock.Now)!.On:uuuu-MM-dd}");
        Assert.Null(toCome.Next("council", store.Clock.Now));
        // what stood on the agenda before it closed is decided in that sitting
        var before = store.Clock.Now - Duration.FromDays(daysLater);
        Assert.Equal("2022-12-07", $"{toCome.Next("giunta", before)!.On:uuuu-MM-dd}");
    }

    private Task<TestStore> StoreAsync(Provider provider) =>
        TestStore.CreateAsync(postgres, provider, Bpmn.TaskWithTimer("approval", "P3D"));

    private static async Task<SittingChange> PlanAsync(TestStore store, Guid id, SittingPlan plan)
    {
        await using var database = store.Database();
        return await Desk(store, database).PlanAsync(TestStore.Clerk, id, plan, CancellationToken.None);
    }

    private static async Task<SittingChange> MoveAsync(TestStore store, Guid id, string seen, SittingPlan plan)
    {
        await using var database = store.Database();
        return await Desk(store, database).MoveAsync(TestStore.Clerk, id, seen, plan, CancellationToken.None);
    }

    private static async Task<SittingChange> CancelAsync(TestStore store, Guid id, string seen)
    {
        await using var database = store.Database();
        return await Desk(store, database).CancelAsync(TestStore.Clerk, id, seen, CancellationToken.None);
    }

    private static async Task<int> SeveralAsync(TestStore store, string request, LocalDate[] days)
    {
        await using var database = store.Database();
        return await Desk(store, database)
            .PlanAsync(TestStore.Clerk, request, "giunta", "09:30", days, CancellationToken.None);
    }

    private static SittingDesk Desk(TestStore store, TwinningDatabase database) =>
        new(database, Calendars(store, database), store.Clock);

    private static AuthorityCalendars Calendars(TestStore store, TwinningDatabase database) =>
        new(database, store.Clock, store.Bell);

    private static async Task<List<SittingPlan>> PlansAsync(TestStore store)
    {
        await using var database = store.Database();
        return (await database.Sittings.OrderBy(x => x.Day).ToListAsync()).ConvertAll(SittingPlan.Of);
    }

    private static async Task<List<string>> ToldAsync(TestStore store)
    {
        await using var database = store.Database();
        return await database
            .Journal.Where(x => x.Stream == Journal.OfAuthority(TestStore.Authority))
            .OrderBy(x => x.Sequence)
            .Select(x => x.Kind)
            .ToListAsync();
    }
}
