using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Elements;

/// <summary>Waits for a message; one that starts the process has received it when the token is there.</summary>
internal sealed class ReceiveTaskBehaviour : ActivityBehaviour
{
    protected override long Activate(Step step, Activity activity, long scope, string item)
    {
        var task = (ReceiveTask)activity;
        if (task.Instantiates)
        {
            Waits.ArmEventSubProcesses(step, task.Info.Container, scope);
            PassOn(step, activity, scope, item);
            return 0;
        }
        var id = step.Emit(new ElementActivated(activity.Id, scope, item, ScopeKind.None));
        Waits.Open(step, activity, task.Message, id, scope, item);
        return id;
    }
}
