using TwinningWorkflow.Engine;

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
