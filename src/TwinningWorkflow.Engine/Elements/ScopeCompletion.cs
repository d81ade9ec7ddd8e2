using System.Collections.Immutable;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Elements;

/// <summary>
/// A scope is complete when no token and no running event sub-process is left in it (BPMN 13.3.4): then its element ends.
/// </summary>
internal static class ScopeCompletion
{
    /// <summary>The start event of a sub-process; of an event sub-process, the one that triggers it.</summary>
    public static StartEvent StartOf(ProcessDefinition definition, string container)
    {
        foreach (var id in definition.Contents[container])
            if (definition.Node(id) is StartEvent start)
                return start;
        throw new InvalidOperationException($"Expected a start event in '{container}', but there is none.");
    }

    /// <summary>Ends a scope's element.</summary>
    /// <param name="step">The step in the making.</param>
    /// <param name="id">The scope.</param>
    /// <param name="terminated">A terminate end event of its own did it.</param>
    public static void Complete(Step step, long id, bool terminated = false)
    {
        var element = step.State.Elements[id];
        var activity = (Activity)step.Definition.Node(element.Node);
        if (activity is CallActivity call && !element.Holder)
            CallActivityBehaviour.KeepResults(step, call, element);
        else if (element.Item.Length > 0)
            KeepBodyData(step, element);
        else if (step.State.Scopes[id].Own)
            HandOut(step, element, activity);
        step.Emit(new ElementCompleted(id, element.Node));
        if (activity is SubProcess { Triggered: true })
            step.Touch(element.Scope);
        else
            ActivityBehaviour.Completed(step, activity, element, terminated);
    }

    /// <summary>
    /// What the steps of an event sub-process gave is known outside when it has ended, in place of what an earlier run left.
    /// </summary>
    private static void HandOut(Step step, ActiveElement element, Activity activity)
    {
        Loops.ForgetEarlierRound(step, activity, element.Scope);
        var data = step.State.Scopes[element.Id].Data;
        if (!data.IsEmpty)
            step.Emit(new DataChanged(step.State.DataScope(element.Scope), data));
    }

    /// <summary>What a multi-instance body held is kept outside under its item.</summary>
    private static void KeepBodyData(Step step, ActiveElement body)
    {
        var data = step.State.Scopes[body.Id].Data;
        if (data.IsEmpty)
            return;
        var outside = step.State.DataScope(body.Scope);
        var kept = ImmutableDictionary.CreateBuilder<string, DataValue>();
        foreach (var (name, value) in data)
            kept.Add(name + "." + body.Item, value);
        step.Emit(new DataChanged(outside, kept.ToImmutable()));
    }
}
