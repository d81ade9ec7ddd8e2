using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Elements;

/// <summary>Done outside, without the engine's knowledge (BPMN 13.3.3): the token passes.</summary>
internal sealed class ManualTaskBehaviour : ActivityBehaviour
{
    protected override long Activate(Step step, Activity activity, long scope, string item)
    {
        PassOn(step, activity, scope, item);
        return 0;
    }
}
