using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Elements;

/// <summary>
/// Who catches what an inner place throws: the nearest enclosing boundary event or event sub-process, and in one place the
/// very code before a catch-all (BPMN 13.5.3, 13.5.4).
/// </summary>
internal static class Catches
{
    /// <summary>A boundary event with the id of the element it sits on, or a start event with the scope it starts in.</summary>
    public sealed record Found(FlowNode Node, long At);

    /// <summary>The code that a trigger catches, empty for all; null when it catches nothing of this kind.</summary>
    public delegate string? CodeOf(EventTrigger trigger);

    public static string? Error(EventTrigger trigger) => (trigger as EventTrigger.Error)?.Code;

    public static string? Escalation(EventTrigger trigger) => (trigger as EventTrigger.Escalation)?.Code;

    /// <summary>From a scope outwards; null when nobody catches.</summary>
    public static Found? Around(Step step, long scope, CodeOf codeOf, string code)
    {
        // what a handler throws is not caught by itself or its siblings, but further out
        var fromHandler = false;
        while (true)
        {
            if (!fromHandler && Inside(step, scope, codeOf, code) is { } inside)
                return inside;
            if (scope == ProcessState.RootScope)
                return null;
            var element = step.State.Elements[scope];
            if (AtBoundary(step, element, codeOf, code) is { } boundary)
                return boundary;
            fromHandler = !element.Holder && step.Definition.Node(element.Node) is SubProcess { Triggered: true };
            scope = element.Scope;
        }
    }

    public static Found? AtBoundary(Step step, ActiveElement element, CodeOf codeOf, string code)
    {
        // the boundary events of one of several runs sit on the holder of all
        if (Loops.IsRun(step.State, element))
            return null;
        var boundaries = ((Activity)step.Definition.Node(element.Node)).Boundaries;
        return Match(boundaries, static b => b.Trigger, codeOf, code) is { } caught
            ? new Found(caught, element.Id)
            : null;
    }

    /// <summary>The token, or the event sub-process, goes on from where it was caught.</summary>
    public static void Take(Step step, Found found, string because)
    {
        if (found.Node is BoundaryEvent boundary)
        {
            var scope = step.State.Elements[found.At].Scope;
            if (boundary.Interrupting)
                Cancellation.Of(step, found.At, because);
            step.Passed(boundary.Id);
            step.Leave(boundary, scope);
        }
        else
            Waits.StartEventSubProcess(step, (StartEvent)found.Node, found.At);
    }

    private static Found? Inside(Step step, long scope, CodeOf codeOf, string code)
    {
        if (step.State.Elements.TryGetValue(scope, out var element) && element.Holder)
            return null;
        var starts = step
            .Definition.Contents[step.ContainerOf(scope)]
            .Select(step.Definition.Node)
            .OfType<SubProcess>()
            .Where(static s => s.Triggered)
            .Select(s => ScopeCompletion.StartOf(step.Definition, s.Id));
        return Match(starts, static s => s.Trigger, codeOf, code) is { } caught ? new Found(caught, scope) : null;
    }

    private static T? Match<T>(IEnumerable<T> candidates, Func<T, EventTrigger> trigger, CodeOf codeOf, string code)
        where T : FlowNode
    {
        T? all = null;
        foreach (var candidate in candidates)
            switch (codeOf(trigger(candidate)))
            {
                case null:
                    break;
                case "":
                    all ??= candidate;
                    break;
                case var own when own == code:
                    return candidate;
            }
        return all;
    }
}
