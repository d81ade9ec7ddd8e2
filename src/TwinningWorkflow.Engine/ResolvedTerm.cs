using System.Collections.Immutable;
using NodaTime;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine;

/// <summary>A computed term that can explain itself. It is recorded with the event that rests on it.</summary>
/// <param name="Due">The first instant after the term: 24:00 of its last day, or the instant at which its hours have elapsed.</param>
/// <param name="Start">The civil day from which it was counted, forward or back.</param>
/// <param name="Nominal">The last day by mere counting.</param>
/// <param name="Last">The last day after moving off holidays.</param>
/// <param name="Moves">Each day that moved the end, with the code of its reason (<c>sunday</c>, <c>easter-monday</c>, ...).</param>
public sealed record ResolvedTerm(
    Instant Due,
    LocalDate Start,
    LocalDate Nominal,
    LocalDate Last,
    ImmutableArray<TermMove> Moves
)
{
    /// <summary>The country by whose calendar it was counted; null: by the authority's own.</summary>
    public string? Calendar { get; init; }

    /// <summary>Of hours the time on the wall from which they were counted; null for other units.</summary>
    public LocalTime? StartTime { get; init; }

    /// <summary>Of hours the time on the wall at which they end, midnight being 24:00 of the last day; null for other units.</summary>
    public LocalTime? EndTime { get; init; }

    /// <inheritdoc/>
    public bool Equals(ResolvedTerm? other) =>
        other is not null
        && Due == other.Due
        && Start == other.Start
        && Nominal == other.Nominal
        && Last == other.Last
        && Calendar == other.Calendar
        && StartTime == other.StartTime
        && EndTime == other.EndTime
        && Moves.AsSpan().SequenceEqual(other.Moves.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Due, Start, Nominal, Last);
}

/// <summary>A day that a term could not end on.</summary>
/// <param name="Day">The day.</param>
/// <param name="Why">Code of the reason, translated by the host.</param>
public sealed record TermMove(LocalDate Day, string Why);

/// <summary>
/// Resolves a legal term under the authority's calendar. Pure: the same specification, start and place give the same answer.
/// The result is written into the event, so replay never asks again.
/// </summary>
/// <param name="spec">The term.</param>
/// <param name="start">The civil day to count from, forward or back.</param>
/// <param name="place">What else is known where the term begins.</param>
public delegate ResolvedTerm TermResolver(TermSpec spec, LocalDate start, TermPlace place = default);

/// <summary>What is known where a term begins.</summary>
/// <param name="At">The business instant of the step: hours are counted from it.</param>
/// <param name="Values">The data of the process, for a term by the partner's calendar; null where it asks for none.</param>
public readonly record struct TermPlace(Instant At, Func<string, DataValue?>? Values);
