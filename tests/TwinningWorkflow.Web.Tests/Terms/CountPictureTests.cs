using NodaTime;
using TwinningWorkflow.Web.Terms;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Terms;

public sealed class CountPictureTests
{
    private static readonly LegalTerms Terms = new(new TermRules());

    [Fact]
    public void The_window_of_brescia_and_kaunas_is_drawn_day_by_day()
    {
        var picture = Of(new TermLength(30, CountedIn.Days), new LocalDate(2022, 12, 9));

        Assert.Equal(
            """
            2022-12
            ..   ..   ..   1    2    3    4
            5    6    7    8    9S   10=1 11f2
            12=3 13=4 14=5 15=6 16=7 17=8 18f9
            19=10 20=11 21=12 22=13 23=14 24=15 25f16
            26f17 27=18 28=19 29=20 30=21 31=22 ..
            2023-01
            ..   ..   ..   ..   ..   ..   1f23
            2=24 3=25 4=26 5=27 6f28 7=29 8>30
            9L   10   11   12   13   14   15
            16   17   18   19   20   21   22
            23   24   25   26   27   28   29
            30   31   ..   ..   ..   ..   ..

            """,
            Drawn(picture)
        );
    }

    [Fact]
    public void Working_days_pass_over_what_is_closed()
    {
        var picture = Of(new TermLength(3, CountedIn.WorkingDays), new LocalDate(2022, 12, 7));

        Assert.Equal("5    6    7S   8-   9=1  10-  11-", Line(picture, 1));
        Assert.Equal("12=2 13L3 14   15   16   17   18", Line(picture, 2));
    }

    [Fact]
    public void Free_days_count_neither_end_and_backward_runs_against_the_calendar()
    {
        var picture = Of(
            new TermLength(5, CountedIn.FreeDays) { Direction = TermDirection.Backward },
            new LocalDate(2022, 12, 14)
        );

        // 8 December cannot be the last day
        Assert.Equal("5    6    7L   8>   9=5  10=4 11f3", Line(picture, 1));
        Assert.Equal("12=2 13=1 14S  15   16   17   18", Line(picture, 2));
    }

    [Fact]
    public void A_first_day_that_counts_is_the_first()
    {
        var picture = Of(new TermLength(3, CountedIn.Days) { CountsFirstDay = true }, new LocalDate(2026, 3, 3));

        Assert.Equal("2    3S1  4=2  5L3  6    7    8", Line(picture, 1));
    }

    [Fact]
    public void The_very_day_is_the_last_one() =>
        Assert.Equal(
            "2    3L   4    5    6    7    8",
            Line(Of(new TermLength(0, CountedIn.Days), new LocalDate(2026, 3, 3)), 1)
        );

    [Fact]
    public void Months_have_no_numbers()
    {
        var picture = Of(new TermLength(1, CountedIn.Months), new LocalDate(2023, 1, 31));

        Assert.Equal([(2023, 1), (2023, 2)], picture.Months.Select(month => (month.Year, month.Month)));
        Assert.Equal("27=  28L  ..   ..   ..   ..   ..", Line(picture, 4, month: 1));
    }

    [Fact]
    public void Of_a_long_term_both_ends_are_drawn_and_what_is_left_out_is_told()
    {
        var picture = Of(new TermLength(10, CountedIn.Years), new LocalDate(2020, 6, 2));

        // June and July 2020; 117 months; May and June 2030
        Assert.Equal(
            [(2020, 6, 0), (2020, 7, 0), (2030, 5, 117), (2030, 6, 0)],
            picture.Months.Select(month => (month.Year, month.Month, month.LeftOut))
        );
    }

    [Fact]
    public void A_festivo_says_which_one_it_is_and_every_week_has_seven_days()
    {
        var picture = Of(new TermLength(30, CountedIn.Days), new LocalDate(2022, 12, 9));
        var weeks = picture.Months.SelectMany(month => month.Weeks).ToList();

        Assert.All(weeks, week => Assert.Equal(7, week.Days.Length));
        Assert.Equal(
            ["sunday", "sunday", "sunday", "saint-stephen", "sunday", "epiphany"],
            weeks.SelectMany(week => week.Days).Where(day => day is { Role: DayRole.Festivo }).Select(day => day!.Why)
        );
    }

    private static CountPicture Of(TermLength length, LocalDate start) =>
        CountPicture.Of(Terms, length, Terms.Compute(length, start));

    private static string Line(CountPicture picture, int week, int month = 0) =>
        Line(picture.Months[month].Weeks[week]);

    private static string Drawn(CountPicture picture) =>
        string.Concat(
            picture.Months.Select(month =>
                $"{month.Year}-{month.Month:00}\n" + string.Concat(month.Weeks.Select(week => Line(week) + "\n"))
            )
        );

    private static string Line(PictureWeek week) => string.Join(' ', week.Days.Select(Cell)).TrimEnd();

    private static string Cell(PictureDay? day)
    {
        if (day is null)
            return "..  ";
        var role = day.Role switch
        {
            DayRole.Outside => "",
            DayRole.Start => "S",
            DayRole.Counted => "=",
            DayRole.NotCounted => "-",
            DayRole.Festivo => "f",
            DayRole.MovedFrom => ">",
            _ => "L",
        };
        return $"{day.Day.Day}{role}{(day.Number > 0 ? day.Number : "")}".PadRight(4);
    }
}
