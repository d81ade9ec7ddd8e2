using TwinningWorkflow.Engine;

namespace TwinningWorkflow.Web.Forms;

/// <summary>Why somebody does what others will ask about, as it came.</summary>
public sealed record Reason(string? Given)
{
    /// <summary>In characters.</summary>
    public const int Longest = 2000;

    /// <summary>As it goes into the history; empty where nothing can be told.</summary>
    public string Text => ScalarText.Tidy(Given ?? "") ?? "";

    /// <summary>What is wrong with it; null when nothing is.</summary>
    /// <param name="field">The field in which it came.</param>
    public InputProblem? Problem(string field) =>
        ScalarText.Tidy(Given ?? "") switch
        {
            null => new InputProblem(field, FieldProblemCode.WrongType),
            "" => new InputProblem(field, FieldProblemCode.Required),
            { Length: > Longest } => new InputProblem(field, FieldProblemCode.TooLong, $"{Longest}"),
            _ => null,
        };
}
