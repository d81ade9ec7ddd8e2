using System.Collections.Immutable;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Reading;

/// <summary>A value that was computed from what is corrected, and is computed again.</summary>
/// <param name="Variable">Its name.</param>
/// <param name="Before">Its value as it was; null: it had none.</param>
/// <param name="After">Its value as it is; null: it has none any more.</param>
public sealed record RecomputedValue(string Variable, DataValue? Before, DataValue? After);

/// <summary>What follows from a correction. Values that several parts of the process hold under one name come once.</summary>
/// <param name="Moved">The terms that run and are counted again.</param>
/// <param name="Recomputed">The values that are computed again.</param>
/// <param name="Left">The names of values that rest on what is corrected and stay, since how they came about is not known.</param>
public sealed record Consequences(
    IReadOnlyList<MovedTerm> Moved,
    IReadOnlyList<RecomputedValue> Recomputed,
    IReadOnlyList<string> Left
)
{
    /// <summary>Does anything follow that the person who corrects may not expect?</summary>
    public bool AreMany => Recomputed.Count > 0 || Left.Count > 0;

    /// <summary>Those of the events that follow a correction.</summary>
    /// <param name="events">The events.</param>
    /// <param name="state">The instance, in which what they name still stands.</param>
    public static Consequences Of(IEnumerable<ProcessEvent> events, ProcessState state)
    {
        var all = events.ToList();
        var computed = all.OfType<DataRecomputed>().ToList();
        return new Consequences(
            [.. all.OfType<TermRecounted>().Select(moved => MovedTerm.Of(state, moved))],
            [
                .. computed
                    .SelectMany(x =>
                        x.Before.Keys.Union(x.After.Keys)
                            .Select(name => new RecomputedValue(
                                name,
                                x.Before.GetValueOrDefault(name),
                                x.After.GetValueOrDefault(name)
                            ))
                    )
                    .Distinct()
                    .OrderBy(x => x.Variable, StringComparer.Ordinal),
            ],
            [.. computed.SelectMany(x => x.Left).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]
        );
    }
}

/// <summary>Reads from the journal what followed from a correction.</summary>
public sealed class ConsequenceReader(JournalReader journal)
{
    /// <summary>Of the correction that left the instance at that version.</summary>
    public async Task<Consequences> OfAsync(InstanceView process, long version, CancellationToken cancel)
    {
        var stream = Journal.OfInstance(process.Row.Id);
        var entries = await journal.ReadAsync(process.Row.AuthorityId, stream, cancel);
        return Consequences.Of(
            entries
                .Where(entry => entry.Sequence <= version)
                .Reverse()
                .Select(static entry => entry.Event!)
                .TakeWhile(static e => e is not DataCorrected)
                .Reverse(),
            process.State
        );
    }
}
