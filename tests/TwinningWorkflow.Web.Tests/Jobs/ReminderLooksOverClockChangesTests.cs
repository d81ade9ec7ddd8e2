using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Jobs;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Processes.Stored;
using TwinningWorkflow.Web.Terms;
using TwinningWorkflow.Web.Tests.Access.Duties;
using TwinningWorkflow.Web.Tests.Terms;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Jobs;

/// <summary>The application's own jobs over each night in which Rome changes its clocks, from 2020 to 2040: 0 missed, 0 doubled.</summary>
[Trait("pace", "full")]
public sealed class ReminderLooksOverClockChangesTests(Postgres postgres)
{
    private const int Days = 10;

    /// <summary>
    /// How many days before the change a task is opened that has ten days: its last day is the Friday before, the Monday right after,
    /// the Thursday after and the Monday a week after. So each moment of the schedule lies before a change and after one.
    /// </summary>
    private static readonly int[] OpenedBefore = [12, 9, 6, 2];

    private static readonly DateTimeZone Rome = ClockChanges.Rome;
    private static readonly HolidayCalendar Calendar = new(new TermRules { Patron = new(2, 15) });

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Over_each_change_of_Rome_s_clocks_every_reminder_is_left_once_at_eight_on_the_wall(
        Provider provider
    )
    {
        await using var store = await TestStore.CreateAsync(
            postgres,
            provider,
            Bpmn.TaskWithDeadline("approval", Days)
        );
        await new Staff(store).AddAsync("Ada", "", "clerk");
        await using (var database = store.Database())
            await database.RoleAssignments.ExecuteUpdateAsync(row =>
                row.SetProperty(x => x.ValidFrom, new LocalDate(2020, 1, 1))
            );
        store.Time.AdjustTime(Instant.FromUtc(2020, 1, 1, 12, 0).ToDateTimeOffset());
        var timers = store.Timers();

        Assert.Equal(42, ClockChanges.OfRome.Length);
        foreach (var change in ClockChanges.OfRome)
        {
            var over = new OneChange(store, timers);
            foreach (var days in OpenedBefore)
                await over.OpenAsync(change.PlusDays(-days));
            await over.PassHourByHourAsync(change);
            await over.PassAsync(At(change.PlusDays(10), new LocalTime(20, 0)));

            foreach (var (task, days) in over.Tasks.Zip(OpenedBefore))
            {
                var opened = change.PlusDays(-days);
                // the day that the law moves a term to: the change of March 2024 was Easter
                var last = opened.PlusDays(Days);
                while (HolidayCalendar.Festivo(last) is not null)
                    last = last.PlusDays(1);
                Assert.Equal(
                    ByHand(opened, last, change.PlusDays(10)),
                    over.Left[task].Select(x => $"{x.At.InZone(Rome):uuuu-MM-dd HH:mm} {x.Occurrence}")
                );
            }
            await over.WithdrawAsync();
        }
    }

    /// <summary>Day after day by the schedule: half-way, the day before, due, and every two days once it is late.</summary>
    private static IEnumerable<string> ByHand(LocalDate opened, LocalDate last, LocalDate until)
    {
        var due = OnOrBefore(last);
        var before = OnOrBefore(due.PlusDays(-1));
        var middle = OnOrBefore(opened.PlusDays(Period.DaysBetween(opened, last) / 2));
        var days = new SortedDictionary<LocalDate, string>();
        if (middle < before)
            days[middle] = "halfway-1";
        days[before] = "before1-1";
        days[due] = "due-1";
        LocalDate? previous = null;
        for (var number = 1; last.PlusDays(2 * number - 1) <= until; number++)
        {
            var day = OnOrAfter(last.PlusDays(2 * number - 1));
            // the day after one that a weekend has pushed would only nag
            if (day != previous?.PlusDays(1))
                // of two that it pushes onto one morning one comes
                days.TryAdd(day, $"after1-{number}");
            previous = day;
        }
        return days.Where(x => x.Key > opened && x.Key <= until).Select(x => $"{x.Key:uuuu-MM-dd} 08:00 {x.Value}");
    }

    private static LocalDate OnOrBefore(LocalDate day) =>
        Calendar.Closed(day) is null ? day : OnOrBefore(day.PlusDays(-1));

    private static LocalDate OnOrAfter(LocalDate day) =>
        Calendar.Closed(day) is null ? day : OnOrAfter(day.PlusDays(1));

    private static Instant At(LocalDate day, LocalTime time) => Rome.AtStrictly(day.At(time)).ToInstant();

    /// <summary>The tasks about one change, and what was left of them at which instant of the clock.</summary>
    private sealed class OneChange(TestStore store, DueTimers timers)
    {
        private readonly List<Guid> instances = [];
        private readonly HashSet<string> seen = new(StringComparer.Ordinal);

        public IReadOnlyList<Guid> Tasks => instances;
        public Dictionary<Guid, List<(Instant At, string Occurrence)>> Left { get; } = [];

        public async Task OpenAsync(LocalDate day)
        {
            await PassAsync(At(day, new LocalTime(12, 0)));
            var instance = await store.StartAsync("approval");
            instances.Add(instance);
            Left.Add(instance, []);
        }

        /// <summary>From one due instant to the next.</summary>
        public async Task PassAsync(Instant until)
        {
            while (await NextAsync() is { } next && next <= until)
                await StopAsync(next);
            await StopAsync(until);
        }

        /// <summary>As the sweep comes, due or not: each hour of the night, also one that is there twice, and of the morning.</summary>
        public async Task PassHourByHourAsync(LocalDate change)
        {
            var start = Rome.AtStartOfDay(change).ToInstant();
            for (var hour = 0; hour < 10; hour++)
                await PassAsync(start + Duration.FromHours(hour));
        }

        public async Task WithdrawAsync()
        {
            foreach (var instance in instances)
                Assert.IsType<StepResult.Done>(
                    await store.RunAsync(
                        instance,
                        new WithdrawProcess(store.Clock.Now, TestStore.Clerk) { Reason = "the next change" }
                    )
                );
        }

        private async Task<Instant?> NextAsync()
        {
            await using var database = store.Database();
            return await database.Timers.MinAsync(row => (Instant?)row.DueAt);
        }

        private async Task StopAsync(Instant at)
        {
            store.Time.SetUtcNow(at.ToDateTimeOffset());
            if (await timers.SweepAsync(CancellationToken.None) == 0)
                return;
            await using var database = store.Database();
            var rows = await database
                .Outbox.AsNoTracking()
                .Where(row => instances.Contains(row.InstanceId) && row.Key.Contains("/reminder/"))
                .OrderBy(row => row.DueAt)
                .ToListAsync();
            foreach (var row in rows.Where(row => seen.Add(row.Key)))
            {
                // left at the very instant for which it is
                Assert.Equal(at, row.DueAt);
                Left[row.InstanceId].Add((at, OutboxPayload.Mail(row.Payload).Occurrence));
            }
        }
    }
}
