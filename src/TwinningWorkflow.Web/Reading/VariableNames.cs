using Microsoft.Extensions.Localization;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Reading;

/// <summary>What people call a variable of a process: the step and the field that give it, or the authority's choice.</summary>
public sealed class VariableNames(IStringLocalizer<HistoryText> text)
{
    /// <summary>The step, if one gives it, and what it gives.</summary>
    public string Of(ProcessDefinition definition, string variable, string language)
    {
        var (step, label) = Parts(definition, variable, language);
        return step.Length > 0 ? $"{step}: {label}" : label;
    }

    /// <summary>The step that gives it (empty where none does), and what it gives. What the process itself computes is called as
    /// its declaration says; without words, by its name in the file.</summary>
    public (string Step, string Label) Parts(ProcessDefinition definition, string variable, string language)
    {
        var parts = variable.Split('.');
        var field = definition.FieldOf(variable);
        var given = field is null ? definition.LabelOf(variable) : field.Label;
        if (field is null && given.IsEmpty)
            return ("", text["variable." + variable] is { ResourceNotFound: false } own ? own.Value : variable);
        if (!definition.Nodes.ContainsKey(parts[0]))
            return ("", given.In(language));
        var label = given.In(language) is { Length: > 0 } words ? words : text["outcome"].Value;
        return (
            definition.NameOf(parts[0], language),
            parts.Length > 2 ? text["item", label, string.Join(' ', parts[2..])] : label
        );
    }
}
