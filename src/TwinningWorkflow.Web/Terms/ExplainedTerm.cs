using System.Globalization;
using NodaTime;

namespace TwinningWorkflow.Web.Terms;

/// <summary>
/// All that is known of a term: how it is counted, from what, to which day and why, and on what it rests. Pages, mails, the API
/// and the picture of the count are made of it.
/// </summary>
/// <param name="Length">The rule: unit, amount, direction, first day, calendar.</param>
/// <param name="Term">What came of it: start, last day by counting, last day, instant, and each day that moved it.</param>
/// <param name="Start">What it was counted from.</param>
/// <param name="Ground">On what it rests beside the way of counting; null when no more is known.</param>
public sealed record ExplainedTerm(
    TermLength Length,
    ComputedTerm Term,
    TermStart Start = TermStart.Day,
    TermGround? Ground = null
)
{
    /// <summary>
    /// Whether it is counted as art. 2963 of the Italian Civil Code does: days, months and years that leave out the first day
    /// and move off a festivo. Any other way is a rule of its own, and so is another country's calendar.
    /// </summary>
    public bool IsCountedByTheCode =>
        Length
            is {
                Unit: CountedIn.Days or CountedIn.Months or CountedIn.Years,
                Moves: true,
                CountsFirstDay: false,
                Calendar: "" or "IT",
            };

    /// <summary>
    /// The kind of ground: that of the file, else the law where the Code counts so, else the authority's own rule. A term always
    /// rests on something.
    /// </summary>
    public GroundBasis Basis =>
        Ground?.Basis ?? (IsCountedByTheCode || Length.Calendar.Length > 0 ? GroundBasis.Law : GroundBasis.LocalRule);

    /// <summary>The sentence in a language; Italian when the language is not known.</summary>
    public string In(string language) => TermWords.Explain(language, this);

    /// <summary>Is it the very day that it is counted from?</summary>
    internal bool IsTheVeryDay => Length is { Amount: 0, Unit: not (CountedIn.FreeDays or CountedIn.Hours) };

    /// <summary>Had the month no day of the start's number, so that the term ends on its last?</summary>
    internal bool IsMonthTooShort =>
        Length.Unit is CountedIn.Months or CountedIn.Years
        && Term.Start.Day > CalendarSystem.Iso.GetDaysInMonth(Term.Nominal.Year, Term.Nominal.Month);

    /// <summary>The time on the wall from which hours were counted.</summary>
    internal string From => Clock(Term.StartTime ?? LocalTime.Midnight);

    /// <summary>The time on the wall at which hours end: midnight is the end of the day.</summary>
    internal string At => Term.EndTime is { } at && at != LocalTime.Midnight ? Clock(at) : "24:00";

    private static string Clock(LocalTime time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);
}
