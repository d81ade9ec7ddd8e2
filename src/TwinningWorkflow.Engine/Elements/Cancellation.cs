using System.Collections.Immutable;

namespace TwinningWorkflow.Engine.Elements;

/// <summary>Cancels elements with all they hold: descendants, timers, waits, incidents (BPMN 13.3.2).</summary>
internal static class Cancellation
{
    /// <summary>Cancels one element.</summary>
    public static void Of(Step step, long element, string because)
    {
        var ids = ImmutableArray.CreateBuilder<long>();
        Collect(step.State, element, ids);
        step.Stir(step.State.Elements[element].Scope);
        step.Emit(new ElementsCancelled(ids.DrainToImmutable(), because, 0));
    }

    /// <summary>Cancels all that is in a scope, tokens at its joins included; the scope itself stays.</summary>
    public static void Children(Step step, long scope, string because)
    {
        var ids = ImmutableArray.CreateBuilder<long>();
        foreach (var child in step.State.Scopes[scope].Children)
            Collect(step.State, child, ids);
        if (ids.Count > 0 || step.State.Scopes[scope].Joins.Count > 0)
            step.Emit(new ElementsCancelled(ids.DrainToImmutable(), because, scope));
    }

    private static void Collect(ProcessState state, long element, ImmutableArray<long>.Builder ids)
    {
        ids.Add(element);
        if (state.Scopes.TryGetValue(element, out var scope))
            foreach (var child in scope.Children)
                Collect(state, child, ids);
    }
}
