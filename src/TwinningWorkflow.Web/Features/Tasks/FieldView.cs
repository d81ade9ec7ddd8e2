using TwinningWorkflow.Web.Features.Shared;

namespace TwinningWorkflow.Web.Features.Tasks;

/// <summary>A field of a step's form as a page asks for it.</summary>
public sealed record FieldView(string Name, string Label, string Hint, FieldLook Look, bool Required)
{
    public IReadOnlyList<Choice> Choices { get; init; } = [];
    public object? Value { get; init; }

    /// <summary>True when it is required for some outcomes, or one of its group is.</summary>
    public bool Sometimes { get; init; }
    public IDictionary<string, string> Input { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>Fields that belong together: alone as a rule, one a language where a text or its copies are uploaded.</summary>
public sealed record FieldGroup(string Legend, string Hint, IReadOnlyList<FieldView> Fields);
