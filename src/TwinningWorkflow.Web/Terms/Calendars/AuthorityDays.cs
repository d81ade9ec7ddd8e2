using System.Collections.Immutable;
using NodaTime;

namespace TwinningWorkflow.Web.Terms.Calendars;

/// <summary>
/// An authority's calendar as its administrator edits it: how its terms are counted, and when its bodies sit. What practice
/// does in different ways stands here with a default; the seed is that of an Italian municipality.
/// </summary>
/// <remarks><see cref="Write"/> gives one text for equal calendars, and <see cref="Parse"/> reads it back to an equal one.</remarks>
public sealed record AuthorityDays
{
    /// <summary>How terms are counted: zone, country, patron, Saturdays, local holidays, closures and the morning.</summary>
    public TermRules Counting { get; init; } = new();

    /// <summary>When a body does not sit. Seeded: the council's August.</summary>
    public ValueList<Recess> Recesses { get; init; } =
    [new Recess(CollegiateBody.Council, new DayRange.Yearly(new AnnualDate(8, 1), new AnnualDate(8, 31)))];

    /// <summary>How long before a sitting the council must have its notice: each council's own regulation.</summary>
    public NoticeRule CouncilNotice { get; init; } = new(5, IsFree: true, CountsDeliveryDay: false);

    /// <summary>When the agenda of a sitting of the Giunta closes.</summary>
    public AgendaClosing GiuntaAgenda { get; init; } = new(2, InWorkingDays: true);

    /// <summary>When the agenda of a sitting of the council closes.</summary>
    public AgendaClosing CouncilAgenda { get; init; } = new(8, InWorkingDays: false);

    /// <summary>The seed for a patron's day; null when the authority has not given it.</summary>
    public static AuthorityDays Of(AnnualDate? patron) => new() { Counting = new TermRules { Patron = patron } };

    /// <summary>Is the body on holiday?</summary>
    public bool IsInRecess(CollegiateBody body, LocalDate day)
    {
        foreach (var recess in Recesses)
            if (recess.Body == body && recess.Days.Contains(day))
                return true;
        return false;
    }

    /// <summary>The agenda's closing of a body.</summary>
    public AgendaClosing AgendaOf(CollegiateBody body) => body == CollegiateBody.Giunta ? GiuntaAgenda : CouncilAgenda;

    /// <summary>What is wrong with it, by field; empty when nothing is.</summary>
    public ImmutableArray<DaysProblem> Problems() => AuthorityDaysCheck.Of(this);

    /// <summary>The calendar as canonical JSON: the same text for equal calendars.</summary>
    public string Write() => AuthorityDaysWriter.Write(this);

    /// <summary>The calendar of a text that <see cref="Write"/> gave, or that a person wrote.</summary>
    /// <exception cref="FormatException">It is none; the message names each field.</exception>
    public static AuthorityDays Parse(string text) =>
        TryParse(text, out var days, out var problems)
            ? days
            : throw new FormatException(string.Join(' ', problems.Select(static p => $"{p.Field}: {p.Message}")));

    /// <summary>Reads a calendar, or says by field why it is none.</summary>
    public static bool TryParse(
        string text,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out AuthorityDays? days,
        out ImmutableArray<DaysProblem> problems
    )
    {
        (days, problems) = AuthorityDaysReader.Read(text);
        return days is not null;
    }
}

/// <summary>A body that sits.</summary>
public enum CollegiateBody
{
    /// <summary>The Giunta.</summary>
    Giunta,

    /// <summary>The Council.</summary>
    Council,
}

/// <summary>Days of every year on which a body does not sit.</summary>
public sealed record Recess(CollegiateBody Body, DayRange.Yearly Days);

/// <summary>A council's notice.</summary>
/// <param name="Days">How many days before the sitting.</param>
/// <param name="IsFree">Whether the day of the sitting is kept free of the count too.</param>
/// <param name="CountsDeliveryDay">Whether the day on which the notice is delivered is counted.</param>
public sealed record NoticeRule(int Days, bool IsFree, bool CountsDeliveryDay)
{
    /// <summary>The term counted back from the sitting: its last day is the latest on which the notice can be delivered.</summary>
    public TermLength Length =>
        new(Days, IsFree && !CountsDeliveryDay ? CountedIn.FreeDays : CountedIn.Days)
        {
            Direction = TermDirection.Backward,
            // from the sitting back one end of the count is the sitting, the other the delivery
            CountsFirstDay = !IsFree && CountsDeliveryDay,
        };
}

/// <summary>The last day on which a matter can be put on the agenda of a sitting.</summary>
/// <param name="Days">How many days before the sitting.</param>
/// <param name="InWorkingDays">Whether they are working days of the office.</param>
public sealed record AgendaClosing(int Days, bool InWorkingDays)
{
    /// <summary>The term counted back from the sitting.</summary>
    public TermLength Length =>
        new(Days, InWorkingDays ? CountedIn.WorkingDays : CountedIn.Days) { Direction = TermDirection.Backward };
}

/// <summary>Something wrong with a calendar.</summary>
/// <param name="Field">Which field, such as <c>closures[0].last</c>; empty: the text as a whole.</param>
/// <param name="Fault">What kind of fault.</param>
/// <param name="Message">What was expected, and what was found.</param>
public sealed record DaysProblem(string Field, DaysFault Fault, string Message);

/// <summary>What can be wrong with a field of a calendar.</summary>
public enum DaysFault
{
    /// <summary>It is not there.</summary>
    Missing,

    /// <summary>It is not written as it should be.</summary>
    Format,

    /// <summary>It is none of those that are known.</summary>
    Unknown,

    /// <summary>It is too small, too large or too long.</summary>
    Range,

    /// <summary>It ends before it begins.</summary>
    Order,

    /// <summary>The office would hardly ever work.</summary>
    AlwaysClosed,
}
