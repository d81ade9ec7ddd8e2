using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Requests;

/// <summary>What is known of a name of the data.</summary>
/// <param name="Type">The type of its value.</param>
/// <param name="Field">The field or setting that gives it; null where none does.</param>
internal sealed record KnownName(DataType Type, FieldSpec? Field)
{
    /// <summary>
    /// Null when the file knows no such name. A value that is held under an item of a multi-instance activity is what it is
    /// without the item.
    /// </summary>
    public static KnownName? Of(ProcessDefinition definition, ProcessState state, long scope, string name)
    {
        if (
            definition.Variables.TryGetValue(name, out var type)
            && Lookup.Known(definition, state, scope).Contains(name)
        )
            return new KnownName(type, definition.FieldOf(name));
        if (Lookup.HolderOf(definition, state, scope, name) is null)
            return null;
        for (var dot = name.LastIndexOf('.'); dot > 0; dot = name.LastIndexOf('.', dot - 1))
            if (definition.Variables.TryGetValue(name[..dot], out type))
                return new KnownName(type, definition.FieldOf(name));
        return null;
    }
}
