using NodaTime;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Forecasts;
using TwinningWorkflow.Web.Terms;
using TwinningWorkflow.Web.Terms.Calendars;

namespace TwinningWorkflow.Web.Processes;

/// <summary>What an authority's calendar says of the sittings of its bodies.</summary>
public static class SittingRules
{
    /// <summary>The code of a day on which the body is on holiday, beside those of festivi and closed days.</summary>
    public const string Recess = "recess";

    /// <summary>The last day for the agenda of a sitting by the body's rule, with its explanation.</summary>
    /// <param name="calendar">The authority's.</param>
    /// <param name="body">The body.</param>
    /// <param name="day">The day of the sitting.</param>
    /// <param name="citation">What the rule stands in, in the reader's language; empty when nobody will read it.</param>
    public static ExplainedTerm Agenda(
        this AuthorityCalendar calendar,
        string body,
        LocalDate day,
        string citation = ""
    ) => Back(calendar, calendar.Days.AgendaOf(BodyOf(body)).Length, day, citation);

    /// <summary>The last day on which the council can be convened to a sitting, with its explanation.</summary>
    public static ExplainedTerm Convening(this AuthorityCalendar calendar, LocalDate day, string citation = "") =>
        Back(calendar, calendar.Days.CouncilNotice.Length, day, citation);

    /// <summary>The first day from a day on on which a body can sit that is convened on a day: the council must have its notice.</summary>
    public static LocalDate FirstSitting(
        this AuthorityCalendar calendar,
        string body,
        LocalDate convened,
        LocalDate from
    )
    {
        var day = from;
        // the longest notice, and what festivi add to it
        for (var last = convened.PlusDays(MostNotice); body == Sitting.Council && day < last; day = day.PlusDays(1))
            if (calendar.Convening(day).Term.Last >= convened)
                break;
        return day;
    }

    private const int MostNotice = 100;

    /// <summary>A sitting with the last day for its agenda: its own, else by the rule.</summary>
    public static PlannedSitting Planned(this AuthorityCalendar calendar, Sitting sitting) =>
        new(sitting.Body, sitting.Day, sitting.AgendaCloses ?? calendar.Agenda(sitting.Body, sitting.Day).Term.Last);

    /// <summary>Why a body would hardly sit on the day: it is a festivo, the office is closed, or the body is on holiday.</summary>
    public static string? Against(this AuthorityCalendar calendar, string body, LocalDate day) =>
        calendar.Holidays.MovesTerm(day)
        ?? (calendar.Days.IsInRecess(BodyOf(body), day) ? Recess : null)
        // councils do sit on Saturdays
        ?? (calendar.Holidays.Closed(day) is { } why and not HolidayCalendar.Saturday ? why : null);

    /// <summary>A body as the calendar knows it.</summary>
    public static CollegiateBody BodyOf(string body) =>
        body switch
        {
            Sitting.Giunta => CollegiateBody.Giunta,
            Sitting.Council => CollegiateBody.Council,
            _ => throw new ArgumentOutOfRangeException(nameof(body), body, "Expected a body that sits."),
        };

    private static ExplainedTerm Back(AuthorityCalendar calendar, TermLength length, LocalDate day, string citation) =>
        new(
            length,
            calendar.Counting.Compute(length, day),
            TermStart.Sitting,
            citation.Length > 0 ? new TermGround(GroundBasis.LocalRule, citation) : null
        );
}
