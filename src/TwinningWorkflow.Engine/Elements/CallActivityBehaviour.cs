using System.Collections.Immutable;
using NodaTime;
using TwinningWorkflow.Engine.Expressions;
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

    /// <summary>What a called process that runs has for a result so far; null while it has nothing.</summary>
    public sealed record SoFar(DataValue? Value);

    /// <summary>
    /// A result of a called process that runs now; null when the name means none. People see by it what was recorded today and
    /// is handed out only at the end; no condition reads it.
    /// </summary>
    public static SoFar? Running(ProcessDefinition definition, ProcessState state, LocalDate today, string name)
    {
        foreach (var scope in state.Scopes.Values)
            if (
                scope.Called
                && definition.Node(scope.Node) is CallActivity call
                && ResultOf(call, state.Elements[scope.Id].Item, name) is { } result
            )
                return new SoFar(result.EvaluateOrNull(n => Lookup.Value(definition, state, scope.Id, "", today, n)));
        return null;
    }

    private static Expression? ResultOf(CallActivity call, string item, string name)
    {
        foreach (var (result, value) in call.Results)
            if (name == Outside(call, result, item))
                return value;
        return null;
    }

    /// <summary>The name under which a result is kept outside.</summary>
    public static string Outside(CallActivity call, string result, string item) =>
        call.Id + "." + result + (item.Length == 0 ? "" : "." + item);

    /// <summary>
    /// Keeps the results outside as <c>node.name</c>, those of a multi-instance call under the item. One that has no value
    /// this time is forgotten, so that nothing stale is read in its place.
    /// </summary>
    public static void KeepResults(Step step, CallActivity call, ActiveElement element)
    {
        var inside = step.Variables(element.Id, "");
        var outside = step.State.DataScope(element.Scope);
        var kept = ImmutableDictionary.CreateBuilder<string, DataValue>();
        var gone = ImmutableArray.CreateBuilder<string>();
        foreach (var (name, value) in call.Results)
        {
            var variable = Outside(call, name, element.Item);
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
