using NodaTime;

namespace TwinningWorkflow.Web.Terms.Calendars;

/// <summary>A holiday of the place. The office is closed on it.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Day">The day: of every year, or of one.</param>
public sealed record LocalHoliday(string Name, DayRange Day)
{
    /// <summary>What a reason's code begins with when the name follows: it stays readable when the calendar has changed.</summary>
    public const string Prefix = "local:";

    /// <summary>From when it holds; null: always did.</summary>
    public LocalDate? ValidFrom { get; init; }

    /// <summary>Until when it holds; null: without end.</summary>
    public LocalDate? ValidTo { get; init; }

    /// <summary>Whether a legal term that would end on it moves.</summary>
    public bool MovesTerms { get; init; }

    /// <summary>The reason's code.</summary>
    public string Reason => Prefix + Name;

    /// <summary>Is the day this holiday?</summary>
    public bool IsOn(LocalDate day) =>
        Day.Contains(day) && (ValidFrom is not { } from || from <= day) && (ValidTo is not { } to || day <= to);
}

/// <summary>Days on which the office is closed though they are no holiday, such as a bridge between two of them.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Days">Which days.</param>
public sealed record OfficeClosure(string Name, DayRange Days)
{
    /// <summary>What a reason's code begins with when the name follows.</summary>
    public const string Prefix = "closure:";

    /// <summary>Whether a legal term that would end in it moves; it never does unless the authority says so.</summary>
    public bool MovesTerms { get; init; }

    /// <summary>The reason's code.</summary>
    public string Reason => Prefix + Name;
}
