using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Elements;

/// <summary>Opens a task for its role, with its deadline where the file gives one.</summary>
internal sealed class UserTaskBehaviour : ActivityBehaviour
{
    protected override long Activate(Step step, Activity activity, long scope, string item)
    {
        var form = ((UserTask)activity).Form;
        return step.Emit(
            new TaskOpened(activity.Id, scope, item, form.Role, Deadline(step, form.Deadline, scope, item))
            {
                Around = item.Length == 0 ? step.State.Around(scope) : "",
            }
        );
    }

    /// <summary>
    /// Null when the file gives none, or when the date it counts from is not known: a task may be open without one.
    /// </summary>
    private static ResolvedTerm? Deadline(Step step, DeadlineSpec? deadline, long scope, string item)
    {
        if (deadline is null)
            return null;
        if (deadline.From is null)
            return step.Resolve(deadline.Term, step.Today);
        return deadline.From.Evaluate(step.Variables(scope, item)) is DataValue.Date(var start)
            ? step.Resolve(deadline.Term, start)
            : null;
    }
}
