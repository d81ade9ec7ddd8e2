using System.Collections.Immutable;
using NodaTime;

namespace TwinningWorkflow.Web.Terms;

/// <summary>A computed term that can explain itself: see <see cref="TermWords"/>.</summary>
/// <param name="Due">The first instant after the term: 24:00 of its last day; of hours the instant at which they are over.</param>
/// <param name="Start">The day from which it was counted, forward or back.</param>
/// <param name="Nominal">The last day by mere counting.</param>
/// <param name="Last">The last day after moving: of a term counted back the latest day on which the act can still be done.</param>
/// <param name="Moves">Each day that moved the end, in the order of moving; empty when the nominal day stands.</param>
public sealed record ComputedTerm(
    Instant Due,
    LocalDate Start,
    LocalDate Nominal,
    LocalDate Last,
    ImmutableArray<MovedDay> Moves
)
{
    /// <summary>Of hours the time on the wall from which they were counted; null for other units.</summary>
    public LocalTime? StartTime { get; init; }

    /// <summary>Of hours the time on the wall of <see cref="Last"/> at which they end, midnight being 24:00; null for other units.</summary>
    public LocalTime? EndTime { get; init; }

    /// <inheritdoc/>
    public bool Equals(ComputedTerm? other) =>
        other is not null
        && Due == other.Due
        && Start == other.Start
        && Nominal == other.Nominal
        && Last == other.Last
        && StartTime == other.StartTime
        && EndTime == other.EndTime
        && Moves.AsSpan().SequenceEqual(other.Moves.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Due, Start, Nominal, Last);
}

/// <summary>A day on which the term could not end.</summary>
/// <param name="Day">The day.</param>
/// <param name="Why">The code of the reason.</param>
public sealed record MovedDay(LocalDate Day, string Why);
