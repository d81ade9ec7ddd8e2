using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Elements;

/// <summary>Asks the host's outbox to send, and passes: delivery is the outbox's promise, not the token's.</summary>
internal sealed class SendTaskBehaviour : ActivityBehaviour
{
    protected override long Activate(Step step, Activity activity, long scope, string item)
    {
        var send = (SendTask)activity;
        step.Emit(new MessageSent(send.Id, send.Message, send.Recipient.Length > 0 ? send.Recipient : item));
        PassOn(step, activity, scope, item);
        return 0;
    }
}
