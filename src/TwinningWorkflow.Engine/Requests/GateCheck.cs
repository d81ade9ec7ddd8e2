using System.Collections.Immutable;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Requests;

/// <summary>Refuses a step while the gate that its form names is closed, condition by condition.</summary>
internal static class GateCheck
{
    /// <summary>Does a form ask its gate for this outcome?</summary>
    public static bool Asks(StepForm form, string? outcome) =>
        form.Gate.Length > 0 && (form.GateFor.IsEmpty || form.GateFor.Contains(outcome ?? ""));

    public static Decision.Rejected? Closed(Step step, StepForm form, string? outcome)
    {
        if (!Asks(form, outcome))
            return null;
        var shut = ProcessEngine
            .Findings(step.Definition, step.State, step.Definition.Gates[form.Gate], step.Command.At)
            .Where(static f => f.Closes)
            .Select(static f => new FieldProblem(f.Condition.Id, FieldProblemCode.GateCondition))
            .ToImmutableArray();
        return shut.IsEmpty
            ? null
            : Refusal.Of(
                RejectionCode.GateClosed,
                $"Expected the gate '{form.Gate}' to be open, but {shut.Length} conditions are not met.",
                shut
            );
    }
}
