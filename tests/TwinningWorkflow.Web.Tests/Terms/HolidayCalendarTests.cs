using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Web.Terms;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Terms;

public sealed class HolidayCalendarTests
{
    [Theory]
    [InlineData("2023-01-01", "sunday")]
    [InlineData("2024-01-01", "new-year")]
    [InlineData("2023-01-06", "epiphany")]
    [InlineData("2023-04-10", "easter-monday")]
    [InlineData("2023-04-25", "liberation-day")]
    [InlineData("2023-05-01", "labour-day")]
    [InlineData("2023-06-02", "republic-day")]
    [InlineData("2023-08-15", "assumption")]
    [InlineData("2023-11-01", "all-saints")]
    [InlineData("2023-12-08", "immaculate-conception")]
    [InlineData("2023-12-25", "christmas")]
    [InlineData("2023-12-26", "saint-stephen")]
    public void A_festivo_tells_why_it_is_one(string day, string why) =>
        Assert.Equal(why, HolidayCalendar.Festivo(Day(day)));

    [Theory]
    [InlineData("2023-04-07")] // Good Friday
    [InlineData("2023-04-08")] // a Saturday
    [InlineData("2023-11-04")] // not a festivo since 1977
    [InlineData("2024-12-24")]
    public void Other_days_are_none(string day) => Assert.Null(HolidayCalendar.Festivo(Day(day)));

    [Theory]
    [InlineData("2021-10-04", null)]
    [InlineData("2027-10-04", "saint-francis")]
    [InlineData("2000-06-02", null)]
    [InlineData("2003-06-02", "republic-day")]
    [InlineData("1984-01-06", null)]
    [InlineData("1986-01-06", "epiphany")]
    public void A_festivo_holds_from_the_year_of_its_law(string day, string? why) =>
        Assert.Equal(why, HolidayCalendar.Festivo(Day(day)));

    [Theory]
    [InlineData("2020-04-13")]
    [InlineData("2021-04-05")]
    [InlineData("2022-04-18")]
    [InlineData("2023-04-10")]
    [InlineData("2024-04-01")]
    [InlineData("2025-04-21")]
    [InlineData("2026-04-06")]
    [InlineData("2027-03-29")]
    [InlineData("2028-04-17")]
    [InlineData("2029-04-02")]
    [InlineData("2030-04-22")]
    [InlineData("2031-04-14")]
    [InlineData("2032-03-29")]
    [InlineData("2033-04-18")]
    [InlineData("2034-04-10")]
    [InlineData("2035-03-26")]
    [InlineData("2036-04-14")]
    [InlineData("2037-04-06")]
    [InlineData("2038-04-26")]
    [InlineData("2039-04-11")]
    [InlineData("2040-04-02")]
    [InlineData("1981-04-20")] // the full moon moved from 19 to 18 April
    [InlineData("2049-04-19")]
    [InlineData("2076-04-20")]
    [InlineData("2008-03-24")] // almost as early as it comes
    public void Easter_monday_is_where_the_church_puts_it(string day) =>
        Assert.Equal("easter-monday", HolidayCalendar.Festivo(Day(day)));

    [Fact]
    public void The_patron_s_day_closes_the_office_and_moves_no_term()
    {
        var calendar = new HolidayCalendar(new TermRules { Patron = new AnnualDate(2, 15) });

        Assert.Equal("patron", calendar.Closed(Day("2023-02-15")));
        Assert.Null(calendar.MovesTerm(Day("2023-02-15")));
        Assert.Null(calendar.Closed(Day("2023-02-16")));
    }

    [Fact]
    public void A_saturday_closes_the_office_and_moves_no_term()
    {
        var calendar = new HolidayCalendar(new TermRules());

        Assert.Equal("saturday", calendar.Closed(Day("2023-02-18")));
        Assert.Null(calendar.MovesTerm(Day("2023-02-18")));
    }

    private static LocalDate Day(string iso) => LocalDatePattern.Iso.Parse(iso).Value;
}
