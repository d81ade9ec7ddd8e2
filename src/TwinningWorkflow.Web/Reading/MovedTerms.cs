using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Reading;

/// <summary>A term that a step counted again.</summary>
/// <param name="Node">The timer's event, or the task whose deadline it is.</param>
/// <param name="Item">Of several alike, which one; empty otherwise.</param>
/// <param name="Before">The term as it was.</param>
/// <param name="After">The term as it is.</param>
public sealed record MovedTerm(string Node, string Item, ResolvedTerm Before, ResolvedTerm After)
{
    internal static MovedTerm Of(ProcessState state, TermRecounted moved) =>
        new(
            moved.Node,
            state.SubjectOf(state.Timers.GetValueOrDefault(moved.Id)?.Element ?? moved.Id),
            moved.Before,
            moved.After
        );
}

/// <summary>Reads from the journal which terms a correction moved.</summary>
public sealed class MovedTerms(JournalReader journal)
{
    /// <summary>Those that the correction moved which left the instance at that version.</summary>
    public async Task<IReadOnlyList<MovedTerm>> OfAsync(InstanceView process, long version, CancellationToken cancel)
    {
        var stream = Journal.OfInstance(process.Row.Id);
        var entries = await journal.ReadAsync(process.Row.AuthorityId, stream, cancel);
        return
        [
            .. entries
                .Where(entry => entry.Sequence <= version)
                .Reverse()
                .Select(static entry => entry.Event)
                .TakeWhile(static e => e is not DataCorrected)
                .OfType<TermRecounted>()
                .Reverse()
                .Select(moved => MovedTerm.Of(process.State, moved)),
        ];
    }
}
