using System.Collections.Immutable;
using System.Globalization;
using NodaTime;

namespace TwinningWorkflow.Web.Terms;

/// <summary>When a reminder of a term comes.</summary>
public enum ReminderStep
{
    /// <summary>In the civil middle between start or opening and the last day.</summary>
    Halfway,

    /// <summary>So many days before the last day.</summary>
    Before,

    /// <summary>On the last day.</summary>
    Due,

    /// <summary>So many days after the last day, and again every so many.</summary>
    After,
}

/// <summary>One line of a schedule.</summary>
/// <param name="Step">When.</param>
/// <param name="Days">How many days before or after the last day.</param>
/// <param name="Every">Of one that comes after: again every so many days; 0: once.</param>
public sealed record ReminderLine(ReminderStep Step, int Days = 0, int Every = 0);

/// <summary>The term that people are reminded of.</summary>
/// <param name="Start">The day from which it is counted.</param>
/// <param name="Last">Its last day.</param>
/// <param name="Opened">The day on which it became somebody's: that day has its own mail.</param>
public sealed record RemindedTerm(LocalDate Start, LocalDate Last, LocalDate Opened);

/// <summary>One reminder of a schedule: the same for all whom it concerns, whatever their own days and hours are.</summary>
/// <param name="Line">Its line.</param>
/// <param name="Number">Which of a line that repeats, from 1.</param>
/// <param name="Nominal">The day on which it would come if everybody worked every day.</param>
public sealed record ReminderOccurrence(ReminderLine Line, int Number, LocalDate Nominal)
{
    /// <summary>What tells it from the others of its term, for good: <c>before10-1</c>, <c>after1-3</c>.</summary>
    public string Id =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Line.Step.ToString().ToLowerInvariant()}{(Line.Days > 0 ? Line.Days : "")}-{Number}"
        );
}

/// <summary>The reminders of a term in the order of their days.</summary>
public static class ReminderSchedule
{
    /// <summary>Those whose number is one: all but the repetitions.</summary>
    public static ImmutableArray<ReminderOccurrence> First(IEnumerable<ReminderLine> lines, RemindedTerm term) =>
        [.. lines.Select(line => Of(line, 1, term)).OrderBy(static x => x.Nominal).ThenBy(static x => x.Line.Step)];

    /// <summary>The occurrence of a line by its number.</summary>
    public static ReminderOccurrence Of(ReminderLine line, int number, RemindedTerm term) =>
        new(
            line,
            number,
            line.Step switch
            {
                ReminderStep.Halfway => Middle(term),
                ReminderStep.Before => term.Last.PlusDays(-line.Days),
                ReminderStep.Due => term.Last,
                ReminderStep.After => term.Last.PlusDays(line.Days + (number - 1) * line.Every),
                _ => throw new ArgumentOutOfRangeException(nameof(line), line.Step, null),
            }
        );

    /// <summary>The number of the last repetition whose day has come; 0 when none has.</summary>
    public static int CountOn(ReminderLine line, RemindedTerm term, LocalDate day)
    {
        var days = Period.DaysBetween(term.Last.PlusDays(line.Days), day);
        return days < 0 ? 0
            : line.Every == 0 ? 1
            : 1 + days / line.Every;
    }

    private static LocalDate Middle(RemindedTerm term)
    {
        var from = LocalDate.Max(term.Start, term.Opened);
        return from.PlusDays(Period.DaysBetween(from, term.Last) / 2);
    }
}
