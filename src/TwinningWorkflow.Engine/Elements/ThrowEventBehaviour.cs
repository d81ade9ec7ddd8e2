using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Elements;

/// <summary>
/// An intermediate throw event: its assignments, then the token leaves, and then the result is brought about, since who catches
/// it may interrupt the scope and the token with it.
/// </summary>
internal sealed class ThrowEventBehaviour : ElementBehaviour
{
    /// <summary>
    /// A signal is heard by who listens now. Tokens of the same step that are still on their way to a catch event come first, or
    /// it would depend on the order of flows in the file whether they hear it.
    /// </summary>
    public override bool AfterOthers(FlowNode node) => ((ThrowEvent)node).Result is EventResult.Signal;

    public override void Enter(Step step, FlowNode node, long scope, SequenceFlow? via, string item)
    {
        var thrown = (ThrowEvent)node;
        // a link's one flow bears its id, and paints it
        if (thrown.Result is not EventResult.Link)
            step.Passed(node.Id);
        Leave(step, node, scope, "");
        BringAbout(step, node, thrown.Result, scope);
    }

    public static void BringAbout(Step step, FlowNode node, EventResult result, long scope)
    {
        switch (result)
        {
            case EventResult.Message(var name, var recipient):
                step.Emit(new MessageSent(node.Id, name, SendTaskBehaviour.Recipient(step, recipient, scope, "")));
                break;
            case EventResult.Signal(var name):
                Signals.Throw(step, node.Id, name);
                break;
            case EventResult.Escalation(var code):
                Escalations.Throw(step, node.Id, code, scope);
                break;
        }
    }
}
