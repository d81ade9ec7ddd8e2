using System.Collections.Frozen;
using NodaTime;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine;

/// <summary>What a name means at a place of an instance.</summary>
internal static class Lookup
{
    /// <summary>Is it a name under a node: the node's id, a dot, and what the node gives?</summary>
    public static bool IsUnder(string name, string node) =>
        name.Length > node.Length && name[node.Length] == '.' && name.StartsWith(node, StringComparison.Ordinal);

    /// <summary>The value, or null while there is none. Looks outwards from the scope to the process.</summary>
    public static DataValue? Value(
        ProcessDefinition definition,
        ProcessState state,
        long scope,
        string item,
        LocalDate today,
        string name
    )
    {
        switch (name)
        {
            case "today":
                return DataValue.Of(today);
            case "suspended":
                return DataValue.Of(state.Suspended);
            case "item":
                return Item(state, scope, item);
        }
        for (var s = scope; state.Scopes.TryGetValue(s, out var found); s = found.Parent)
            if (found.Data.TryGetValue(name, out var value))
                return Typed(definition, name, value);
            else if (found.Called)
                return Given(definition, state, found, name);
            else if (found.Own && IsOwn(definition, state, found, name))
                return null;
        return null;
    }

    /// <summary>
    /// Does a step inside the event sub-process of a scope give this? Then what is outside is another run's.
    /// </summary>
    private static bool IsOwn(ProcessDefinition definition, ProcessState state, Scope run, string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (
            dot < 0
            || !definition.Nodes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name.AsSpan(0, dot), out var node)
            || Declared(definition, state, run.Id).Contains(name)
        )
            return false;
        for (var container = node.Info.Container; ; container = definition.Nodes[container].Info.Container)
            if (container == run.Node)
                return true;
            else if (!definition.Nodes.ContainsKey(container))
                return false;
    }

    /// <summary>The scope that holds the value that a name means at a place; null while there is none.</summary>
    public static long? HolderOf(ProcessDefinition definition, ProcessState state, long scope, string name)
    {
        for (var s = scope; state.Scopes.TryGetValue(s, out var found); s = found.Parent)
            if (found.Data.ContainsKey(name))
                return s;
            else if (found.Called)
                return IsGiven(definition, found, name) && state.Data.ContainsKey(name) ? ProcessState.RootScope : null;
            else if (found.Own && IsOwn(definition, state, found, name))
                return null;
        return null;
    }

    /// <summary>The scope in which a value is put, seen from a place, that has none yet.</summary>
    public static long PlaceOf(ProcessDefinition definition, ProcessState state, long scope, string name) =>
        Around(state, scope) is { } call && IsGiven(definition, call, name) ? ProcessState.RootScope
        : Declared(definition, state, scope).Contains(name) ? state.VariableScope(scope)
        : state.DataScope(scope);

    /// <summary>The container whose nodes run in a scope.</summary>
    public static string ContainerOf(ProcessDefinition definition, Scope scope) =>
        definition.Nodes.TryGetValue(scope.Node, out var opener)
            ? ProcessDefinition.Opens(opener) ?? scope.Node
            : scope.Node;

    /// <summary>From a called process one sees the variables that the process that runs declares, and nothing else of it.</summary>
    private static DataValue? Given(ProcessDefinition definition, ProcessState state, Scope call, string name) =>
        IsGiven(definition, call, name) && state.Data.TryGetValue(name, out var value)
            ? Typed(definition, name, value)
            : null;

    private static bool IsGiven(ProcessDefinition definition, Scope call, string name) =>
        definition.Inputs.Contains(name) && !Of(definition, call).Declared.Contains(name);

    /// <summary>What the host put in under another type is as good as absent: the file was checked with this one.</summary>
    private static DataValue? Typed(ProcessDefinition definition, string name, DataValue value) =>
        definition.Variables.TryGetValue(name, out var type) && type != value.Type ? null : value;

    /// <summary>The variables that the process around a scope declares.</summary>
    public static FrozenSet<string> Declared(ProcessDefinition definition, ProcessState state, long scope) =>
        Around(state, scope) is { } call ? Of(definition, call).Declared : definition.Inputs;

    /// <summary>All that may be named in the process around a scope.</summary>
    public static FrozenSet<string> Known(ProcessDefinition definition, ProcessState state, long scope) =>
        Around(state, scope) is { } call ? Of(definition, call).Known : definition.Known;

    /// <summary>The nearest scope of a called process; null in the process itself.</summary>
    private static Scope? Around(ProcessState state, long scope)
    {
        for (var s = scope; state.Scopes.TryGetValue(s, out var found); s = found.Parent)
            if (found.Called)
                return found;
        return null;
    }

    private static CalledProcess Of(ProcessDefinition definition, Scope call) =>
        definition.Called[((CallActivity)definition.Node(call.Node)).Called];

    private static DataValue? Item(ProcessState state, long scope, string item)
    {
        if (item.Length > 0)
            return DataValue.Of(item);
        for (var s = scope; state.Elements.TryGetValue(s, out var element); s = element.Scope)
            if (element.Item.Length > 0)
                return DataValue.Of(element.Item);
        return null;
    }
}
