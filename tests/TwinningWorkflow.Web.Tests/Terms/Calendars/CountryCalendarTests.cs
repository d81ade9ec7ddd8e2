using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Web.Terms;
using TwinningWorkflow.Web.Terms.Calendars;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Terms.Calendars;

public sealed class CountryCalendarTests
{
    /// <summary>Easter Mondays as printed in almanacs.</summary>
    private static readonly string[] EasterMondays =
    [
        "2020-04-13",
        "2021-04-05",
        "2022-04-18",
        "2023-04-10",
        "2024-04-01",
        "2025-04-21",
        "2026-04-06",
        "2027-03-29",
        "2028-04-17",
        "2029-04-02",
        "2030-04-22",
        "2031-04-14",
        "2032-03-29",
        "2033-04-18",
        "2034-04-10",
        "2035-03-26",
        "2036-04-14",
        "2037-04-06",
        "2038-04-26",
        "2039-04-11",
        "2040-04-02",
    ];

    public static TheoryData<string> Countries => [.. CountryCalendar.Known];

    [Fact]
    public void Every_day_of_italy_from_2020_to_2040_is_what_a_second_table_says()
    {
        for (var day = new DateOnly(2020, 1, 1); day.Year <= 2040; day = day.AddDays(1))
        {
            var isFestivo =
                day.DayOfWeek == DayOfWeek.Sunday
                || $"{day:MM-dd}"
                    is "01-01"
                        or "01-06"
                        or "04-25"
                        or "05-01"
                        or "06-02"
                        or "08-15"
                        or "11-01"
                        or "12-08"
                        or "12-25"
                        or "12-26"
                || (day.Year >= 2026 && (day.Month, day.Day) == (10, 4))
                || EasterMondays.Contains($"{day:yyyy-MM-dd}");

            Assert.Equal(isFestivo, HolidayCalendar.Festivo(LocalDate.FromDateOnly(day)) is not null);
        }
    }

    [Fact]
    public void Italy_s_calendar_covers_1978_to_2100()
    {
        foreach (
            var (from, to, count) in new[] { (1978, 1985, 9), (1986, 2000, 10), (2001, 2025, 11), (2026, 2100, 12) }
        )
            for (var year = from; year <= to; year++)
                Assert.Equal(count, CountryCalendar.Of("IT").In(year).Count());
        Assert.Equal(1978, CountryCalendar.Of("IT").CompleteFrom);
    }

    [Theory]
    [InlineData("LT", "01-01 02-16 03-11 04-05 04-06 05-01 06-24 07-06 08-15 11-01 11-02 12-24 12-25 12-26")]
    [InlineData(
        "RO",
        "01-01 01-02 01-06 01-07 01-24 04-10 04-12 04-13 05-01 05-31 06-01 06-01 08-15 11-30 12-01 12-25 12-26"
    )]
    [InlineData("FR", "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25")]
    [InlineData("DE", "01-01 04-03 04-06 05-01 05-14 05-25 10-03 12-25 12-26")]
    [InlineData("ES", "01-01 04-03 05-01 08-15 10-12 11-01 12-06 12-08 12-25")]
    public void The_holidays_of_a_partner_s_country_in_2026(string country, string days) =>
        Assert.Equal(
            days,
            string.Join(' ', CountryCalendar.Of(country).In(2026).Select(x => x.Day).Order().Select(d => $"{d:MM-dd}"))
        );

    [Theory]
    [InlineData("LT", "2019-11-02", false)]
    [InlineData("LT", "2020-11-02", true)]
    [InlineData("RO", "2016-01-24", false)]
    [InlineData("RO", "2017-01-24", true)]
    [InlineData("RO", "2016-06-01", false)]
    [InlineData("RO", "2017-06-01", true)]
    [InlineData("RO", "2017-04-14", false)]
    [InlineData("RO", "2018-04-06", true)]
    [InlineData("RO", "2023-01-06", false)]
    [InlineData("RO", "2024-01-06", true)]
    [InlineData("DE", "2016-10-31", false)]
    [InlineData("DE", "2017-10-31", true)]
    [InlineData("DE", "2018-10-31", false)]
    [InlineData("IT", "1985-01-06", false)]
    [InlineData("IT", "2025-10-04", false)]
    [InlineData("IT", "2026-10-04", true)]
    public void A_holiday_holds_in_its_years_alone(string country, string day, bool holds)
    {
        var date = LocalDatePattern.Iso.Parse(day).Value;

        Assert.Equal(holds, CountryCalendar.Of(country).In(date.Year).Any(x => x.Day == date));
    }

    [Theory]
    [MemberData(nameof(Countries))]
    public void Every_holiday_has_words_in_both_languages_and_a_code_means_one_thing_everywhere(string country)
    {
        foreach (var holiday in CountryCalendar.Of(country).Holidays)
        {
            Assert.NotEqual(holiday.Code, TermWords.Reason("it", holiday.Code));
            Assert.NotEqual(holiday.Code, TermWords.Reason("en", holiday.Code));
            Assert.Equal(CountryCalendar.NameOf(holiday.Code), holiday.Name);
            Assert.Contains(holiday.Name.Article, (string[])["", "il ", "la ", "l'"]);
        }
        Assert.Distinct(CountryCalendar.Of(country).Holidays.Select(holiday => holiday.Code));
    }

    [Fact]
    public void A_country_without_a_calendar_is_told() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CountryCalendar.Of("XX"));

    [Fact]
    public void A_day_outside_the_years_that_are_kept_is_worked_out_all_the_same()
    {
        Assert.Equal("republic-day", HolidayCalendar.Festivo(new LocalDate(2400, 6, 2)));
        Assert.Null(HolidayCalendar.Festivo(new LocalDate(1850, 6, 3)));
    }
}
