using System.Collections.Immutable;

namespace TwinningWorkflow.Engine;

/// <content>The data, and in which scope they are held.</content>
public sealed partial record ProcessState
{
    private Scope Kept(ActiveElement element, string outcome, ImmutableDictionary<string, DataValue> fields) =>
        Kept(element.Scope, element.Node, element.Item, outcome, fields);

    /// <summary>
    /// The scope that keeps a form's values, as <c>node.field</c>, in a multi-instance body as <c>node.field.item</c> outside.
    /// Other values of an earlier completion of the same node are forgotten, so that nothing stale is read for a field left
    /// empty.
    /// </summary>
    private Scope Kept(
        long scope,
        string node,
        string item,
        string outcome,
        ImmutableDictionary<string, DataValue> fields
    )
    {
        var held = Scopes[DataScope(scope)];
        var stale = item.Length == 0 ? Under(node, held.Data) : null;
        var suffix = item.Length == 0 ? "" : "." + item;
        var data = held.Data.ToBuilder();
        foreach (var (field, value) in fields)
            Set(node + "." + field + suffix, value);
        if (outcome.Length > 0)
            Set(node + ".outcome" + suffix, DataValue.Of(outcome));
        if (stale is not null)
            data.RemoveRange(stale);
        return held with { Data = data.ToImmutable() };

        void Set(string name, DataValue value)
        {
            data[name] = value;
            stale?.Remove(name);
        }
    }

    /// <summary>The names that a node gave; null when there is none.</summary>
    private static List<string>? Under(string node, ImmutableDictionary<string, DataValue> data)
    {
        List<string>? names = null;
        foreach (var (name, _) in data)
            if (Lookup.IsUnder(name, node))
                (names ??= []).Add(name);
        return names;
    }

    private ProcessState Forget(Scope scope, ImmutableArray<string> names) =>
        With(scope with { Data = scope.Data.RemoveRange(names) });

    private ProcessState Write(Scope scope, ImmutableDictionary<string, DataValue> changes)
    {
        var data = scope.Data.ToBuilder();
        foreach (var (name, value) in changes)
            data[name] = value;
        return With(scope with { Data = data.ToImmutable() });
    }

    private ProcessState Correct(
        Scope scope,
        ImmutableDictionary<string, DataValue> before,
        ImmutableDictionary<string, DataValue> after
    ) => With(scope with { Data = scope.Data.RemoveRange(before.Keys).SetItems(after) });

    /// <summary>
    /// The scope that holds what the steps of a scope give: the nearest event sub-process that interrupts nothing,
    /// multi-instance body or called process, else the process.
    /// </summary>
    public long DataScope(long scope)
    {
        for (var s = scope; s != RootScope; s = Scopes[s].Parent)
            if (Scopes[s].Own || HoldsVariables(s))
                return s;
        return RootScope;
    }

    /// <summary>
    /// The scope that holds the declared variables seen from a scope: the nearest multi-instance body or called process, else
    /// the process. All runs of an event sub-process share them.
    /// </summary>
    public long VariableScope(long scope)
    {
        var s = scope;
        while (s != RootScope && !HoldsVariables(s))
            s = Scopes[s].Parent;
        return s;
    }

    private bool HoldsVariables(long scope) =>
        Scopes[scope].Called || Elements[scope] is { Holder: false, Item.Length: > 0 };
}
