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
    public void Of_a_long_term_both_ends_are_drawn_and_the_days_between_are_told()
    {
        var picture = Of(new TermLength(90, CountedIn.Days), new LocalDate(2022, 12, 9));

        Assert.Equal([(2022, 12), (2023, 3)], picture.Months.Select(month => (month.Year, month.Month)));
        // January and February
        Assert.Equal(
            new PictureGap(new DateInterval(new LocalDate(2023, 1, 1), new LocalDate(2023, 2, 28)), 23, 81),
            picture.Months[1].Before
        );
        Assert.Equal("6=87 7=88 8=89 9L90 10   11   12", Line(picture, 1, month: 1));
    }

    [Fact]
    public void An_end_that_moves_into_the_next_month_is_drawn_with_it()
    {
        // 31 October 2021 is a Sunday, and the day after it All Saints'
        var picture = Of(new TermLength(9, CountedIn.Months), new LocalDate(2021, 1, 31));

        Assert.Equal([(2021, 1), (2021, 10), (2021, 11)], picture.Months.Select(month => (month.Year, month.Month)));
        Assert.Equal("1>   2L   3    4    5    6    7", Line(picture, 0, month: 2));
    }

    [Fact]
    public void The_longest_term_that_a_file_can_ask_for_is_drawn_like_any_other()
    {
        var picture = Of(new TermLength(3_660, CountedIn.Years), new LocalDate(2022, 12, 9));

        Assert.Equal([(2022, 12), (5682, 12)], picture.Months.Select(month => (month.Year, month.Month)));
        Assert.InRange(picture.Days.Length, 1, 62);
    }

    [Fact]
    public void No_hours_from_midnight_end_before_they_begin()
    {
        var length = new TermLength(0, CountedIn.Hours);
        var term = Terms.Compute(length, Instant.FromUtc(2022, 12, 8, 23, 0));

        Assert.Equal("5    6    7    8L   9S   10   11", Line(CountPicture.Of(Terms, length, term), 1));
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
