using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Elements;

/// <summary>
/// What all activities share: one run a token, however many flows come in (BPMN 13.3.1), unless it is a loop or
/// multi-instance; boundary events armed while the activity, or the holder of its runs, is active.
/// </summary>
internal abstract class ActivityBehaviour : ElementBehaviour
{
    public sealed override void Enter(Step step, FlowNode node, long scope, SequenceFlow? via, string item)
    {
        var activity = (Activity)node;
        var run = Loops.IsRun(step.State, scope);
        if (activity.Loop is { } loop && !run)
            Loops.Begin(step, activity, loop, scope);
        else
        {
            var id = Activate(step, activity, scope, item);
            if (id != 0 && !run)
                Waits.ArmBoundaries(step, activity, id, scope);
        }
    }

    /// <summary>Starts one run; the answer is the element's id, 0 when it was passed at once.</summary>
    protected abstract long Activate(Step step, Activity activity, long scope, string item);

    /// <summary>A token leaves the activity, or one of its runs the holder.</summary>
    public sealed override void Leave(Step step, FlowNode node, long scope, string item)
    {
        if (Loops.IsRun(step.State, scope))
            Loops.GoOn(step, (Activity)node, scope, item);
        else
            base.Leave(step, node, scope, item);
    }

    /// <summary>
    /// After the event that ended an activity's element: the token leaves, or the runs' holder looks whether it is done.
    /// </summary>
    public static void Completed(Step step, Activity activity, ActiveElement element, bool terminated = false) =>
        Ended(step, activity, element.Scope, element.Item, terminated);

    /// <summary>Leaves an activity that was passed without resting.</summary>
    protected static void PassOn(Step step, Activity activity, long scope, string item)
    {
        step.Passed(activity.Id);
        Ended(step, activity, scope, item, terminated: false);
    }

    private static void Ended(Step step, Activity activity, long scope, string item, bool terminated)
    {
        if (Loops.IsRun(step.State, scope))
            Loops.RunEnded(step, activity, scope, item, terminated);
        else
            step.Leave(activity, scope);
    }
}
