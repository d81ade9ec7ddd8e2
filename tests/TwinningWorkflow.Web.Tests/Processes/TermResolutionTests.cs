using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Terms;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Processes;

public sealed class TermResolutionTests
{
    private static readonly TermResolver Resolve = TermResolution.With(new LegalTerms(new TermRules()));

    [Fact]
    public void A_term_of_the_file_is_counted_by_the_law_with_each_day_that_moved_it()
    {
        var term = Resolve(new TermSpec(30, TermUnit.Days, null), new LocalDate(2022, 12, 9));

        Assert.Equal(
            new ResolvedTerm(
                Instant.FromUtc(2023, 1, 9, 23, 0),
                new LocalDate(2022, 12, 9),
                new LocalDate(2023, 1, 8),
                new LocalDate(2023, 1, 9),
                [new TermMove(new LocalDate(2023, 1, 8), "sunday")]
            ),
            term
        );
    }

    [Theory]
    [InlineData(TermUnit.Days, "2022-12-14")]
    [InlineData(TermUnit.WorkingDays, "2022-12-15")]
    [InlineData(TermUnit.Months, "2023-05-08")] // 7 May 2023 is a Sunday
    public void Each_unit_of_the_file_is_counted_in_its_own_way(TermUnit unit, string last)
    {
        var amount = unit == TermUnit.Days ? 7 : 5;

        var term = Resolve(new TermSpec(amount, unit, null), new LocalDate(2022, 12, 7));

        Assert.Equal(last, NodaTime.Text.LocalDatePattern.Iso.Format(term.Last));
    }

    [Fact]
    public void The_reminders_that_a_deadline_wants_are_those_that_go_out() =>
        Assert.Equal(
            [ReminderStep.DueDay, ReminderStep.Overdue],
            TermResolution.Reminders(
                new DeadlineSpec(
                    new TermSpec(1, TermUnit.Days, null),
                    null,
                    [ReminderKind.DueDay, ReminderKind.Overdue]
                )
            )
        );
}
