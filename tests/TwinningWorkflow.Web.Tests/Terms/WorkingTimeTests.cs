using NodaTime;
using TwinningWorkflow.Web.Terms;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Terms;

public sealed class WorkingTimeTests
{
    private static readonly WorkingTime Working = new(new TermRules { Patron = new AnnualDate(2, 15) });

    [Theory]
    [InlineData(2023, 1, 9, 7)]
    [InlineData(2023, 3, 27, 6)] // the day after the clocks went forward
    [InlineData(2023, 10, 30, 7)] // the day after they went back
    [InlineData(2023, 3, 26, 6)] // the very day
    public void The_morning_is_at_eight_by_the_clock_on_the_wall(int year, int month, int day, int utcHour) =>
        Assert.Equal(Instant.FromUtc(year, month, day, utcHour, 0), Working.MorningOf(new LocalDate(year, month, day)));

    [Fact]
    public void A_day_begins_at_midnight_of_the_authority_s_zone()
    {
        Assert.Equal(new LocalDate(2023, 1, 9), Working.DayOf(Instant.FromUtc(2023, 1, 9, 22, 59, 59)));
        Assert.Equal(new LocalDate(2023, 1, 10), Working.DayOf(Instant.FromUtc(2023, 1, 9, 23, 0)));
    }

    [Fact]
    public void A_working_day_stays_where_it_is()
    {
        var monday = new LocalDate(2023, 1, 9);

        Assert.Equal(monday, Working.OnOrAfter(monday));
        Assert.Equal(monday, Working.OnOrBefore(monday));
    }

    [Fact]
    public void A_closed_day_moves_over_the_weekend_and_the_holidays_next_to_it()
    {
        var easter = new LocalDate(2023, 4, 9);

        Assert.Equal(new LocalDate(2023, 4, 11), Working.OnOrAfter(easter));
        Assert.Equal(new LocalDate(2023, 4, 7), Working.OnOrBefore(easter));
    }

    [Fact]
    public void The_patron_s_day_is_closed()
    {
        Assert.Equal(new LocalDate(2023, 2, 16), Working.OnOrAfter(new LocalDate(2023, 2, 15)));
        Assert.Equal(new LocalDate(2023, 2, 14), Working.OnOrBefore(new LocalDate(2023, 2, 15)));
    }
}
