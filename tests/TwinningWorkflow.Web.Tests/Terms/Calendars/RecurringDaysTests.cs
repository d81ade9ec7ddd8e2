using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Web.Terms.Calendars;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Terms.Calendars;

public sealed class RecurringDaysTests
{
    [Theory]
    [InlineData("week", "2022-12-07 2022-12-14 2022-12-21 2022-12-28 2023-01-04")]
    [InlineData("two-weeks", "2022-12-07 2022-12-21 2023-01-04")]
    [InlineData("four-weeks", "2022-12-07 2023-01-04")]
    [InlineData("first", "2022-12-07 2023-01-04")]
    [InlineData("second", "2022-12-14")]
    [InlineData("fourth", "2022-12-28")]
    [InlineData("last", "2022-11-30 2022-12-28")]
    public void Wednesdays_come_again_at_their_pace_both_ends_included(string pace, string days)
    {
        var from = pace == "last" ? new LocalDate(2022, 11, 30) : new LocalDate(2022, 12, 1);

        var found = new RecurringDays(IsoDayOfWeek.Wednesday, pace).Between(from, new LocalDate(2023, 1, 4));

        Assert.Equal(days, string.Join(' ', found.Select(LocalDatePattern.Iso.Format)));
    }

    [Fact]
    public void The_last_of_a_month_is_its_fourth_or_its_fifth()
    {
        var days = new RecurringDays(IsoDayOfWeek.Tuesday, "last");

        Assert.Equal(
            [new LocalDate(2023, 1, 31), new LocalDate(2023, 2, 28)],
            days.Between(new LocalDate(2023, 1, 1), new LocalDate(2023, 2, 28))
        );
    }

    [Fact]
    public void Nothing_comes_where_the_end_is_before_the_start() =>
        Assert.Empty(
            new RecurringDays(IsoDayOfWeek.Tuesday, "week").Between(
                new LocalDate(2023, 1, 3),
                new LocalDate(2023, 1, 2)
            )
        );
}
