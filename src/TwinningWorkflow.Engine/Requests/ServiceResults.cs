using System.Collections.Immutable;
using TwinningWorkflow.Engine.Elements;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Requests;

/// <summary>The host tells what came of the work of a service task, or of a script.</summary>
internal static class ServiceResults
{
    private static readonly ImmutableDictionary<string, DataValue> NoResult = ImmutableDictionary<
        string,
        DataValue
    >.Empty;

    public static Decision.Rejected? Complete(Step step, CompleteService command)
    {
        if (Find(step, command.ElementId) is not { } found)
            return NotActive(command.ElementId);
        var problems = Problems(step, found.Task, found.Element, command.Result);
        if (problems.Length > 0)
            return Refusal.Of(
                RejectionCode.InvalidFields,
                $"Expected results that the history can hold, but {problems.Length} are not.",
                problems
            );
        if (found.Task is ScriptTask)
        {
            step.Emit(new ServiceCompleted(command.ElementId, found.Task.Id, NoResult));
            if (!command.Result.IsEmpty)
                step.Emit(new DataChanged(step.State.VariableScope(found.Element.Scope), command.Result));
        }
        else
            step.Emit(new ServiceCompleted(command.ElementId, found.Task.Id, command.Result));
        ActivityBehaviour.Completed(step, found.Task, found.Element);
        return null;
    }

    public static Decision.Rejected? Fail(Step step, FailService command)
    {
        if (Find(step, command.ElementId) is not { } found)
            return NotActive(command.ElementId);
        if (command.ErrorCode is null || !Errors.TryCatch(step, found.Task.Id, command.ErrorCode, found.Element))
            step.Emit(new IncidentRaised(found.Element.Id, found.Task.Id, Incidents.ServiceFailed, command.Message));
        return null;
    }

    /// <summary>A script writes variables of the process; what a service gives is kept under its node, whatever it is.</summary>
    private static ImmutableArray<FieldProblem> Problems(
        Step step,
        Activity task,
        ActiveElement element,
        ImmutableDictionary<string, DataValue> result
    ) =>
        task is ScriptTask
            ? Starting.Problems(step.Definition, Lookup.Declared(step.Definition, step.State, element.Scope), result)
            : FormCheck.OutOfRange(result);

    private static (Activity Task, ActiveElement Element)? Find(Step step, long id) =>
        step.State.Elements.TryGetValue(id, out var element)
        && element is { Holder: false, Phase: ElementPhase.Active }
        && step.Definition.Node(element.Node) is Activity and (ServiceTask or ScriptTask) and var task
            ? ((Activity)task, element)
            : null;

    private static Decision.Rejected NotActive(long id) =>
        Refusal.Of(
            RejectionCode.ElementNotActive,
            $"Expected service or script task {id} to be active, but it is not."
        );
}
