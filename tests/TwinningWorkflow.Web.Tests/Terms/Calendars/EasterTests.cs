using NodaTime;
using TwinningWorkflow.Web.Terms.Calendars;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Terms.Calendars;

public sealed class EasterTests
{
    [Fact]
    public void Easter_is_the_same_by_a_second_method()
    {
        for (var year = 1900; year <= 2200; year++)
            Assert.Equal(Meeus(year), Easter.Of(year));
    }

    [Fact]
    public void Orthodox_easter_is_the_same_by_a_second_method()
    {
        for (var year = 1900; year <= 2200; year++)
            Assert.Equal(MeeusJulian(year), Easter.OrthodoxOf(year));
    }

    [Theory]
    [InlineData(2018, 4, 8)]
    [InlineData(2019, 4, 28)]
    [InlineData(2020, 4, 19)]
    [InlineData(2021, 5, 2)]
    [InlineData(2022, 4, 24)]
    [InlineData(2023, 4, 16)]
    [InlineData(2024, 5, 5)]
    [InlineData(2025, 4, 20)] // on one day with the western Easter
    [InlineData(2026, 4, 12)]
    [InlineData(2027, 5, 2)]
    public void Orthodox_easter_is_where_the_church_puts_it(int year, int month, int day) =>
        Assert.Equal(new LocalDate(year, month, day), Easter.OrthodoxOf(year));

    /// <summary>J. Meeus, Astronomical Algorithms, chapter 8.</summary>
    private static LocalDate Meeus(int year)
    {
        var (a, b, c) = (year % 19, year / 100, year % 100);
        var (d, e) = (b / 4, b % 4);
        var g = (b - (b + 8) / 25 + 1) / 3;
        var h = (19 * a + b - d - g + 15) % 30;
        var l = (32 + 2 * e + 2 * (c / 4) - h - c % 4) % 7;
        var m = (a + 11 * h + 22 * l) / 451;
        var n = h + l - 7 * m + 114;
        return new LocalDate(year, n / 31, n % 31 + 1);
    }

    /// <summary>The same, for the Julian calendar, whose days come 13 later from 1900 to 2099 and 14 in the century after.</summary>
    private static LocalDate MeeusJulian(int year)
    {
        var d = (19 * (year % 19) + 15) % 30;
        var n = d + (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7 + 114;
        // 29 February 2100 is a day of the Julian calendar alone; 2200's comes before its Easter too; 1900's lies behind
        var behind =
            year < 2100 ? 13
            : year < 2200 ? 14
            : 15;
        return new LocalDate(year, n / 31, n % 31 + 1).PlusDays(behind);
    }
}
