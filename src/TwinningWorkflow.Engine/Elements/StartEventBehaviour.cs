using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Elements;

/// <summary>
/// The start event of a scope: the scope's event sub-processes listen from here on, then the token leaves. It is a move like
/// any other, so that a term which cannot be computed stops here with an incident and a retry arms them again.
/// </summary>
internal sealed class StartEventBehaviour : ElementBehaviour
{
    public override void Enter(Step step, FlowNode node, long scope, SequenceFlow? via, string item)
    {
        Waits.ArmEventSubProcesses(step, node.Info.Container, scope);
        step.Passed(node.Id);
        step.Leave(node, scope);
    }
}
