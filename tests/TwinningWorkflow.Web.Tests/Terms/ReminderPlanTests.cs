using CsCheck;
using NodaTime;
using TwinningWorkflow.Web.Terms;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Terms;

public sealed class ReminderPlanTests
{
    private static readonly ReminderStep[] All = [ReminderStep.DayBefore, ReminderStep.DueDay, ReminderStep.Overdue];
    private static readonly TermRules Rules = new() { Patron = new AnnualDate(2, 15) };
    private static readonly ReminderPlan Plan = new(Rules);
    private static readonly WorkingTime Working = new(Rules);

    [Fact]
    public void Reminders_come_the_day_before_on_the_day_and_then_every_two_days()
    {
        // Wednesday 14 December 2022; Saturday 17 is closed, so Monday 19 follows Thursday 15
        Assert.Equal(
            [
                "DayBefore 2022-12-13T07:00:00Z",
                "DueDay 2022-12-14T07:00:00Z",
                "Overdue 2022-12-15T07:00:00Z",
                "Overdue 2022-12-19T07:00:00Z",
                "Overdue 2022-12-21T07:00:00Z",
                "Overdue 2022-12-23T07:00:00Z",
                "Overdue 2022-12-27T07:00:00Z",
            ],
            First(7, new LocalDate(2022, 12, 14), All, Instant.FromUtc(2022, 12, 1, 9, 0))
        );
    }

    [Fact]
    public void The_day_before_a_monday_is_friday()
    {
        Assert.Equal(
            ["DayBefore 2023-01-05T07:00:00Z", "DueDay 2023-01-09T07:00:00Z"], // Friday 6 is Epiphany
            First(2, new LocalDate(2023, 1, 9), All, Instant.FromUtc(2022, 12, 9, 9, 0))
        );
    }

    [Fact]
    public void A_term_that_ends_on_a_saturday_is_spoken_of_on_thursday_and_friday()
    {
        Assert.Equal(
            ["DayBefore 2023-01-12T07:00:00Z", "DueDay 2023-01-13T07:00:00Z", "Overdue 2023-01-16T07:00:00Z"],
            First(3, new LocalDate(2023, 1, 14), All, Instant.FromUtc(2022, 12, 15, 9, 0))
        );
    }

    [Fact]
    public void What_is_already_past_when_the_task_opens_is_left_out()
    {
        Assert.Equal(
            ["DueDay 2022-12-14T07:00:00Z"],
            First(1, new LocalDate(2022, 12, 14), All, Instant.FromUtc(2022, 12, 13, 7, 0))
        );
        Assert.Equal(
            ["Overdue 2022-12-19T07:00:00Z"],
            First(1, new LocalDate(2022, 12, 14), All, Instant.FromUtc(2022, 12, 15, 7, 0))
        );
    }

    [Fact]
    public void Only_the_reminders_that_the_task_wants_go_out()
    {
        var due = new LocalDate(2022, 12, 14);
        var opened = Instant.FromUtc(2022, 12, 1, 9, 0);

        Assert.Equal(["DayBefore 2022-12-13T07:00:00Z"], First(3, due, [ReminderStep.DayBefore], opened));
        Assert.Equal(["DueDay 2022-12-14T07:00:00Z"], First(3, due, [ReminderStep.DueDay], opened));
        Assert.Equal(["Overdue 2022-12-15T07:00:00Z"], First(1, due, [ReminderStep.Overdue], opened));
        Assert.Empty(First(3, due, [], opened));
    }

    [Fact]
    public void Reminders_keep_to_eight_o_clock_when_the_clocks_change()
    {
        Assert.Equal(
            ["DayBefore 2023-03-24T07:00:00Z", "DueDay 2023-03-27T06:00:00Z", "Overdue 2023-03-28T06:00:00Z"],
            First(3, new LocalDate(2023, 3, 27), All, Instant.FromUtc(2023, 3, 1, 9, 0))
        );
    }

    [Fact]
    public void Every_reminder_goes_out_on_the_morning_of_a_working_day_later_than_the_one_before()
    {
        Gen.Int[0, 7670]
            .Sample(
                day =>
                {
                    var due = new LocalDate(2020, 1, 1).PlusDays(day);
                    var after = Instant.FromUtc(2019, 12, 1, 0, 0);
                    for (var count = 0; count < 20; count++)
                    {
                        var reminder = Plan.Next(due, All, after)!;
                        var on = Working.DayOf(reminder.At);
                        Assert.True(reminder.At > after);
                        Assert.Equal(on, Working.OnOrAfter(on));
                        Assert.Equal(Working.MorningOf(on), reminder.At);
                        Assert.Equal(count > 1, on > due);
                        Assert.Equal(All[Math.Min(count, 2)], reminder.Step);
                        after = reminder.At;
                    }
                },
                iter: 2000
            );
    }

    private static List<string> First(int count, LocalDate due, ReminderStep[] steps, Instant after)
    {
        var reminders = new List<string>();
        while (reminders.Count < count && Plan.Next(due, steps, after) is { } reminder)
        {
            reminders.Add($"{reminder.Step} {reminder.At}");
            after = reminder.At;
        }
        return reminders;
    }
}
