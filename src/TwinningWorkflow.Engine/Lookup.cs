using NodaTime;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine;

/// <summary>What a name means at a place of an instance.</summary>
internal static class Lookup
{
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
                // what the host put in under another type is as good as absent: the file was checked with this one
                return definition.Variables.TryGetValue(name, out var type) && type != value.Type ? null : value;
        return null;
    }

    /// <summary>The scope that holds the value that a name means at a place; null while there is none.</summary>
    public static long? HolderOf(ProcessState state, long scope, string name)
    {
        for (var s = scope; state.Scopes.TryGetValue(s, out var found); s = found.Parent)
            if (found.Data.ContainsKey(name))
                return s;
        return null;
    }

    /// <summary>The item at a place: its own, or that of the nearest multi-instance body around it; null when there is none.</summary>
    public static DataValue? Item(ProcessState state, long scope, string item)
    {
        if (item.Length > 0)
            return DataValue.Of(item);
        for (var s = scope; state.Elements.TryGetValue(s, out var element); s = element.Scope)
            if (element.Item.Length > 0)
                return DataValue.Of(element.Item);
        return null;
    }
}
