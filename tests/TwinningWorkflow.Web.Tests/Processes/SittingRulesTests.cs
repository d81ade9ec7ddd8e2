using NodaTime;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Terms;
using TwinningWorkflow.Web.Terms.Calendars;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Processes;

public sealed class SittingRulesTests
{
    private static readonly AuthorityCalendar Calendar = AuthorityCalendar.Of(
        AuthorityDays.Of(patron: new AnnualDate(2, 15))
    );

    [Theory]
    // two working days before Wednesday 7 December; before Wednesday 28 St Stephen's Monday is none
    [InlineData("giunta", 2022, 12, 7, "2022-12-05")]
    [InlineData("giunta", 2022, 12, 28, "2022-12-23")]
    // eight days before Tuesday 20 December; before Tuesday 9 May it would be Labour Day, and the Sunday before it
    [InlineData("council", 2022, 12, 20, "2022-12-12")]
    [InlineData("council", 2023, 5, 9, "2023-04-29")]
    public void An_agenda_closes_by_the_rule_of_its_body(string body, int year, int month, int day, string closes) =>
        Assert.Equal(
            closes,
            $"{Calendar.Planned(Sitting(body, new LocalDate(year, month, day))).AgendaCloses:uuuu-MM-dd}"
        );

    [Fact]
    public void A_day_chosen_for_one_sitting_goes_before_the_rule()
    {
        var sitting = Sitting("council", new LocalDate(2022, 12, 20));
        sitting.AgendaCloses = new LocalDate(2022, 12, 19);

        Assert.Equal(new LocalDate(2022, 12, 19), Calendar.Planned(sitting).AgendaCloses);
    }

    [Theory]
    [InlineData("council", 2022, 12, 25, HolidayCalendar.Sunday)]
    [InlineData("council", 2022, 12, 26, "saint-stephen")]
    [InlineData("giunta", 2023, 2, 15, HolidayCalendar.Patron)]
    [InlineData("council", 2023, 8, 2, SittingRules.Recess)]
    [InlineData("giunta", 2023, 8, 2, null)]
    [InlineData("council", 2022, 12, 17, null)] // a Saturday
    [InlineData("council", 2022, 12, 20, null)]
    public void A_festivo_a_closed_office_and_a_recess_speak_against_a_day(
        string body,
        int year,
        int month,
        int day,
        string? why
    ) => Assert.Equal(why, Calendar.Against(body, new LocalDate(year, month, day)));

    [Fact]
    public void The_council_is_convened_five_free_days_before_and_says_where_that_stands()
    {
        var term = Calendar.Convening(new LocalDate(2022, 12, 20), "regolamento del Consiglio");

        Assert.Equal(new LocalDate(2022, 12, 14), term.Term.Last);
        Assert.EndsWith("(regola locale: regolamento del Consiglio)", term.In("it"), StringComparison.Ordinal);
    }

    private static Sitting Sitting(string body, LocalDate day) =>
        new()
        {
            Id = Guid.NewGuid(),
            AuthorityId = TestStore.Authority,
            Body = body,
            Day = day,
        };
}
