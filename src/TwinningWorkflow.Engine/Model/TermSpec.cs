using System.Collections.Immutable;

namespace TwinningWorkflow.Engine.Model;

/// <summary>The unit of a term.</summary>
public enum TermUnit
{
    /// <summary>Calendar days, the first not counted, moved off a festivo.</summary>
    Days,

    /// <summary>Working days of the authority.</summary>
    WorkingDays,

    /// <summary>Calendar months (P1M arithmetic).</summary>
    Months,

    /// <summary>Free days: neither the first day nor the last is counted.</summary>
    FreeDays,

    /// <summary>Calendar years (P1Y arithmetic).</summary>
    Years,

    /// <summary>Hours of elapsed time (PT1H) from the instant at which a task opens.</summary>
    Hours,
}

/// <summary>What happens to a term whose last day is a festivo.</summary>
public enum OnFestivo
{
    /// <summary>It ends on the next day that is none (art. 2963 c. 3 c.c.), or counted back on the last before it.</summary>
    Moves,

    /// <summary>It ends all the same: days of being public are counted, not days to act in.</summary>
    Stays,
}

/// <summary>Which way a term is counted.</summary>
public enum CountDirection
{
    /// <summary>From a start on.</summary>
    Forward,

    /// <summary>Back from an end, such as a ceremony: the term ends on the latest day on which the act can still be done.</summary>
    Backward,
}

/// <summary>Whether the day that a term is counted from is counted.</summary>
public enum FirstDay
{
    /// <summary>It is not (art. 2963 c. 2 c.c.).</summary>
    Excluded,

    /// <summary>It is.</summary>
    Included,
}

/// <summary>What a term is counted from, for the words that explain it.</summary>
public enum TermOrigin
{
    /// <summary>A day of which no more is said.</summary>
    Day,

    /// <summary>A certified delivery.</summary>
    Delivery,

    /// <summary>The first day of a publication.</summary>
    Publication,

    /// <summary>A sitting.</summary>
    Sitting,

    /// <summary>A ceremony.</summary>
    Ceremony,

    /// <summary>A signature.</summary>
    Signature,
}

/// <summary>A legal or local term as the file declares it.</summary>
/// <param name="Amount">How many; 0 to 3660.</param>
/// <param name="Unit">Of what.</param>
/// <param name="Ground">On what it rests; null when the file does not say.</param>
public sealed record TermSpec(int Amount, TermUnit Unit, LegalGround? Ground)
{
    /// <summary>What <see cref="Calendar"/> says when the country is that of the dossier's partner.</summary>
    public const string PartnerCalendar = "partner";

    /// <summary>What happens when the last day is a festivo (<c>tw:term festivo</c>).</summary>
    public OnFestivo Festivo { get; init; }

    /// <summary>Which way it is counted (<c>direction</c>).</summary>
    public CountDirection Direction { get; init; }

    /// <summary>Whether the day it is counted from is counted (<c>firstDay</c>).</summary>
    public FirstDay FirstDay { get; init; }

    /// <summary>
    /// The country by whose calendar it is counted (<c>calendar</c>, ISO 3166-1), or <see cref="PartnerCalendar"/>; empty: the
    /// authority's own calendar.
    /// </summary>
    public string Calendar { get; init; } = "";

    /// <summary>What it is counted from (<c>start</c>).</summary>
    public TermOrigin Start { get; init; }

    /// <summary>The mail that tells its end, where it has one of its own; else empty (<c>tw:term template</c>).</summary>
    public string Template { get; init; } = "";

    /// <summary>The schedule of its reminders, where people wait for it (<c>tw:remind</c>).</summary>
    public ImmutableArray<ReminderSpec> Reminders { get; init; } = [];
}
