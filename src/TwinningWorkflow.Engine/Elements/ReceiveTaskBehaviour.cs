using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Elements;

/// <summary>Waits for a message.</summary>
internal sealed class ReceiveTaskBehaviour : ActivityBehaviour
{
    protected override long Activate(Step step, Activity activity, long scope, string item)
    {
        var id = step.Emit(new ElementActivated(activity.Id, scope, item, ScopeKind.None));
        Waits.Open(step, activity, ((ReceiveTask)activity).Message, id, scope, item);
        return id;
    }
}
