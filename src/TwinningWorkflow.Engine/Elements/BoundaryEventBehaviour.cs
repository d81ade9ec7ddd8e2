using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Elements;

/// <summary>A boundary event: what it waits for has happened, the token only leaves it.</summary>
internal sealed class BoundaryEventBehaviour : ElementBehaviour
{
    public override void Enter(Step step, FlowNode node, long scope, SequenceFlow? via, string item) =>
        step.Leave(node, scope);
}
