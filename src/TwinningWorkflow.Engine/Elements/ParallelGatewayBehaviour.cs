using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Elements;

/// <summary>
/// BPMN 13.4.1: goes on when at least one token waits on EACH incoming flow, and consumes exactly one of each; what came
/// in excess stays.
/// </summary>
internal sealed class ParallelGatewayBehaviour : ElementBehaviour
{
    public override void Enter(Step step, FlowNode node, long scope, SequenceFlow? via, string item)
    {
        if (node.Info.Incoming.Length > 1 && via is not null)
        {
            step.Emit(new JoinReached(node.Id, scope, via.Id));
            // counts are never 0, so one entry a flow means a token on each
            if (step.State.Scopes[scope].Joins[node.Id].Count < node.Info.Incoming.Length)
            {
                step.Touch(scope);
                return;
            }
            step.Emit(new JoinPassed(node.Id, scope));
        }
        step.Leave(node, scope);
    }

    public override void Leave(Step step, FlowNode node, long scope, string item)
    {
        Assign(step, node, scope);
        if (node.Info.Outgoing.IsEmpty)
            step.Touch(scope);
        foreach (var flow in node.Info.Outgoing)
            step.Take(flow, scope);
    }
}
