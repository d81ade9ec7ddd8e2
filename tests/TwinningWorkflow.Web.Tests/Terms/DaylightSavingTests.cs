using NodaTime;
using TwinningWorkflow.Web.Terms;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Terms;

/// <summary>Since 1996 the clocks of the Union change on the last Sundays of March and October, at 01:00 UTC.</summary>
public sealed class DaylightSavingTests
{
    private static readonly LegalTerms Rome = new(new TermRules());

    public static TheoryData<int> Years => [.. Enumerable.Range(2020, 21)];

    [Theory]
    [MemberData(nameof(Years))]
    public void A_term_ends_at_local_midnight_on_the_day_on_which_the_clocks_change(int year)
    {
        var spring = LastSunday(year, 3);
        var autumn = LastSunday(year, 10);

        // in summer local midnight is at 22:00 UTC of the day before, in winter at 23:00
        Assert.Equal(At(spring, 22), EndsOn(spring));
        Assert.Equal(At(spring.PlusDays(-1), 23), EndsOn(spring.PlusDays(-1)));
        Assert.Equal(At(autumn, 23), EndsOn(autumn));
        Assert.Equal(At(autumn.PlusDays(-1), 22), EndsOn(autumn.PlusDays(-1)));
    }

    [Theory]
    [MemberData(nameof(Years))]
    public void A_day_of_23_or_25_hours_is_one_day_and_24_hours_are_24_hours(int year)
    {
        var day = new TermLength(24, CountedIn.Hours);
        foreach (var (change, nextDay) in new[] { (LastSunday(year, 3), 11), (LastSunday(year, 10), 9) })
        {
            var tenBefore = (change.PlusDays(-1) + new LocalTime(10, 0)).InZoneStrictly(Zone).ToInstant();

            var term = Rome.Compute(day, tenBefore);

            Assert.Equal(Duration.FromHours(24), term.Due - tenBefore);
            Assert.Equal((change, new LocalTime(nextDay, 0)), (term.Last, term.EndTime));
        }
    }

    private static DateTimeZone Zone => DateTimeZoneProviders.Tzdb["Europe/Rome"];

    private static Instant EndsOn(LocalDate day) =>
        Rome.Compute(new TermLength(30, CountedIn.Days) { Moves = false }, day.PlusDays(-30)).Due;

    private static Instant At(LocalDate day, int hour) => Instant.FromUtc(day.Year, day.Month, day.Day, hour, 0);

    private static LocalDate LastSunday(int year, int month)
    {
        var day = new DateTime(year, month, 31);
        return LocalDate.FromDateTime(day.AddDays(-(int)day.DayOfWeek));
    }
}
