using NodaTime;
using TwinningWorkflow.Web.Terms.Calendars;

namespace TwinningWorkflow.Web.Terms;

/// <summary>What a term was counted from.</summary>
public enum TermStart
{
    /// <summary>A day of which no more is known.</summary>
    Day,

    /// <summary>A certified delivery.</summary>
    Delivery,

    /// <summary>The day on which the task was assigned.</summary>
    Assignment,

    /// <summary>The first day of a publication.</summary>
    Publication,

    /// <summary>A sitting.</summary>
    Sitting,

    /// <summary>A ceremony.</summary>
    Ceremony,

    /// <summary>A signature.</summary>
    Signature,
}

/// <summary>On what a term rests.</summary>
public enum GroundBasis
{
    /// <summary>A law.</summary>
    Law,

    /// <summary>A circular.</summary>
    Circular,

    /// <summary>Practice.</summary>
    Practice,

    /// <summary>The authority's own rule or choice.</summary>
    LocalRule,
}

/// <summary>A legal ground.</summary>
/// <param name="Basis">What kind it is.</param>
/// <param name="Citation">The citation, in the reader's language.</param>
public sealed record TermGround(GroundBasis Basis, string Citation);

/// <summary>
/// Puts a computed term into one sentence that a clerk can check on a wall calendar. Each language is a class and not a
/// resource file, because the words around a date bend (dal 9, dall'8, dal 1°).
/// </summary>
public static class TermWords
{
    private static readonly ItalianTermWords Italian = new();
    private static readonly EnglishTermWords English = new();

    /// <summary>The sentence: the end, the length, the start, each day that moved the end, and the ground.</summary>
    /// <param name="language">Two-letter code; Italian when the language is not known.</param>
    /// <param name="length">How long the term is.</param>
    /// <param name="term">The computed term.</param>
    /// <param name="start">What it was counted from.</param>
    /// <param name="ground">On what it rests; null when nothing more is known than the way of counting.</param>
    public static string Explain(
        string language,
        TermLength length,
        ComputedTerm term,
        TermStart start = TermStart.Day,
        TermGround? ground = null
    ) => Explain(language, new ExplainedTerm(length, term, start, ground));

    /// <summary>The sentence that says all that is known of a term, and always on what it rests.</summary>
    /// <param name="language">Two-letter code; Italian when the language is not known.</param>
    /// <param name="about">The term.</param>
    public static string Explain(string language, ExplainedTerm about) => In(language).Explain(about);

    /// <summary>The name of a day that is a festivo or on which the office is closed.</summary>
    /// <param name="language">Two-letter code; Italian when the language is not known.</param>
    /// <param name="why">The reason's code.</param>
    public static string Reason(string language, string why) => In(language).Reason(why);

    /// <summary>Why a day moved a term's end, and by whose rule where it is not the law's.</summary>
    /// <param name="language">Two-letter code; Italian when the language is not known.</param>
    /// <param name="about">The term.</param>
    /// <param name="move">The day that moved it.</param>
    public static string ReasonOf(string language, ExplainedTerm about, MovedDay move) =>
        about.IsLocal(move)
            ? $"{Reason(language, move.Why)}, {In(language).Basis(GroundBasis.LocalRule)}"
            : Reason(language, move.Why);

    /// <summary>How long it is: the amount and what is counted.</summary>
    /// <param name="language">Two-letter code; Italian when the language is not known.</param>
    /// <param name="length">The length.</param>
    public static string Length(string language, TermLength length) => In(language).Length(length);

    /// <summary>A date with its year and without its day of the week.</summary>
    /// <param name="language">Two-letter code; Italian when the language is not known.</param>
    /// <param name="day">The day.</param>
    public static string Date(string language, LocalDate day) => In(language).Date(day);

    /// <summary>
    /// What a reason's code is called in both languages; null where it is a day of the week or the patron's. A holiday or a
    /// closure of the authority carries its name in its code.
    /// </summary>
    internal static HolidayName? NameOf(string why)
    {
        foreach (var prefix in (ReadOnlySpan<string>)[LocalHoliday.Prefix, OfficeClosure.Prefix])
            if (why.StartsWith(prefix, StringComparison.Ordinal))
                return new HolidayName(why[prefix.Length..], "", why[prefix.Length..]);
        return CountryCalendar.NameOf(why);
    }

    /// <summary>What a country is called; null when its calendar is not known.</summary>
    internal static HolidayName? CountryOf(string country) =>
        CountryCalendar.Known.Contains(country) ? CountryCalendar.Of(country).Name : null;

    private static ITermLanguage In(string language) => language == "en" ? English : Italian;
}

/// <summary>A language that can speak of terms.</summary>
internal interface ITermLanguage
{
    string Explain(ExplainedTerm about);

    string Reason(string why);

    string Basis(GroundBasis basis);

    string Date(LocalDate day);

    string Length(TermLength length);
}
