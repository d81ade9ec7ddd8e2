using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Elements;

/// <summary>Start and boundary events: what they wait for has happened, the token only leaves them.</summary>
internal sealed class PassingBehaviour : ElementBehaviour
{
    public override void Enter(Step step, FlowNode node, long scope, SequenceFlow? via, string item) =>
        step.Leave(node, scope);
}
