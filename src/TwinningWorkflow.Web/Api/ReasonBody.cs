using System.Globalization;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Forms;

namespace TwinningWorkflow.Web.Api;

/// <summary>Why somebody does what others will ask about.</summary>
public sealed record ReasonBody
{
    /// <summary>Required. It stays in the history; at most 2000 characters.</summary>
    public string? Reason { get; init; }

    private const int Longest = 2000;

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public InputProblem? Problem() =>
        ScalarText.Tidy(Reason ?? "") switch
        {
            null => new InputProblem("reason", FieldProblemCode.WrongType),
            "" => new InputProblem("reason", FieldProblemCode.Required),
            { Length: > Longest } => new InputProblem(
                "reason",
                FieldProblemCode.TooLong,
                Longest.ToString(CultureInfo.InvariantCulture)
            ),
            _ => null,
        };
}
