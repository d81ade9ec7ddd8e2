using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Terms.Calendars;
using TwinningWorkflow.Web.Tests.Jobs;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Processes;

public sealed class AuthorityCalendarsTests(Postgres postgres)
{
    private const string Reason = "Festa del quartiere";

    /// <summary>A window of thirty days, and a reply within twenty.</summary>
    private static readonly string Window = Bpmn.Process(
        "window",
        $"""
        <bpmn:startEvent id="start" />
        <bpmn:parallelGateway id="split" />
        <bpmn:intermediateCatchEvent id="elapsed" name="elapsed">
          <bpmn:timerEventDefinition>
            <bpmn:extensionElements><tw:term amount="30" unit="days" from="today" /></bpmn:extensionElements>
          </bpmn:timerEventDefinition>
        </bpmn:intermediateCatchEvent>
        {Bpmn.Task("reply", """<tw:deadline amount="20" unit="days" />""")}
        <bpmn:endEvent id="end" />
        {Bpmn.Flow("f1", "start", "split")}
        {Bpmn.Flow("f3", "split", "elapsed")}
        {Bpmn.Flow("f4", "split", "reply")}
        {Bpmn.Flow("f5", "elapsed", "end")}
        {Bpmn.Flow("f6", "reply", "end")}
        """
    );

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_local_holiday_first_lists_and_then_moves_the_open_terms_that_end_on_it(Provider provider)
    {
        await using var store = await StartedAsync(provider);
        var before = await RowsAsync(store);
        var holiday = WithHoliday(Last(before.Timer));

        await using var database = store.Database();
        var listed = await new CalendarPreview(database, store.Catalog, store.Clock).OfAsync(
            TestStore.Authority,
            holiday,
            CancellationToken.None
        );
        var term = Assert.Single(listed);
        Assert.Equal(("elapsed", Last(before.Timer)), (term.Term.Node, term.Term.Before.Last));
        Assert.Equal(before, await RowsAsync(store)); // nothing was written

        Assert.True(await ChangeAsync(store, holiday));
        Assert.Equal(1, await store.Recounts().DrainAsync(CancellationToken.None));

        var after = await RowsAsync(store);
        Assert.Equal(term.Term.After.Last, Last(after.Timer));
        Assert.Equal(Last(before.Timer).PlusDays(1), Last(after.Timer));
        Assert.Equal(before.Timer.Generation + 1, after.Timer.Generation);
        // looked at anew, for whom it concerns may begin their days at another hour
        Assert.Equal(before.Reminder.Generation + 1, after.Reminder.Generation);
        var told = (await database.Outbox.ToListAsync()).Count(row =>
            row.Payload.Contains("term-moved", StringComparison.Ordinal)
        );
        Assert.Equal(1, told);
        await ReplayTests.AssertReplaysAsync(store);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_closure_moves_a_reminder_of_a_task_whose_term_stays(Provider provider)
    {
        await using var store = await StartedAsync(provider);
        await FirstLookAsync(store);
        var before = await RowsAsync(store);
        var day = before.Reminder.Due.InZone(Rome).Date;
        var closed = WithClosure(day);

        Assert.True(await ChangeAsync(store, closed));
        await store.DueWork().RunAllDueAsync(CancellationToken.None);

        var after = await RowsAsync(store);
        Assert.Equal(before.Timer, after.Timer);
        Assert.True(after.Reminder.Due < before.Reminder.Due);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task When_tomorrow_is_closed_today_its_reminder_goes_out_at_once(Provider provider)
    {
        await using var store = await StartedAsync(provider);
        await FirstLookAsync(store);
        var planned = (await RowsAsync(store)).Reminder;
        var day = planned.Due.InZone(Rome).Date;
        // ten in the morning of the working day before
        store.Time.SetUtcNow(
            Rome.AtLeniently(day.PlusDays(-1).At(new LocalTime(10, 0))).ToInstant().ToDateTimeOffset()
        );

        await ChangeAsync(store, WithClosure(day));
        await store.DueWork().RunAllDueAsync(CancellationToken.None);

        Assert.Equal(["halfway-1"], await RemindedAsync(store));
        Assert.True((await RowsAsync(store)).Reminder.Due.InZone(Rome).Date > day);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task What_went_out_this_morning_does_not_come_again_when_the_morning_begins_later(Provider provider)
    {
        await using var store = await StartedAsync(provider);
        await FirstLookAsync(store);
        var planned = (await RowsAsync(store)).Reminder;
        store.Time.SetUtcNow(planned.Due.ToDateTimeOffset());
        await store.DueWork().RunAllDueAsync(CancellationToken.None);
        store.Time.Advance(TimeSpan.FromHours(1));

        await ChangeAsync(store, Seed with { Counting = Seed.Counting with { Morning = new LocalTime(12, 0) } });
        await store.DueWork().RunAllDueAsync(CancellationToken.None);
        store.Time.Advance(TimeSpan.FromHours(8));
        await store.DueWork().RunAllDueAsync(CancellationToken.None);

        Assert.Equal(["halfway-1"], await RemindedAsync(store));
        var next = (await RowsAsync(store)).Reminder.Due.InZone(Rome);
        Assert.True(next.Date > planned.Due.InZone(Rome).Date);
        Assert.Equal(new LocalTime(12, 0), next.TimeOfDay);
    }

    /// <summary>The day of the opening is over.</summary>
    private static Task<int> FirstLookAsync(TestStore store) => store.SweepAsync(Instant.FromUtc(2022, 12, 5, 23, 0));

    private static async Task<IEnumerable<string>> RemindedAsync(TestStore store)
    {
        await using var database = store.Database();
        return (await database.Outbox.Where(row => row.Key.Contains("/reminder/")).ToListAsync()).Select(row =>
            TwinningWorkflow.Web.Processes.Stored.OutboxPayload.Mail(row.Payload).Occurrence
        );
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_second_change_takes_over_what_the_first_had_ordered(Provider provider)
    {
        await using var store = await StartedAsync(provider);
        var last = Last((await RowsAsync(store)).Timer);
        await ChangeAsync(store, WithHoliday(last));
        await ChangeAsync(store, WithClosure(last));

        Assert.Equal(1, await store.Recounts().DrainAsync(CancellationToken.None));

        Assert.Equal(last, Last((await RowsAsync(store)).Timer));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_term_that_waits_to_be_counted_again_does_not_end_by_the_old_calendar(Provider provider)
    {
        await using var store = await StartedAsync(provider);
        var before = await RowsAsync(store);
        await ChangeAsync(store, WithHoliday(Last(before.Timer)));
        store.Time.SetUtcNow(before.Timer.Due.ToDateTimeOffset());

        await store.SweepAsync();

        Assert.Equal(before.Timer, (await RowsAsync(store)).Timer);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Counting_again_twice_changes_nothing_the_second_time(Provider provider)
    {
        await using var store = await StartedAsync(provider);
        await ChangeAsync(store, WithHoliday(Last((await RowsAsync(store)).Timer)));
        await store.Recounts().DrainAsync(CancellationToken.None);
        var once = await RowsAsync(store);
        // the node fell after the step and before it had crossed the order off
        await using var database = store.Database();
        await database
            .Outbox.Where(row => row.Kind == OutboxRow.Recount)
            .ExecuteUpdateAsync(row => row.SetProperty(it => it.DoneAt, (Instant?)null));

        Assert.Equal(1, await store.Recounts().DrainAsync(CancellationToken.None));

        var twice = await RowsAsync(store);
        Assert.Equal((once.Timer, once.Reminder.Due), (twice.Timer, twice.Reminder.Due));
        await ReplayTests.AssertReplaysAsync(store);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Of_two_who_change_the_same_calendar_the_second_is_told(Provider provider)
    {
        await using var store = await StartedAsync(provider);
        await using var database = store.Database();
        var seen = (await database.Authorities.SingleAsync()).Calendar;

        Assert.True(await ChangeAsync(store, WithClosure(new LocalDate(2026, 5, 4)), seen));
        Assert.False(await ChangeAsync(store, WithClosure(new LocalDate(2026, 5, 5)), seen));

        var changes = await database.Journal.Where(row => row.Kind == "calendar-changed").ToListAsync();
        Assert.Equal(Journal.OfAuthority(TestStore.Authority), Assert.Single(changes).Stream);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task What_is_due_is_counted_again_before_it_fires(Provider provider)
    {
        await using var store = await StartedAsync(provider);
        var before = await RowsAsync(store);
        await ChangeAsync(store, WithHoliday(Last(before.Timer)));
        store.Time.SetUtcNow(before.Timer.Due.ToDateTimeOffset());

        await store.DueWork().RunAllDueAsync(CancellationToken.None);

        Assert.Equal(Last(before.Timer).PlusDays(1), Last((await RowsAsync(store)).Timer));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task An_operator_is_told_as_long_as_a_recount_fails_and_no_more_once_it_is_done(Provider provider)
    {
        await using var store = await StartedAsync(provider);
        await using var database = store.Database();
        var sound = (await database.Instances.AsNoTracking().SingleAsync()).State;
        await WriteStateAsync(database, "[]");
        await ChangeAsync(store, WithHoliday(Last((await RowsAsync(store)).Timer)));

        for (var i = 0; i < 5; i++)
            await TryAsync();
        var told = await database.Incidents.AsNoTracking().SingleAsync();
        Assert.Equal(("recount-failed", null), (told.Code, told.ResolvedAt));

        var desk = new IncidentDesk(
            database,
            store.Runner,
            new MailRetry(database, store.Clock, store.Bell),
            store.Clock,
            store.Bell
        );
        var administrator = TestStore.Clerk with { Role = Roles.Administrator };
        await desk.SeeToAsync(told.Key, administrator, "visto", CancellationToken.None);
        // it is due at once, fails again and is told again
        Assert.Equal(0, await store.Recounts().DrainAsync(CancellationToken.None));
        Assert.Null((await database.Incidents.AsNoTracking().SingleAsync()).ResolvedAt);

        await WriteStateAsync(database, sound);
        Assert.Equal(1, await TryAsync());
        Assert.NotNull((await database.Incidents.AsNoTracking().SingleAsync()).ResolvedAt);

        Task<int> TryAsync()
        {
            store.Time.Advance(TimeSpan.FromHours(1));
            return store.Recounts().DrainAsync(CancellationToken.None);
        }
    }

    private static Task WriteStateAsync(TwinningDatabase database, string state) =>
        database.Instances.ExecuteUpdateAsync(row => row.SetProperty(it => it.State, state));

    private static readonly DateTimeZone Rome = DateTimeZoneProviders.Tzdb["Europe/Rome"];

    private static AuthorityDays Seed { get; } = AuthorityDays.Of(new AnnualDate(2, 15));

    private static AuthorityDays WithHoliday(LocalDate day) =>
        Seed with
        {
            Counting = Seed.Counting with
            {
                LocalHolidays = [new LocalHoliday("Festa", new DayRange.Once(day)) { MovesTerms = true }],
            },
        };

    private static AuthorityDays WithClosure(LocalDate day) =>
        Seed with
        {
            Counting = Seed.Counting with { Closures = [new OfficeClosure("Ponte", new DayRange.Once(day))] },
        };

    private async Task<TestStore> StartedAsync(Provider provider)
    {
        var store = await TestStore.CreateAsync(postgres, provider, Window);
        await store.StartAsync("window");
        return store;
    }

    private static async Task<bool> ChangeAsync(TestStore store, AuthorityDays calendar, string? seen = null)
    {
        await using var database = store.Database();
        var administrator = TestStore.Clerk with { Role = Roles.Administrator };
        return await new AuthorityCalendars(database, store.Clock, store.Bell).ChangeAsync(
            seen ?? (await database.Authorities.AsNoTracking().SingleAsync()).Calendar,
            calendar,
            administrator,
            Reason,
            CancellationToken.None
        );
    }

    private static LocalDate Last(Row timer) => timer.Due.InZone(Rome).Date.PlusDays(-1);

    private static async Task<(Row Timer, Row Reminder)> RowsAsync(TestStore store)
    {
        await using var database = store.Database();
        var rows = await database.Timers.AsNoTracking().ToListAsync();
        Row Of(string kind) =>
            rows.Where(row => row.Kind == kind).Select(row => new Row(row.DueAt, row.Generation)).Single();
        return (Of(TimerRow.Process), Of(TimerRow.Reminder));
    }

    private sealed record Row(Instant Due, int Generation);
}
