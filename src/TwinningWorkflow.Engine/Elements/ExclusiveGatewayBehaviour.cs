using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Elements;

/// <summary>BPMN 13.4.2: the first true flow in file order, else the default, else an incident and the token stays.</summary>
internal sealed class ExclusiveGatewayBehaviour : ElementBehaviour
{
    public override void Enter(Step step, FlowNode node, long scope, SequenceFlow? via, string item)
    {
        Assign(step, node, scope);
        if (node.Info.Outgoing.IsEmpty)
        {
            step.Touch(scope);
            return;
        }
        Func<string, DataValue?>? variables = null;
        foreach (var flow in node.Info.Outgoing)
            if (
                flow.Id != node.Info.DefaultFlow
                && (flow.Condition is null || flow.Condition.Holds(variables ??= step.Variables(scope, "")))
            )
            {
                step.Take(flow, scope);
                return;
            }
        if (node.Info.DefaultFlow.Length == 0)
            throw NoFlow(node);
        step.Take(Default(node), scope);
    }
}
