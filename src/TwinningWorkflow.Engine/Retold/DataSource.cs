using System.Collections.Immutable;
using TwinningWorkflow.Engine.Elements;
using TwinningWorkflow.Engine.Expressions;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Retold;

/// <summary>
/// Where the values of a <see cref="DataChanged"/> came from. The event does not say; what it holds and what stands around it
/// does.
/// </summary>
internal abstract record DataSource
{
    private DataSource() { }

    /// <summary>They were copied from another scope: by name, the name there.</summary>
    public sealed record Copied(long Scope, ImmutableDictionary<string, string> Names) : DataSource;

    /// <summary>They were computed: by name, the expression, as seen from a scope and an item.</summary>
    public sealed record Computed(long Scope, string Item, ImmutableDictionary<string, Expression> Values) : DataSource;

    /// <summary>All that it may be; none for what came from outside.</summary>
    /// <param name="definition">The process file.</param>
    /// <param name="state">The instance before the event.</param>
    /// <param name="past">All that happened.</param>
    /// <param name="index">Where the event stands.</param>
    public static ImmutableArray<DataSource> Of(
        ProcessDefinition definition,
        ProcessState state,
        IReadOnlyList<PastEvent> past,
        int index
    )
    {
        var changed = (DataChanged)past[index].Event;
        if (HandedOut(definition, state, changed, Beside(past, index + 1)) is { } handed)
            return [handed];
        if (
            changed.Scope == state.Sequence
            && Beside(past, index - 1) is ElementActivated begun
            && TakenIn(definition, state, changed, begun) is { } taken
        )
            return [taken];
        return Assigned(definition, state, changed, Passed(past, index));
    }

    private static ProcessEvent? Beside(IReadOnlyList<PastEvent> past, int index) =>
        index >= 0 && index < past.Count ? past[index].Event : null;

    /// <summary>A call, a multi-instance body or an event sub-process that ends leaves what it has outside.</summary>
    private static DataSource? HandedOut(
        ProcessDefinition definition,
        ProcessState state,
        DataChanged changed,
        ProcessEvent? next
    )
    {
        if (
            next is not ElementCompleted { Element: var id }
            || !state.Scopes.TryGetValue(id, out var scope)
            || !state.Elements.TryGetValue(id, out var element)
            || state.DataScope(element.Scope) != changed.Scope
        )
            return null;
        if (scope.Called && definition.Node(element.Node) is CallActivity call)
        {
            var results = call.Results.ToImmutableDictionary(
                r => CallActivityBehaviour.Outside(call, r.Name, element.Item),
                r => r.Value
            );
            return changed.Data.Keys.All(results.ContainsKey) ? new Computed(id, "", results) : null;
        }
        var suffix = element.Item.Length == 0 ? "" : "." + element.Item;
        var names = scope.Data.Keys.ToImmutableDictionary(name => name + suffix, name => name);
        return
            (suffix.Length > 0 || scope.Own)
            && names.Count == changed.Data.Count
            && changed.Data.Keys.All(names.ContainsKey)
            ? new Copied(id, names)
            : null;
    }

    /// <summary>A call is given its values, and an event sub-process what its message brought, right when it begins.</summary>
    private static DataSource? TakenIn(
        ProcessDefinition definition,
        ProcessState state,
        DataChanged changed,
        ElementActivated begun
    ) =>
        begun.Opens switch
        {
            ScopeKind.Called
                when definition.Node(begun.Node) is CallActivity call
                    && changed.Data.Keys.All(name => call.Given.Any(g => g.Variable == name)) => new Computed(
                begun.Scope,
                begun.Item,
                call.Given.ToImmutableDictionary(static g => g.Variable, static g => g.Value)
            ),
            ScopeKind.EventSubProcess
                when ScopeCompletion.StartOf(definition, begun.Node) is var start
                    && changed.Data.Keys.All(name => Lookup.IsUnder(name, start.Id)) => new Copied(
                state.DataScope(begun.Scope),
                changed.Data.Keys.ToImmutableDictionary(static name => name, static name => name)
            ),
            _ => null,
        };

    /// <summary>By a node that assigns just these variables, of those that were left in the step where there are any.</summary>
    private static ImmutableArray<DataSource> Assigned(
        ProcessDefinition definition,
        ProcessState state,
        DataChanged changed,
        ImmutableHashSet<string> passed
    )
    {
        var nodes = definition
            .Nodes.Values.Where(n =>
                n.Info.Assignments.Length == changed.Data.Count
                && n.Info.Assignments.All(a => changed.Data.ContainsKey(a.Variable))
            )
            .ToList();
        var left = nodes.FindAll(n => passed.Contains(n.Id) || n.Info.Outgoing.Any(f => passed.Contains(f.Id)));
        return
        [
            .. (left.Count > 0 ? left : nodes).SelectMany(node =>
                ScopesOf(definition, state, node)
                    .Where(scope => state.VariableScope(scope) == changed.Scope)
                    .Select(scope => new Computed(
                        scope,
                        "",
                        node.Info.Assignments.ToImmutableDictionary(static a => a.Variable, static a => a.Value)
                    ))
            ),
        ];
    }

    /// <summary>The scopes in which a node may run.</summary>
    public static IEnumerable<long> ScopesOf(ProcessDefinition definition, ProcessState state, FlowNode node) =>
        state
            .Scopes.Values.Where(scope =>
                Lookup.ContainerOf(definition, scope) == node.Info.Container
                && !(state.Elements.TryGetValue(scope.Id, out var element) && element.Holder)
            )
            .Select(static scope => scope.Id);

    /// <summary>What the tokens of the step passed, which it tells last.</summary>
    private static ImmutableHashSet<string> Passed(IReadOnlyList<PastEvent> past, int index)
    {
        for (var i = index; i < past.Count && past[i].At == past[index].At; i++)
            if (past[i].Event is FlowsTaken taken)
                return [.. taken.Flows];
        return [];
    }
}
