using NodaTime;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Terms;
using TwinningWorkflow.Web.Terms.Calendars;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Processes;

public sealed class AuthorityCalendarTests
{
    [Fact]
    public void A_zone_and_a_patron_s_day_are_the_seed_of_a_calendar()
    {
        var calendar = AuthorityCalendar.Of("Europe/Rome", "0215");

        Assert.Equal(new TermRules { Patron = new AnnualDate(2, 15) }, calendar.Days.Counting);
        Assert.Same(calendar, AuthorityCalendar.Of("Europe/Rome", "0215"));
        Assert.Null(AuthorityCalendar.Of("Europe/Rome", "").Days.Counting.Patron);
    }

    [Fact]
    public void Equal_calendars_are_worked_out_once_whether_read_or_made()
    {
        var days = AuthorityDays.Of("Europe/Rome", "0215") with { CouncilNotice = new NoticeRule(3, true, true) };

        Assert.Same(AuthorityCalendar.Of(days), AuthorityCalendar.Of(days with { }));
        Assert.Same(AuthorityCalendar.Of(days), AuthorityCalendar.Of(days.Write()));
        Assert.NotSame(AuthorityCalendar.Of(days), AuthorityCalendar.Of("Europe/Rome", "0215"));
    }

    [Fact]
    public void A_closure_moves_a_reminder_and_no_legal_term()
    {
        var seed = AuthorityDays.Of("Europe/Rome", "");
        var calendar = AuthorityCalendar.Of(
            seed with
            {
                Counting = seed.Counting with
                {
                    Closures = [new OfficeClosure("Ponte", new DayRange.Once(new LocalDate(2026, 5, 4)))],
                },
            }
        );

        var term = calendar.Terms(new TermSpec(4, TermUnit.Days, null), new LocalDate(2026, 4, 30));
        var reminder = calendar.Reminders.Next(term.Last, [ReminderStep.DueDay], Instant.FromUtc(2026, 4, 30, 12, 0));

        Assert.Equal(new LocalDate(2026, 5, 4), term.Last); // a Monday
        // Thursday: Friday is Labour Day, then a weekend; its own morning has passed, so that there is none left
        Assert.Null(reminder);
        Assert.Equal(
            Instant.FromUtc(2026, 4, 30, 6, 0),
            calendar.Reminders.Next(term.Last, [ReminderStep.DueDay], Instant.FromUtc(2026, 4, 29, 12, 0))!.At
        );
    }
}
