using System.Collections.Immutable;
using CsCheck;
using NodaTime;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Terms;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Terms;

/// <summary>
/// Reminders under clocks that change: each day that has one has exactly one, whatever Rome does with its clocks and somebody
/// with the machine's.
/// </summary>
public sealed class ReminderClockTests
{
    private static readonly DateTimeZone Rome = DateTimeZoneProviders.Tzdb["Europe/Rome"];
    private static readonly WorkingTime Office = new(new TermRules());

    private static readonly ReminderLine[] Lines =
    [
        new(ReminderStep.Halfway),
        new(ReminderStep.Before, 3),
        new(ReminderStep.Before, 1),
        new(ReminderStep.Due),
        new(ReminderStep.After, 1, Every: 1),
    ];

    private static ImmutableArray<LocalDate> Changes => ClockChanges.OfRome;

    /// <summary>A term whose last day lies about a change, and a person with days and an hour of their own.</summary>
    private static readonly Gen<Case> Cases = Gen.Select(
        Gen.Int[0, Changes.Length - 1],
        Gen.Int[-12, 12],
        Gen.Int[1, 40],
        Gen.Int[0, 23],
        Gen.Int[0, 127],
        static (change, shift, length, hour, days) =>
        {
            var last = Changes[change].PlusDays(shift);
            var opened = last.PlusDays(-length);
            var working = Office.Of(
                Enum.GetValues<IsoDayOfWeek>()
                    .Where(day => day != IsoDayOfWeek.None && (days >> ((int)day - 1) & 1) == 1)
                    .ToHashSet(),
                new LocalTime(hour, 0)
            );
            return new Case(new RemindedTerm(opened, last, opened), working, hour);
        }
    );

    private sealed record Case(RemindedTerm Term, WorkingTime Working, int Hour)
    {
        public Instant End => Working.EndOf(Term.Last.PlusDays(14));
    }

    [Fact]
    public void Rome_changed_its_clocks_42_times_in_these_years() => Assert.Equal(42, Changes.Length);

    [Fact]
    public void On_each_day_of_a_change_every_hour_has_one_morning_and_a_skipped_one_comes_with_the_first_instant_after_it()
    {
        var (skipped, twice) = (0, 0);
        foreach (var (day, hour) in Changes.SelectMany(_ => Enumerable.Range(0, 24), (day, hour) => (day, hour)))
        {
            var wanted = day.At(new LocalTime(hour, 0));
            foreach (var working in BeginningAt(hour))
            {
                var morning = working.MorningOf(day);

                // the first instant of that civil day at which a clock on the wall has come so far
                Assert.Equal(FirstOnTheWall(day, wanted), morning);
                Assert.Equal(day, morning.InZone(Rome).Date);
                Assert.Equal(
                    Rome.MapLocal(wanted).Count == 0 ? wanted.PlusHours(1) : wanted,
                    morning.InZone(Rome).LocalDateTime
                );
            }
            skipped += Rome.MapLocal(wanted).Count == 0 ? 1 : 0;
            twice += Rome.MapLocal(wanted).Count == 2 ? 1 : 0;
        }
        // 02:00 in each spring and in each autumn: the test has seen both
        Assert.Equal((21, 21), (skipped, twice));
    }

    /// <summary>All changes are Sundays, on which no office works, whatever a person says of their own week.</summary>
    [Fact]
    public void Across_each_change_every_working_day_has_one_morning_at_the_hour_on_the_wall()
    {
        foreach (var (change, hour) in Changes.SelectMany(_ => Enumerable.Range(0, 24), (day, hour) => (day, hour)))
        foreach (var working in BeginningAt(hour))
        {
            var (first, end) = (change.PlusDays(-8), change.PlusDays(8));
            var mornings = new List<LocalDateTime>();
            for (
                var at = working.MorningFrom(working.StartOf(first));
                working.DayOf(at) <= end;
                at = working.MorningFrom(at + Duration.Epsilon)
            )
                mornings.Add(at.InZone(Rome).LocalDateTime);

            Assert.DoesNotContain(mornings, morning => morning.DayOfWeek == IsoDayOfWeek.Sunday);
            Assert.Equal(
                Enumerable
                    .Range(0, Period.DaysBetween(first, end) + 1)
                    .Select(first.PlusDays)
                    .Where(day => OpenDays.Closed(day) is null)
                    .Select(day => day.At(new LocalTime(hour, 0))),
                mornings
            );
        }
    }

    private static readonly HolidayCalendar OpenDays = new(new TermRules());

    /// <summary>A person of an office that begins at eight, and an office that begins then.</summary>
    private static WorkingTime[] BeginningAt(int hour) =>
        [
            PersonalTime.Of(Office, new MailWishes { Hour = hour, WorkingDays = "1234567" }),
            PersonalTime.Of(new WorkingTime(new TermRules { Morning = new LocalTime(hour, 0) }), new MailWishes()),
        ];

    private static Instant FirstOnTheWall(LocalDate day, LocalDateTime wanted)
    {
        var at = Rome.AtStartOfDay(day).ToInstant();
        while (at.InZone(Rome).LocalDateTime < wanted)
            at += Duration.FromMinutes(1);
        return at;
    }

    [Fact]
    public void No_day_misses_its_reminder_and_none_has_two_when_the_clocks_change() =>
        Cases.Sample(
            given =>
            {
                var sent = new Reminding(given.Term, given.Working);
                sent.RunSteadily(given.End);

                Assert.Equal(DaysWithOne(given), sent.All.Select(x => x.At.InZone(Rome).Date));
                foreach (var at in sent.All.Select(x => x.At.InZone(Rome)))
                {
                    var wanted = at.Date.At(new LocalTime(given.Hour, 0));
                    // an hour that is skipped comes when it would have come, one that is there twice the first time
                    Assert.Equal(Rome.MapLocal(wanted).Count == 0 ? wanted.PlusHours(1) : wanted, at.LocalDateTime);
                    Assert.Equal(at.ToInstant(), Rome.MapLocal(at.LocalDateTime).First().ToInstant());
                }
            },
            iter: 4000
        );

    [Fact]
    public void A_clock_that_jumps_loses_only_what_a_later_one_says_better() =>
        Gen.Select(Cases, Gen.OneOf(Gen.Const(1), Gen.Const(31)).Array[1, 8])
            .Sample(
                (given, jumps) =>
                {
                    var steady = new Reminding(given.Term, given.Working);
                    steady.RunSteadily(given.End);
                    var jumping = new Reminding(given.Term, given.Working);
                    var now = Office.StartOf(given.Term.Opened);
                    foreach (var days in jumps)
                    {
                        now += Duration.FromDays(days);
                        jumping.Look(Instant.Min(now, given.End));
                    }
                    jumping.Look(given.End);

                    Assert.Subset(steady.Ids(), jumping.Ids());
                    Assert.Equal(jumping.All.Count, jumping.Ids().Count);
                    Assert.Equal(steady.All[^1], jumping.All[^1]);
                },
                iter: 4000
            );

    [Fact]
    public void A_clock_that_goes_back_repeats_nothing() =>
        Gen.Select(Cases, Gen.Int[-31, 31].Array[1, 12])
            .Sample(
                (given, jumps) =>
                {
                    var steady = new Reminding(given.Term, given.Working);
                    steady.RunSteadily(given.End);
                    var back = new Reminding(given.Term, given.Working);
                    var now = Office.StartOf(given.Term.Last);
                    back.RunSteadily(now);
                    foreach (var days in jumps)
                    {
                        now = Instant.Min(now + Duration.FromDays(days), given.End);
                        // somebody's wishes change at that very moment, and all is looked at anew
                        back.LookAnew(now);
                    }
                    back.RunSteadily(given.End);

                    Assert.Subset(steady.Ids(), back.Ids());
                    Assert.Equal(back.All.Count, back.Ids().Count);
                    Assert.Contains(steady.All[^1], back.All);
                },
                iter: 4000
            );

    /// <summary>By hand: day after day, does it have one?</summary>
    private static IEnumerable<LocalDate> DaysWithOne(Case given)
    {
        var (term, working) = (given.Term, given.Working);
        var due = working.OnOrBefore(term.Last);
        var dayBefore = working.OnOrBefore(due.PlusDays(-1));
        var days = new SortedSet<LocalDate>
        {
            due,
            LocalDate.Min(dayBefore, working.OnOrBefore(term.Last.PlusDays(-1))),
            LocalDate.Min(dayBefore, working.OnOrBefore(term.Last.PlusDays(-3))),
        };
        var middle = working.OnOrBefore(term.Opened.PlusDays(Period.DaysBetween(term.Opened, term.Last) / 2));
        if (middle < dayBefore)
            days.Add(middle);
        for (var day = term.Last.PlusDays(1); day <= Office.DayOf(given.End); day = day.PlusDays(1))
            if (working.OnOrAfter(day) == day)
                days.Add(day);
        return days.Where(day => day > term.Opened && day <= Office.DayOf(given.End));
    }

    /// <summary>What the row of a task does, without a database: it knows when to look next, and the keys of what was left.</summary>
    private sealed class Reminding(RemindedTerm term, WorkingTime working)
    {
        private readonly ReminderPlan plan = new(working);
        private readonly HashSet<string> keys = [];
        private Instant? due = Office.StartOf(term.Opened.PlusDays(1));

        public List<(string Id, Instant At)> All { get; } = [];

        public HashSet<string> Ids() => [.. All.Select(x => x.Id)];

        public void Look(Instant now)
        {
            if (!(due <= now))
                return;
            var from = Office.StartOf(Office.DayOf(due.Value));
            if (plan.Latest(Lines, term, from, now) is { } latest && keys.Add(latest.Occurrence.Id))
                All.Add((latest.Occurrence.Id, latest.At));
            due = plan.Next(Lines, term, now)?.At;
        }

        public void LookAnew(Instant now)
        {
            due = due < now ? due : now;
            Look(now);
        }

        public void RunSteadily(Instant end)
        {
            while (due <= end)
                Look(due.Value);
        }
    }
}
