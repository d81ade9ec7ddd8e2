using System.Collections.Immutable;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Elements;

/// <summary>
/// BPMN 13.4.3. Diverging, every flow whose condition is true is taken, else the default one. Converging, a token waits until
/// none that could still come has to be waited for; that may come true by what happens elsewhere, so the step asks again
/// whenever its tokens rest.
/// </summary>
internal sealed class InclusiveGatewayBehaviour : ElementBehaviour
{
    public override void Enter(Step step, FlowNode node, long scope, SequenceFlow? via, string item)
    {
        if (node.Info.Incoming.Length > 1 && via is not null)
        {
            step.Emit(new JoinReached(node.Id, scope, via.Id));
            step.Touch(scope);
        }
        else
            step.Leave(node, scope);
    }

    /// <summary>Lets one inclusive join of a scope go on that need not wait any longer; false when all must wait.</summary>
    public static bool PassOne(Step step, Scope scope)
    {
        var joins = step.Definition.InclusiveJoins;
        JoinReach? ready = null;
        foreach (var (node, waiting) in scope.Joins)
            if (
                joins.TryGetValue(node, out var join)
                // several may be ready at once: the first in the file goes on, then all is asked again
                && (ready is null || join.Place < ready.Place)
                && !MustWait(step, scope, join, waiting)
            )
                ready = join;
        if (ready is null)
            return false;
        step.Emit(new JoinPassed(ready.Join.Id, scope.Id));
        step.Leave(ready.Join, scope.Id);
        return true;
    }

    /// <summary>
    /// Every token beside the join counts: one in an activity at that activity, however deep in it, one at another join at
    /// that join, one that is about to throw at that event. One that waits at this join does not: it stands on a flow that has
    /// a token.
    /// </summary>
    private static bool MustWait(Step step, Scope scope, JoinReach join, ImmutableDictionary<string, int> waiting)
    {
        foreach (var child in scope.Children)
            if (join.WaitsFor(step.State.Elements[child].Node, waiting))
                return true;
        foreach (var other in scope.Joins.Keys)
            if (other != join.Join.Id && join.WaitsFor(other, waiting))
                return true;
        foreach (var late in step.Late(scope.Id))
            if (join.WaitsFor(late, waiting))
                return true;
        return false;
    }
}
