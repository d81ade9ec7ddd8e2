using System.Collections.Immutable;
using NodaTime;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine;

/// <summary>A computed term that can explain itself. It is recorded with the event that rests on it.</summary>
/// <param name="Due">The first instant after the term: 24:00 of its last day in the process's zone.</param>
/// <param name="Start">The civil day from which it was counted.</param>
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
    /// <inheritdoc/>
    public bool Equals(ResolvedTerm? other) =>
        other is not null
        && Due == other.Due
        && Start == other.Start
        && Nominal == other.Nominal
        && Last == other.Last
        && Moves.AsSpan().SequenceEqual(other.Moves.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Due, Start, Nominal, Last);
}

/// <summary>A day that a term could not end on.</summary>
/// <param name="Day">The day.</param>
/// <param name="Why">Code of the reason, translated by the host.</param>
public sealed record TermMove(LocalDate Day, string Why);

/// <summary>
/// Resolves a legal term under the authority's calendar. Pure: the same specification and start give the same answer. The
/// result is written into the event, so replay never asks again.
/// </summary>
public delegate ResolvedTerm TermResolver(TermSpec spec, LocalDate start);
