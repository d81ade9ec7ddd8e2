using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Elements;

/// <summary>Rests until the host tells what came of the service.</summary>
internal sealed class ServiceTaskBehaviour : ActivityBehaviour
{
    protected override long Activate(Step step, Activity activity, long scope, string item) =>
        step.Emit(new ElementActivated(activity.Id, scope, item, ScopeKind.None));
}
