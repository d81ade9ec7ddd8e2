using Microsoft.Extensions.Localization;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Reading;

/// <summary>What people call a variable of a process: the step and the field that give it, or the authority's choice.</summary>
public sealed class VariableNames(IStringLocalizer<HistoryText> text)
{
    /// <summary>What only the process itself computes has no other name than the file's.</summary>
    public string Of(ProcessDefinition definition, string variable, string language)
    {
        var parts = variable.Split('.');
        if (definition.FieldOf(variable) is not { } field)
            return variable;
        if (!definition.Nodes.ContainsKey(parts[0]))
            return field.Label.In(language);
        var label = field.Label.In(language) is { Length: > 0 } words ? words : text["outcome"].Value;
        var name = $"{definition.NameOf(parts[0], language)}: {label}";
        return parts.Length > 2 ? text["item", name, string.Join(' ', parts[2..])] : name;
    }
}
