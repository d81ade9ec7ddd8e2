using System.Collections.Immutable;
using TwinningWorkflow.Engine.Elements;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Engine.Requests;

namespace TwinningWorkflow.Engine.Retold;

/// <summary>A form that an event filled in: of a task that was done, or of a message that came.</summary>
/// <param name="Node">Whose form it is.</param>
/// <param name="Form">What it asks for.</param>
/// <param name="Outcome">The outcome chosen; empty when none.</param>
/// <param name="Fields">The values, without the outcome.</param>
/// <param name="Scope">The scope from which its bounds look.</param>
/// <param name="Item">The item; empty when none.</param>
internal sealed record FilledForm(
    string Node,
    StepForm Form,
    string Outcome,
    ImmutableDictionary<string, DataValue> Fields,
    long Scope,
    string Item
)
{
    /// <param name="definition">The process file.</param>
    /// <param name="before">The instance before the event.</param>
    /// <param name="e">The event; null is answered for one that filled in none.</param>
    public static FilledForm? Of(ProcessDefinition definition, ProcessState before, ProcessEvent e) =>
        e switch
        {
            TaskCompleted done when definition.FormOf(done.Node) is { } form => new FilledForm(
                done.Node,
                form,
                done.Outcome,
                done.Fields,
                before.Elements[done.Element].Scope,
                before.Elements[done.Element].Item
            ),
            MessageReceived message when definition.FormOf(message.Node) is { } form => new FilledForm(
                message.Node,
                form,
                form.Outcomes.IsEmpty ? "" : OutcomeOf(message),
                form.Outcomes.IsEmpty ? message.Fields : message.Fields.Remove(FormCheck.OutcomeField),
                Waits.ScopeOf(before, before.Messages[message.Wait].Element),
                ""
            ),
            _ => null,
        };

    private static string OutcomeOf(MessageReceived message) =>
        message.Fields.GetValueOrDefault(FormCheck.OutcomeField) is DataValue.Text(var chosen) ? chosen : "";
}
