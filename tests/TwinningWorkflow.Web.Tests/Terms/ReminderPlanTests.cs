using CsCheck;
using NodaTime;
using TwinningWorkflow.Web.Terms;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Terms;

public sealed class ReminderPlanTests
{
    private static readonly ReminderLine Halfway = new(ReminderStep.Halfway);
    private static readonly ReminderLine Before = new(ReminderStep.Before, 1);
    private static readonly ReminderLine Due = new(ReminderStep.Due);
    private static readonly ReminderLine After = new(ReminderStep.After, 1, Every: 2);
    private static readonly ReminderLine[] Usual = [Halfway, Before, Due, After];
    private static readonly WorkingTime Office = new(new TermRules { Patron = new AnnualDate(2, 15) });

    [Fact]
    public void Reminders_come_half_way_the_day_before_on_the_day_and_then_every_two_days()
    {
        // Wednesday 14 December 2022; Saturday 17 and Monday 19 both come on Monday, the later one counts
        Assert.Equal(
            [
                "halfway-1 2022-12-07T07:00:00Z",
                "before1-1 2022-12-13T07:00:00Z",
                "due-1 2022-12-14T07:00:00Z",
                "after1-1 2022-12-15T07:00:00Z",
                "after1-3 2022-12-19T07:00:00Z",
                "after1-4 2022-12-21T07:00:00Z",
                "after1-5 2022-12-23T07:00:00Z",
                "after1-7 2022-12-27T07:00:00Z",
            ],
            First(8, Of(opened: new LocalDate(2022, 12, 1), last: new LocalDate(2022, 12, 14)))
        );
    }

    [Fact]
    public void The_day_before_a_monday_is_friday() =>
        Assert.Equal(
            ["before1-1 2023-01-05T07:00:00Z", "due-1 2023-01-09T07:00:00Z"], // Friday 6 is Epiphany
            First(2, Of(new LocalDate(2022, 12, 9), new LocalDate(2023, 1, 9)), Before, Due)
        );

    [Fact]
    public void A_term_that_ends_on_a_saturday_is_spoken_of_on_thursday_and_friday() =>
        Assert.Equal(
            ["before1-1 2023-01-12T07:00:00Z", "due-1 2023-01-13T07:00:00Z", "after1-3 2023-01-19T07:00:00Z"],
            First(4, Of(new LocalDate(2022, 12, 15), new LocalDate(2023, 1, 14)), Before, Due, After)
                .Where(x => !x.StartsWith("after1-1", StringComparison.Ordinal))
        );

    [Theory]
    [InlineData(2, "12-14 12-16 12-19 12-22 12-27 12-30")] // Sunday's comes on Monday: Tuesday's would be one too many
    [InlineData(7, "12-14 12-21 12-28 2023-01-04")]
    [InlineData(1, "12-14 12-15 12-16 12-19 12-20")]
    public void What_a_weekend_has_pushed_close_to_the_next_goes_out_once(int every, string days)
    {
        var term = Of(new LocalDate(2022, 12, 1), new LocalDate(2022, 12, 13));
        var expected = days.Split(' ');

        var found = First(expected.Length, term, After with { Every = every });

        Assert.Equal(
            expected.Select(day => day.Length > 5 ? day : $"2022-{day}"),
            found.Select(x => x.Split(' ')[1][..10])
        );
    }

    [Fact]
    public void The_window_is_spoken_of_ten_and_three_days_before_its_end() =>
        // 6 January is Epiphany
        Assert.Equal(
            ["before10-1 2022-12-30T07:00:00Z", "before3-1 2023-01-05T07:00:00Z"],
            First(
                3,
                Of(new LocalDate(2022, 12, 9), new LocalDate(2023, 1, 9)),
                new ReminderLine(ReminderStep.Before, 3),
                new ReminderLine(ReminderStep.Before, 10)
            )
        );

    [Fact]
    public void What_belongs_to_the_day_of_the_opening_or_to_one_before_never_comes()
    {
        var last = new LocalDate(2022, 12, 14);

        Assert.Equal("due-1 2022-12-14T07:00:00Z", First(1, Of(new LocalDate(2022, 12, 13), last)).Single());
        Assert.Equal("after1-3 2022-12-19T07:00:00Z", First(1, Of(new LocalDate(2022, 12, 16), last)).Single());
        Assert.Equal(
            "after1-2 2022-12-19T07:00:00Z",
            First(1, Of(new LocalDate(2022, 12, 16), last), After with { Every = 3 }).Single()
        );
        Assert.Empty(First(1, Of(last, last), Halfway, Before, Due));
    }

    [Theory]
    [InlineData("2022-12-01", "2022-12-01", "2022-12-15", "2022-12-07")] // the 8th is a holiday
    [InlineData("2022-11-01", "2022-12-01", "2022-12-15", "2022-12-07")] // from the opening, not from a start long past
    [InlineData("2022-12-05", "2022-12-01", "2022-12-15", "2022-12-09")] // from a start that is still to come
    [InlineData("2022-12-12", "2022-12-12", "2022-12-15", "2022-12-13")] // Tuesday, with the warning on Wednesday
    [InlineData("2022-12-12", "2022-12-12", "2022-12-14", null)] // its day would be that of the warning
    [InlineData("2022-12-16", "2022-12-16", "2022-12-20", null)] // Sunday would come on the day of the opening
    public void Half_way_lies_between_the_opening_and_the_warning_or_is_left_out(
        string start,
        string opened,
        string last,
        string? expected
    )
    {
        var term = new RemindedTerm(Day(start), Day(last), Day(opened));

        var found = First(2, term, Halfway, Before, Due).Where(x => x.StartsWith("half", StringComparison.Ordinal));

        Assert.Equal(expected is null ? [] : [$"halfway-1 {expected}T07:00:00Z"], found);
    }

    [Fact]
    public void A_person_s_own_days_and_hour_are_within_those_of_the_office()
    {
        var term = Of(new LocalDate(2022, 12, 1), new LocalDate(2022, 12, 14));

        // Mondays and Thursdays at ten; the 8th, a Thursday, is a holiday
        Assert.Equal(
            [
                "before1-1 2022-12-05T09:00:00Z", // so close that half-way says nothing more
                "due-1 2022-12-12T09:00:00Z",
                "after1-1 2022-12-15T09:00:00Z",
                "after1-3 2022-12-19T09:00:00Z",
            ],
            First(
                4,
                term,
                Office.Of(
                    new HashSet<IsoDayOfWeek> { IsoDayOfWeek.Monday, IsoDayOfWeek.Thursday },
                    new LocalTime(10, 0)
                ),
                Usual
            )
        );
        // nobody is in the office on a Sunday: who would work on no other day works when it does
        Assert.Equal(
            First(8, term),
            First(8, term, Office.Of(new HashSet<IsoDayOfWeek> { IsoDayOfWeek.Sunday }, new LocalTime(8, 0)), Usual)
        );
    }

    [Fact]
    public void Reminders_keep_to_eight_o_clock_when_the_clocks_change() =>
        Assert.Equal(
            ["before1-1 2023-03-24T07:00:00Z", "due-1 2023-03-27T06:00:00Z", "after1-1 2023-03-28T06:00:00Z"],
            First(3, Of(new LocalDate(2023, 3, 1), new LocalDate(2023, 3, 27)), Before, Due, After)
        );

    [Fact]
    public void After_a_stand_still_the_latest_is_known_and_nothing_of_what_was_seen_to_before()
    {
        var term = Of(new LocalDate(2022, 12, 1), new LocalDate(2022, 12, 14));
        var plan = new ReminderPlan(Office);
        var now = Instant.FromUtc(2022, 12, 22, 10, 0);

        Assert.Equal("after1-4", plan.Latest(Usual, term, Instant.FromUtc(2022, 12, 7, 0, 0), now)?.Occurrence.Id);
        Assert.Null(plan.Latest(Usual, term, Instant.FromUtc(2022, 12, 22, 0, 0), now));
    }

    [Fact]
    public void Every_reminder_goes_out_on_the_morning_of_a_working_day_later_than_the_one_before() =>
        Gen.Int[0, 7670]
            .Sample(
                day =>
                {
                    var last = new LocalDate(2020, 1, 1).PlusDays(day);
                    var term = Of(new LocalDate(2019, 12, 1), last);
                    var plan = new ReminderPlan(Office);
                    var after = Office.EndOf(term.Opened);
                    for (var count = 0; count < 20; count++)
                    {
                        var reminder = plan.Next(Usual, term, after)!;
                        var on = Office.DayOf(reminder.At);
                        Assert.True(reminder.At > after);
                        Assert.Equal(on, Office.OnOrAfter(on));
                        Assert.Equal(Office.MorningOf(on), reminder.At);
                        Assert.Equal(reminder.Occurrence.Line.Step == ReminderStep.After, on > last);
                        after = reminder.At;
                    }
                },
                iter: 2000
            );

    private static RemindedTerm Of(LocalDate opened, LocalDate last) => new(opened, last, opened);

    private static LocalDate Day(string text) => NodaTime.Text.LocalDatePattern.Iso.Parse(text).Value;

    private static List<string> First(int count, RemindedTerm term, params ReminderLine[] lines) =>
        First(count, term, Office, lines.Length == 0 ? Usual : lines);

    private static List<string> First(int count, RemindedTerm term, WorkingTime working, ReminderLine[] lines)
    {
        var reminders = new List<string>();
        var after = Instant.FromUtc(2022, 1, 1, 0, 0);
        var plan = new ReminderPlan(working);
        while (reminders.Count < count && plan.Next(lines, term, after)?.At is { } at)
        {
            reminders.Add($"{plan.Latest(lines, term, at, at)?.Occurrence.Id} {at}");
            after = at;
        }
        return reminders;
    }
}
