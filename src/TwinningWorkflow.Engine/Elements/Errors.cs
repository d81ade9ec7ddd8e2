using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Elements;

/// <summary>
/// A BPMN error looks for the nearest enclosing catch, its own code before a catch-all, and always interrupts
/// (BPMN 13.5.3). Uncaught, it ends the process as failed.
/// </summary>
internal static class Errors
{
    /// <summary>Thrown by an error end event.</summary>
    public static void Throw(Step step, string node, string code, long scope)
    {
        // an interrupted scope's other tokens do not run on
        step.DropTokens(scope);
        if (Climb(step, node, code, scope))
            return;
        step.Emit(new ErrorThrown(node, code, ""));
        Cancellation.Children(step, ProcessState.RootScope, "error");
        step.EndProcess(ProcessStatus.Failed, node, code);
    }

    /// <summary>Thrown by an activity: its own boundary first. False when nobody catches it; then nothing has happened.</summary>
    public static bool TryCatch(Step step, string node, string code, ActiveElement element) =>
        CaughtAtBoundary(step, node, code, element) || Climb(step, node, code, element.Scope);

    private static bool Climb(Step step, string node, string code, long scope)
    {
        // a handler's own error is not handled by itself or its siblings, but further out
        var fromHandler = false;
        while (true)
        {
            if (!fromHandler && CaughtInside(step, node, code, scope))
                return true;
            if (scope == ProcessState.RootScope)
                return false;
            var element = step.State.Elements[scope];
            if (CaughtAtBoundary(step, node, code, element))
                return true;
            fromHandler = !element.Holder && step.Definition.Node(element.Node) is SubProcess { Triggered: true };
            scope = element.Scope;
        }
    }

    private static bool CaughtAtBoundary(Step step, string node, string code, ActiveElement element)
    {
        // a body's boundary events sit on the holder of the bodies
        if (Loops.IsRun(step.State, element))
            return false;
        var caught = Match(((Activity)step.Definition.Node(element.Node)).Boundaries, static b => b.Trigger, code);
        if (caught is null)
            return false;
        step.Emit(new ErrorThrown(node, code, caught.Id));
        Cancellation.Of(step, element.Id, "error");
        step.Passed(caught.Id);
        step.Leave(caught, element.Scope);
        return true;
    }

    private static bool CaughtInside(Step step, string node, string code, long scope)
    {
        if (step.State.Elements.TryGetValue(scope, out var element) && element.Holder)
            return false;
        var container = step.State.Scopes[scope].Node;
        var starts = step
            .Definition.Contents[container]
            .Select(step.Definition.Node)
            .OfType<SubProcess>()
            .Where(static s => s.Triggered)
            .Select(s => ScopeCompletion.StartOf(step.Definition, s.Id));
        var caught = Match(starts, static s => s.Trigger, code);
        if (caught is null)
            return false;
        step.Emit(new ErrorThrown(node, code, caught.Id));
        Waits.StartEventSubProcess(step, caught, scope);
        return true;
    }

    private static T? Match<T>(IEnumerable<T> candidates, Func<T, EventTrigger> trigger, string code)
        where T : FlowNode
    {
        T? all = null;
        foreach (var candidate in candidates)
        {
            if (trigger(candidate) is not EventTrigger.Error error)
                continue;
            if (error.Code.Length == 0)
                all ??= candidate;
            else if (error.Code == code)
                return candidate;
        }
        return all;
    }
}
