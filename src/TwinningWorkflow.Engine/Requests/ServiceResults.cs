using TwinningWorkflow.Engine.Elements;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Requests;

/// <summary>The host tells what came of a service task's work.</summary>
internal static class ServiceResults
{
    public static Decision.Rejected? Complete(Step step, CompleteService command)
    {
        if (Find(step, command.ElementId) is not { } found)
            return NotActive(command.ElementId);
        var problems = FormCheck.OutOfRange(command.Result);
        if (problems.Length > 0)
            return Refusal.Of(
                RejectionCode.InvalidFields,
                $"Expected results that the history can hold, but {problems.Length} are not.",
                problems
            );
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

    private static (ServiceTask Task, ActiveElement Element)? Find(Step step, long id) =>
        step.State.Elements.TryGetValue(id, out var element)
        && element is { Holder: false, Phase: ElementPhase.Active }
        && step.Definition.Node(element.Node) is ServiceTask task
            ? (task, element)
            : null;

    private static Decision.Rejected NotActive(long id) =>
        Refusal.Of(RejectionCode.ElementNotActive, $"Expected service task {id} to be active, but it is not.");
}
