using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Elements;

/// <summary>Opens a scope and starts what is in it.</summary>
internal sealed class SubProcessBehaviour : ActivityBehaviour
{
    protected override long Activate(Step step, Activity activity, long scope, string item)
    {
        var id = step.Emit(new ElementActivated(activity.Id, scope, item, ScopeKind.SubProcess));
        step.Enter(ScopeCompletion.StartOf(step.Definition, activity.Id), id, "");
        return id;
    }
}
