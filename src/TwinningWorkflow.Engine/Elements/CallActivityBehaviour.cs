using System.Collections.Immutable;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Elements;

/// <summary>
/// BPMN 13.3.5: the called process runs as a scope of its caller, in the same instance, under the same lock and in the same
/// history. It holds data of its own: what it is given goes in, what it results in comes out.
/// </summary>
internal sealed class CallActivityBehaviour : ActivityBehaviour
{
    protected override long Activate(Step step, Activity activity, long scope, string item)
    {
        var call = (CallActivity)activity;
        var variables = step.Variables(scope, item);
        var given = Given(call, variables);
        var id = step.Emit(new ElementActivated(call.Id, scope, item, ScopeKind.Called));
        if (!given.IsEmpty)
            step.Emit(new DataChanged(id, given));
        step.Enter(ScopeCompletion.StartOf(step.Definition, call.Called), id, "");
        return id;
    }

    /// <summary>What has no value outside is not given: inside it has none either.</summary>
    private static ImmutableDictionary<string, DataValue> Given(CallActivity call, Func<string, DataValue?> variables)
    {
        var given = ImmutableDictionary.CreateBuilder<string, DataValue>();
        foreach (var (variable, value) in call.Given)
            if (value.Evaluate(variables) is { } known)
                given[variable] = known;
        return given.ToImmutable();
    }

    /// <summary>
    /// Keeps the results outside as <c>node.name</c>, those of a multi-instance call under the item. One that has no value
    /// this time is forgotten, so that nothing stale is read in its place.
    /// </summary>
    public static void KeepResults(Step step, CallActivity call, ActiveElement element)
    {
        var inside = step.Variables(element.Id, "");
        var suffix = element.Item.Length == 0 ? "" : "." + element.Item;
        var outside = step.State.DataScope(element.Scope);
        var kept = ImmutableDictionary.CreateBuilder<string, DataValue>();
        var gone = ImmutableArray.CreateBuilder<string>();
        foreach (var (name, value) in call.Results)
        {
            var variable = call.Id + "." + name + suffix;
            if (value.Evaluate(inside) is { } result)
                kept[variable] = result;
            else if (step.State.Scopes[outside].Data.ContainsKey(variable))
                gone.Add(variable);
        }
        if (gone.Count > 0)
            step.Emit(new DataForgotten(outside, gone.DrainToImmutable()));
        if (kept.Count > 0)
            step.Emit(new DataChanged(outside, kept.ToImmutable()));
    }
}
