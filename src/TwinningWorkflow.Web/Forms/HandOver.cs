using TwinningWorkflow.Engine;

namespace TwinningWorkflow.Web.Forms;

/// <summary>To whom a task goes and why, as it came.</summary>
public sealed record HandOver(Guid? To, Reason Reason)
{
    /// <summary>The field in which the person comes.</summary>
    public const string ToField = "to";

    /// <summary>The field in which the reason comes.</summary>
    public const string ReasonField = "reason";

    /// <summary>What is wrong with it.</summary>
    /// <param name="candidates">Those who may get the task.</param>
    public IEnumerable<InputProblem> Problems(IEnumerable<Guid> candidates)
    {
        if (To is not { } person)
            yield return new InputProblem(ToField, FieldProblemCode.Required);
        else if (!candidates.Contains(person))
            yield return new InputProblem(ToField, FieldProblemCode.NotOffered);
        if (Reason.Problem(ReasonField) is { } wrong)
            yield return wrong;
    }
}
