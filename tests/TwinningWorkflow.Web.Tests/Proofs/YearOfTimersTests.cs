using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Tests.Jobs;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Proofs;

/// <summary>
/// A year of waiting under a clock that stands still but for the test: at the last moment before each due instant and at the
/// instant itself. It leaps over some days as in an outage, and falls back by a day and by a month.
/// </summary>
public sealed class YearOfTimersTests(Postgres postgres)
{
    private const int TimersOfOne = 20;
    private const int Days = 365;

    private static readonly int Files = Pace.Of(ordinary: 5, slow: 250);
    private static readonly int OfEachFile = Pace.Of(ordinary: 2, slow: 20);
    private static readonly Period Daily = Pace.Of(Period.FromDays(12), Period.FromDays(1));
    private static readonly Period Hourly = Pace.Of(Period.FromHours(150), Period.FromHours(7));
    private static readonly Duration Outage = Pace.Of(Duration.FromDays(36), Duration.FromDays(3));
    private static readonly Duration Moment = Duration.FromMilliseconds(1);

    private static readonly DateTimeZone Rome = DateTimeZoneProviders.Tzdb["Europe/Rome"];
    private static readonly LocalDate FirstDay = new(2023, 1, 1);
    private static readonly Instant Begun = new LocalDateTime(2022, 12, 31, 9, 30).InZoneStrictly(Rome).ToInstant();
    private static readonly Instant Over = FirstDay.PlusYears(1).AtStartOfDayInZone(Rome).ToInstant();
    private static readonly Instant OutageBegins = Instant.FromUtc(2023, 4, 14, 12, 0);
    private static readonly Instant OutageEnds = OutageBegins + Outage;
    private static readonly Instant FirstFall = Instant.FromUtc(2023, 6, 20, 0, 0);
    private static readonly Instant SecondFall = Instant.FromUtc(2023, 8, 20, 0, 0);

    /// <summary>Around the hour that spring has not and the one that autumn has twice.</summary>
    private static readonly Instant[] Changes =
    [
        Instant.FromUtc(2023, 3, 26, 0, 59, 59),
        Instant.FromUtc(2023, 3, 26, 1, 0),
        Instant.FromUtc(2023, 3, 26, 1, 30),
        Instant.FromUtc(2023, 10, 29, 0, 30),
        Instant.FromUtc(2023, 10, 29, 1, 0),
        Instant.FromUtc(2023, 10, 29, 1, 30),
    ];

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Over_a_year_each_timer_fires_once_at_its_instant_and_never_before(Provider provider)
    {
        // given
        var watch = Stopwatch.StartNew();
        await using var store = await TestStore.CreateAsync(postgres, provider);
        store.Time.SetUtcNow(Begun.ToDateTimeOffset());
        var plan = await SeedAsync(store);
        var seeded = watch.Elapsed;

        // when
        var walk = new Walk(store, plan);
        foreach (var due in plan.Where(due => due < Over).Distinct())
        {
            if (DuringOutage(due))
                continue;
            await walk.ToAsync(due - Moment);
            await walk.ToAsync(due);
        }
        var walked = watch.Elapsed - seeded;

        // then
        Assert.Equal(2, walk.Falls);
        var told = await Firing.ReadAsync(store);
        Assert.Equal(walk.Fired, told.Count);
        Assert.All(told, firing => Assert.Equal(DuringOutage(firing.Due) ? OutageEnds : firing.Due, firing.At));
        Assert.True(told.Count(firing => firing.At > firing.Due) > 3);
        // what is left: the next round of each cycle
        await using var database = store.Database();
        Assert.Equal(2, await database.Timers.CountAsync());
        Assert.Equal(1, await database.Instances.CountAsync(row => row.Status != "completed"));
        Assert.Empty(await database.Incidents.ToListAsync());
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{provider}: {Files * OfEachFile * TimersOfOne} timers and 2 cycles in {Files * OfEachFile + 1} instances, made in "
                + $"{seeded.TotalSeconds:0.0} s; {walk.Fired} firings in {walk.Stops} stops of the clock took "
                + $"{walked.TotalSeconds:0.0} s, {walk.Fired / walked.TotalSeconds:0} a second"
        );
    }

    private static bool DuringOutage(Instant due) => due > OutageBegins && due < OutageEnds;

    /// <summary>Starts them all; answers when something is due, in order, as often as it is.</summary>
    private static async Task<List<Instant>> SeedAsync(TestStore store)
    {
        var files = Enumerable
            .Range(0, Files)
            .Select(file => Enumerable.Range(file * TimersOfOne, TimersOfOne).Select(DueOf).ToList())
            .ToList();
        await store.PublishAsync([
            .. files.Select((dues, file) => WaitingTimers.Until($"file{file}", dues)),
            WaitingTimers.Cycles("cycles", Daily, Hourly),
            WaitingTimers.For("hour", Period.FromHours(1)),
        ]);
        Assert.Empty(store.Catalog.Refused.SelectMany(file => file.Problems));
        await store.StartAsync("cycles");
        await Parallel.ForAsync(0, Files * OfEachFile, async (i, _) => await store.StartAsync($"file{i % Files}"));

        var plan = files.SelectMany(dues => Enumerable.Repeat(dues, OfEachFile).SelectMany(each => each)).ToList();
        // counted by the day from a civil date, by the hour from an instant: neither from a firing
        for (var day = Begun.InZone(Rome).LocalDateTime + Daily; day.Year < 2024; day += Daily)
            plan.Add(day.InZoneStrictly(Rome).ToInstant());
        for (var at = Begun + Hourly.ToDuration(); at < Over; at += Hourly.ToDuration())
            plan.Add(at);
        plan.Sort();
        return plan;
    }

    /// <summary>Many at eight in the morning and at midnight, as terms are, some at any minute, some around the changes of the clock.</summary>
    private static Instant DueOf(int timer)
    {
        var day = FirstDay.PlusDays(timer * 37 % Days);
        return (timer % 10) switch
        {
            < 4 => day.At(new LocalTime(8, 0)).InZoneStrictly(Rome).ToInstant(),
            < 7 => day.AtStartOfDayInZone(Rome).ToInstant(),
            < 9 => day.At(LocalTime.Midnight.PlusMinutes(timer * 7919 % 1440)).InZoneLeniently(Rome).ToInstant(),
            _ => Changes[timer / 10 % Changes.Length],
        };
    }

    /// <summary>Goes through the year and sees at each stop that just what is due by then has fired.</summary>
    private sealed class Walk(TestStore store, List<Instant> plan)
    {
        private int expected;
        private Instant now = Begun;
        private int extra;

        public int Fired { get; private set; }
        public int Stops { get; private set; }
        public int Falls { get; private set; }

        public async Task ToAsync(Instant at)
        {
            if (now < OutageEnds && at > OutageEnds)
                await StopAsync(OutageEnds);
            if (now < FirstFall && at >= FirstFall)
                await FallAsync(1);
            if (now < SecondFall && at >= SecondFall)
                await FallAsync(31);
            await StopAsync(at);
        }

        /// <summary>What has fired does not fire again on the way to where the clock was; what is new meanwhile does.</summary>
        private async Task FallAsync(int days)
        {
            Falls++;
            var top = now;
            var bottom = top - Duration.FromDays(days);
            store.Time.AdjustTime(bottom.ToDateTimeOffset());
            Assert.Equal(0, await SweepAsync());
            await store.StartAsync("hour");
            store.Time.SetUtcNow((bottom + Duration.FromHours(1) - Moment).ToDateTimeOffset());
            Assert.Equal(0, await SweepAsync());
            store.Time.SetUtcNow((bottom + Duration.FromHours(1)).ToDateTimeOffset());
            Assert.Equal(1, await SweepAsync());
            extra++;
            for (var day = 1; day <= days; day++)
            {
                store.Time.SetUtcNow((bottom + Duration.FromDays(day)).ToDateTimeOffset());
                Assert.Equal(0, await SweepAsync());
            }
        }

        private async Task StopAsync(Instant at)
        {
            now = at;
            store.Time.SetUtcNow(at.ToDateTimeOffset());
            await SweepAsync();
            while (expected < plan.Count && plan[expected] <= at)
                expected++;
            Assert.Equal((at, expected + extra), (at, Fired));
        }

        private async Task<int> SweepAsync()
        {
            Stops++;
            var fired = await store.SweepAsync();
            Fired += fired;
            return fired;
        }
    }
}
