using NodaTime;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Terms;
using TwinningWorkflow.Web.Terms.Calendars;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Processes;

public sealed class AuthorityCalendarTests
{
    private static readonly AuthorityDays Patron = AuthorityDays.Of(new AnnualDate(2, 15));

    [Fact]
    public void A_patron_s_day_is_the_seed_of_a_calendar()
    {
        Assert.Equal(new TermRules { Patron = new AnnualDate(2, 15) }, Patron.Counting);
        Assert.Null(AuthorityDays.Of(patron: null).Counting.Patron);
    }

    [Fact]
    public void Equal_calendars_are_worked_out_once_whether_read_or_made()
    {
        var days = Patron with { CouncilNotice = new NoticeRule(3, true, true) };

        Assert.Same(AuthorityCalendar.Of(days), AuthorityCalendar.Of(days with { }));
        Assert.Same(AuthorityCalendar.Of(days), AuthorityCalendar.Of(days.Write()));
        Assert.NotSame(AuthorityCalendar.Of(days), AuthorityCalendar.Of(Patron));
    }

    [Fact]
    public void A_closure_moves_a_reminder_and_no_legal_term()
    {
        var seed = AuthorityDays.Of(patron: null);
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
        ReminderLine[] due = [new(ReminderStep.Due)];
        var about = new RemindedTerm(term.Start, term.Last, new LocalDate(2026, 4, 1));

        Assert.Equal(new LocalDate(2026, 5, 4), term.Last); // a Monday
        // Thursday: Friday is Labour Day, then a weekend; its own morning has passed, so that there is none left
        Assert.Null(calendar.Reminders.Next(due, about, Instant.FromUtc(2026, 4, 30, 12, 0)));
        Assert.Equal(
            Instant.FromUtc(2026, 4, 30, 6, 0),
            calendar.Reminders.Next(due, about, Instant.FromUtc(2026, 4, 29, 12, 0))!.At
        );
    }
}
