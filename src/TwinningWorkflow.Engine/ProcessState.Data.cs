using System.Collections.Immutable;

namespace TwinningWorkflow.Engine;

/// <content>The data, and in which scope they are held.</content>
public sealed partial record ProcessState
{
    private ProcessState Keep(ActiveElement element, string outcome, ImmutableDictionary<string, DataValue> fields) =>
        Keep(element.Scope, element.Node, element.Item, outcome, fields);

    /// <summary>
    /// Keeps a form's values as <c>node.field</c>, in a multi-instance body as <c>node.field.item</c> outside. Values of an
    /// earlier completion of the same node are forgotten first, so that nothing stale is read for a field left empty.
    /// </summary>
    private ProcessState Keep(
        long scope,
        string node,
        string item,
        string outcome,
        ImmutableDictionary<string, DataValue> fields
    )
    {
        var target = DataScope(scope);
        var data = (item.Length == 0 ? Forget(target, node) : this).Scopes[target].Data.ToBuilder();
        var suffix = item.Length == 0 ? "" : "." + item;
        foreach (var (field, value) in fields)
            data[node + "." + field + suffix] = value;
        if (outcome.Length > 0)
            data[node + ".outcome" + suffix] = DataValue.Of(outcome);
        return this with { Scopes = WithScope(target, s => s with { Data = data.ToImmutable() }) };
    }

    private ProcessState Forget(long scope, string node)
    {
        List<string>? stale = null;
        foreach (var (name, _) in Scopes[scope].Data)
            if (
                name.Length > node.Length
                && name[node.Length] == '.'
                && name.StartsWith(node, StringComparison.Ordinal)
            )
                (stale ??= []).Add(name);
        return stale is null ? this : Forget(scope, stale);
    }

    private ProcessState Forget(long scope, IEnumerable<string> names) =>
        this with
        {
            Scopes = WithScope(scope, s => s with { Data = s.Data.RemoveRange(names) }),
        };

    private ProcessState Write(long scope, ImmutableDictionary<string, DataValue> data) =>
        this with
        {
            Scopes = WithScope(scope, s => s with { Data = s.Data.SetItems(data) }),
        };

    private ProcessState Correct(DataCorrected e) =>
        this with
        {
            Scopes = WithScope(e.Scope, s => s with { Data = s.Data.RemoveRange(e.Before.Keys).SetItems(e.After) }),
        };

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
