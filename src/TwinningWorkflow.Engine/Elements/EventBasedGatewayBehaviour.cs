using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Elements;

/// <summary>
/// BPMN 13.4.4: listens for all the events behind it on one element, so that the first to come takes the element and the
/// other waits go with it in the same step.
/// </summary>
internal sealed class EventBasedGatewayBehaviour : ElementBehaviour
{
    public override void Enter(Step step, FlowNode node, long scope, SequenceFlow? via, string item)
    {
        var id = step.Emit(new ElementActivated(node.Id, scope, "", ScopeKind.None));
        foreach (var flow in node.Info.Outgoing)
        {
            var target = step.Definition.Node(flow.Target);
            Waits.Open(step, target, Waits.TriggerOf(target), id, scope, "");
        }
    }
}
