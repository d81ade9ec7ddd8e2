using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Elements;

/// <summary>
/// Rests until the host tells what its handler made of the script (BPMN 13.3.3). It is a wait and no call, so that a script
/// may take its time, be interrupted by a boundary event, and run beside others.
/// </summary>
internal sealed class ScriptTaskBehaviour : ActivityBehaviour
{
    protected override long Activate(Step step, Activity activity, long scope, string item) =>
        step.Emit(new ElementActivated(activity.Id, scope, item, ScopeKind.None));
}
