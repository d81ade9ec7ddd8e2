using System.Collections.Immutable;
using TwinningWorkflow.Engine.Elements;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Requests;

/// <summary>A person completes a task.</summary>
internal static class TaskCompletion
{
    public static Decision.Rejected? Request(Step step, CompleteTask command)
    {
        var state = step.State;
        if (Assignments.Open(step, command.TaskId) is not ({ } element, { } task))
            return Assignments.NotOpen(command.TaskId);
        if (element.Phase != ElementPhase.Active)
            return Refusal.Of(
                RejectionCode.TaskNotOpen,
                $"Expected task {command.TaskId} to be active, but an incident stops it."
            );
        if (task.Form.Role.Length > 0 && command.Actor.Role != task.Form.Role)
            return Refusal.Of(
                RejectionCode.NotYours,
                $"Expected the role '{task.Form.Role}', but the actor's is '{command.Actor.Role}'."
            );
        if (state.Suspended)
            return Refusal.Of(RejectionCode.Suspended, "Expected the process to run, but it is suspended.");
        if (Assignments.OfAnother(step.Command.Actor, element) is { } others)
            return others;
        if (Assignments.Barred(step, task) is { } barred)
            return barred;
        // before the fields: while the gate is closed no field can mend it, and people must read why it is
        if (GateCheck.Closed(step, task.Form, command.Outcome) is { } closed)
            return closed;
        var problems = Problems(step, command);
        if (problems.Length > 0)
            return Refusal.Of(
                RejectionCode.InvalidFields,
                $"Expected the fields of '{task.Id}' to be right, but {problems.Length} are not.",
                problems
            );
        step.Emit(
            new TaskCompleted(element.Id, task.Id, command.Outcome ?? "", command.Fields)
            {
                Subject = element.Subject(),
                DoneBy = step.Definition.Watched.Contains(task.Id) ? command.Actor.Person : null,
                DoneFor = step.Definition.Watched.Contains(task.Id) ? command.Actor.OnBehalfOf : null,
            }
        );
        ActivityBehaviour.Completed(step, task, element);
        return null;
    }

    /// <summary>What is wrong with the values, whether or not the task may be completed; nothing when it is not open.</summary>
    public static ImmutableArray<FieldProblem> Problems(Step step, CompleteTask command) =>
        step.State.Elements.TryGetValue(command.TaskId, out var element)
        && step.Definition.Node(element.Node) is UserTask task
            ? FormCheck.Problems(
                task.Id,
                task.Form,
                command.Outcome,
                command.Fields,
                step.Variables(element.Scope, element.Item)
            )
            : [];
}
