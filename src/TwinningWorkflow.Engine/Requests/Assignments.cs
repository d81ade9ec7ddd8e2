using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Requests;

/// <summary>Who has a task among those who hold its role.</summary>
internal static class Assignments
{
    public static Decision.Rejected? Claim(Step step, ClaimTask command)
    {
        if (Open(step, command.TaskId) is not ({ } element, { } task))
            return NotOpen(command.TaskId);
        var actor = command.Actor;
        if (task.Form.Role.Length > 0 && actor.Role != task.Form.Role)
            return Refusal.Of(
                RejectionCode.NotYours,
                $"Expected the role '{task.Form.Role}', but the actor's is '{actor.Role}'."
            );
        if (OfAnother(actor, element) is { } others)
            return others;
        if (Barred(step, task) is { } barred)
            return barred;
        return Pass(step, element, actor.OnBehalfOf ?? actor.Person);
    }

    public static Decision.Rejected? Release(Step step, ReleaseTask command)
    {
        if (Open(step, command.TaskId) is not ({ } element, _))
            return NotOpen(command.TaskId);
        if (command.From is { } from && element.Assignee != from)
            return Refusal.Of(
                RejectionCode.NothingChanges,
                $"Expected '{from}' to have task {command.TaskId} still, but '{element.Assignee}' has it."
            );
        if (command.Oversees && Operations.NoReason(step) is { } refused)
            return refused;
        if (
            !command.Oversees
            && command.Actor.Role != Actor.SystemRole
            && OfAnother(command.Actor, element) is { } others
        )
            return others;
        return Pass(step, element, "");
    }

    public static Decision.Rejected? Assign(Step step, AssignTask command)
    {
        if (Open(step, command.TaskId) is not ({ } element, { } task))
            return NotOpen(command.TaskId);
        if (Operations.NoReason(step) is { } refused)
            return refused;
        if (!command.Oversees && !IsTheirs(command.Actor, element))
            return OfAnother(command.Actor, element)
                ?? Refusal.Of(
                    RejectionCode.NotYours,
                    $"Expected task {command.TaskId} to be the actor's, but nobody has taken it on."
                );
        if (Barring(step, task, command.Person) is { } barred)
            return barred;
        return Pass(step, element, command.Person);
    }

    /// <summary>An open task that a person may have; nulls when it is none.</summary>
    public static (ActiveElement? Element, UserTask? Task) Open(Step step, long id) =>
        step.State.Elements.TryGetValue(id, out var element)
        && !element.Holder
        && step.Definition.Node(element.Node) is UserTask task
            ? (element, task)
            : default;

    public static Decision.Rejected NotOpen(long id) =>
        Refusal.Of(RejectionCode.TaskNotOpen, $"Expected task {id} to be open, but it is done, cancelled or unknown.");

    /// <summary>Null when nobody has it, or the actor or whom the actor replaces.</summary>
    public static Decision.Rejected? OfAnother(Actor actor, ActiveElement element) =>
        element.Assignee is null || IsTheirs(actor, element)
            ? null
            : Refusal.Of(
                RejectionCode.AssignedToAnother,
                $"Expected task {element.Id} to be the actor's, but '{element.Assignee}' has it."
            );

    /// <summary>Four eyes: what one person did is looked at by another, under whatever role, account or deputy.</summary>
    public static Decision.Rejected? Barred(Step step, UserTask task) =>
        Barring(step, task, step.Command.Actor.Person)
        ?? (step.Command.Actor.OnBehalfOf is { } other ? Barring(step, task, other) : null);

    private static Decision.Rejected? Barring(Step step, UserTask task, string person) =>
        ProcessEngine.Barring(step.Definition, step.State, task.Id, person) is { } done
            ? Refusal.Of(
                RejectionCode.FourEyes,
                $"Expected '{task.Id}' to be done by somebody else than '{done}', but '{person}' did that."
            )
            : null;

    private static bool IsTheirs(Actor actor, ActiveElement element) =>
        element.Assignee is { } assignee && (assignee == actor.Person || assignee == actor.OnBehalfOf);

    private static Decision.Rejected? Pass(Step step, ActiveElement element, string person)
    {
        if ((element.Assignee ?? "") == person)
            return Refusal.Of(
                RejectionCode.NothingChanges,
                $"Expected task {element.Id} to pass to another, but it would stay where it is."
            );
        Emit(step, element, person);
        return null;
    }

    /// <summary>
    /// What somebody has who by now must not do it, because in this step they did another, is everybody's again at once: with
    /// them nobody could do it.
    /// </summary>
    public static void GiveBackBarred(Step step)
    {
        foreach (var element in step.State.Elements.Values)
            if (
                element.Assignee is { } assignee
                && ProcessEngine.Barring(step.Definition, step.State, element.Node, assignee) is not null
            )
                Emit(step, element, "");
    }

    private static void Emit(Step step, ActiveElement element, string person) =>
        step.Emit(
            new TaskAssigned(element.Id, element.Node, element.Assignee ?? "", person)
            {
                Subject = element.Subject(),
                Because =
                    person.Length == 0 && element.Assignee is { } had
                        ? ProcessEngine.Barring(step.Definition, step.State, element.Node, had)
                        : null,
            }
        );
}
