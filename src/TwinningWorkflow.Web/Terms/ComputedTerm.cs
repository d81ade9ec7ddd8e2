using System.Collections.Immutable;
using NodaTime;

namespace TwinningWorkflow.Web.Terms;

/// <summary>How long a term is.</summary>
public sealed record TermLength
{
    /// <summary>A length; 0 ends with the day it starts on, unless that day moves it.</summary>
    public TermLength(int amount, CountedIn unit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        Amount = amount;
        Unit = unit;
    }

    /// <summary>How many.</summary>
    public int Amount { get; }

    /// <summary>Of what.</summary>
    public CountedIn Unit { get; }

    /// <summary>
    /// Whether an end on a festivo moves on. It does not where days of being public are counted, of which none is there to
    /// act in.
    /// </summary>
    public bool Moves { get; init; } = true;
}

/// <summary>What a term is counted in.</summary>
public enum CountedIn
{
    /// <summary>Days, the holidays in between included.</summary>
    Days,

    /// <summary>Days on which the office works.</summary>
    WorkingDays,

    /// <summary>Months of the calendar.</summary>
    Months,
}

/// <summary>A computed term that can explain itself: see <see cref="TermWords"/>.</summary>
/// <param name="Due">The first instant after the term: 24:00 of its last day.</param>
/// <param name="Start">The day from which it was counted.</param>
/// <param name="Nominal">The last day by mere counting.</param>
/// <param name="Last">The last day after moving.</param>
/// <param name="Moves">Each day that moved the end, in order; empty when the nominal day stands.</param>
public sealed record ComputedTerm(
    Instant Due,
    LocalDate Start,
    LocalDate Nominal,
    LocalDate Last,
    ImmutableArray<MovedDay> Moves
)
{
    /// <inheritdoc/>
    public bool Equals(ComputedTerm? other) =>
        other is not null
        && Due == other.Due
        && Start == other.Start
        && Nominal == other.Nominal
        && Last == other.Last
        && Moves.AsSpan().SequenceEqual(other.Moves.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Due, Start, Nominal, Last);
}

/// <summary>A day on which the term could not end.</summary>
/// <param name="Day">The day.</param>
/// <param name="Why">The code of the reason.</param>
public sealed record MovedDay(LocalDate Day, string Why);
