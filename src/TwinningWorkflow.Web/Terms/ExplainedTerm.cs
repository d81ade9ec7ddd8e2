using System.Globalization;
using NodaTime;
using TwinningWorkflow.Web.Terms.Calendars;

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
    /// rests on something. What moved its end may rest on something else: <see cref="BasisOf"/>.
    /// </summary>
    public GroundBasis Basis =>
        Ground?.Basis ?? (IsCountedByTheCode || Length.Calendar.Length > 0 ? GroundBasis.Law : GroundBasis.LocalRule);

    /// <summary>
    /// Whether the end moved off a day by the authority's own rule: the patron's day, a holiday of the place, a closure, and a
    /// Saturday, which art. 2963 of the Italian Civil Code does not know. Other countries' law moves off Saturdays.
    /// </summary>
    /// <param name="move">The day that moved it.</param>
    public bool IsLocal(MovedDay move) =>
        move.Why == HolidayCalendar.Patron
        || move.Why.StartsWith(LocalHoliday.Prefix, StringComparison.Ordinal)
        || move.Why.StartsWith(OfficeClosure.Prefix, StringComparison.Ordinal)
        || (
            move.Why == HolidayCalendar.Saturday
            && !(
                CountryCalendar.Known.Contains(Length.Calendar)
                && CountryCalendar.Of(Length.Calendar).SaturdayMovesTerms
            )
        );

    /// <summary>The kind of ground on which it rests that a day moved the end.</summary>
    /// <param name="move">The day.</param>
    public GroundBasis BasisOf(MovedDay move) =>
        IsLocal(move) ? GroundBasis.LocalRule
        : IsCountedByTheCode || Length.Calendar.Length > 0 ? GroundBasis.Law
        : Basis;

    /// <summary>Why a day moved the end, and by whose rule where it is not the law's.</summary>
    /// <param name="language">Two-letter code; Italian when the language is not known.</param>
    /// <param name="move">The day that moved it.</param>
    public string ReasonOf(string language, MovedDay move) => TermWords.ReasonOf(language, this, move);

    /// <summary>Did nothing but the authority's own rule move the end?</summary>
    internal bool IsMovedByLocalRuleAlone => Term.Moves.Length > 0 && Term.Moves.All(IsLocal);

    /// <summary>The reasons for which the authority's own rule moved the end, each once, in the order of moving.</summary>
    internal IEnumerable<string> LocalReasons => Term.Moves.Where(IsLocal).Select(static move => move.Why).Distinct();

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
