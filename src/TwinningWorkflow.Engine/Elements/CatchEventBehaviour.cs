using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Elements;

/// <summary>An intermediate catch event waits, then the token leaves it. A link's is passed: its throw event leads here.</summary>
internal sealed class CatchEventBehaviour : ElementBehaviour
{
    public override void Enter(Step step, FlowNode node, long scope, SequenceFlow? via, string item)
    {
        if (((CatchEvent)node).Trigger is EventTrigger.Link)
        {
            step.Passed(node.Id);
            step.Leave(node, scope);
            return;
        }
        var id = step.Emit(new ElementActivated(node.Id, scope, "", ScopeKind.None));
        Waits.Open(step, node, ((CatchEvent)node).Trigger, id, scope, "");
    }
}
