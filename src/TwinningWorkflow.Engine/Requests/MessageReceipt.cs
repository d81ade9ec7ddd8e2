using System.Collections.Immutable;
using TwinningWorkflow.Engine.Elements;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Requests;

/// <summary>A message has come, from a machine or as a fact that a person records.</summary>
internal static class MessageReceipt
{
    public static Decision.Rejected? Request(Step step, ReceiveMessage command)
    {
        var definition = step.Definition;
        if (!definition.Messages.TryGetValue(command.Message, out var known))
            return Refusal.Of(
                RejectionCode.UnknownMessage,
                $"Expected a message that the process catches, but '{command.Message}' is none."
            );
        var wait = WaitFor(step, command);
        var node = wait?.Node ?? known.Node;
        var form = Waits.MessageOf(definition.Node(node)).Form;
        if ((form is null ? RefuseNumbers(command) : Refuse(step, command, node, form, wait)) is { } refused)
            return refused;
        if (wait is null)
            return Refusal.Of(
                RejectionCode.NobodyWaits,
                $"Expected an open wait for '{command.Message}', but there is none yet."
            );
        var stays = !Waits.Interrupts(definition.Node(wait.Node));
        step.Emit(new MessageReceived(wait.Id, wait.Node, wait.Message, command.Fields, stays));
        Waits.Occurred(step, wait.Node, wait.Element);
        return null;
    }

    private static Decision.Rejected? RefuseNumbers(ReceiveMessage command) =>
        FormCheck.OutOfRange(command.Fields) is { Length: > 0 } problems ? Wrong(command, problems) : null;

    private static Decision.Rejected Wrong(ReceiveMessage command, ImmutableArray<FieldProblem> problems) =>
        Refusal.Of(
            RejectionCode.InvalidFields,
            $"Expected the fields of '{command.Message}' to be right, but {problems.Length} are not.",
            problems
        );

    private static Decision.Rejected? Refuse(
        Step step,
        ReceiveMessage command,
        string node,
        StepForm form,
        MessageWait? wait
    )
    {
        var role = command.Actor.Role;
        if (form.Role.Length > 0 && role != Actor.SystemRole && role != form.Role)
            return Refusal.Of(RejectionCode.NotYours, $"Expected the role '{form.Role}', but the actor's is '{role}'.");
        if (wait is not null && GateCheck.Closed(step, form, OutcomeOf(command)) is { } closed)
            return closed;
        var problems = Problems(step, command, node, form, wait);
        return problems.IsEmpty ? null : Wrong(command, problems);
    }

    /// <summary>What is wrong with the values of a message that a person records, whether or not it may be received.</summary>
    public static ImmutableArray<FieldProblem> Problems(Step step, ReceiveMessage command)
    {
        if (!step.Definition.Messages.TryGetValue(command.Message, out var known))
            return [];
        var wait = WaitFor(step, command);
        var node = wait?.Node ?? known.Node;
        return Waits.MessageOf(step.Definition.Node(node)).Form is { } form
            ? Problems(step, command, node, form, wait)
            : [];
    }

    private static ImmutableArray<FieldProblem> Problems(
        Step step,
        ReceiveMessage command,
        string node,
        StepForm form,
        MessageWait? wait
    ) =>
        FormCheck.Problems(
            node,
            form,
            OutcomeOf(command),
            form.Outcomes.IsEmpty ? command.Fields : command.Fields.Remove(FormCheck.OutcomeField),
            step.Variables(wait is null ? ProcessState.RootScope : Waits.ScopeOf(step.State, wait.Element), "")
        );

    private static MessageWait? WaitFor(Step step, ReceiveMessage command)
    {
        foreach (var (_, wait) in step.State.Messages)
            if (wait.Message == command.Message && wait.Key == (command.Key ?? ""))
                return wait;
        return null;
    }

    /// <summary>A message has no outcome of its own: a field named outcome, where the form offers outcomes, is the choice.</summary>
    private static string? OutcomeOf(ReceiveMessage command) =>
        command.Fields.GetValueOrDefault(FormCheck.OutcomeField) is DataValue.Text(var text) ? text : null;
}
