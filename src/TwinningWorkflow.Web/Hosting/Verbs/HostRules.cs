using System.Collections.Immutable;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Bpmn;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Jobs;
using TwinningWorkflow.Web.Mail.Templates;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Terms.Calendars;

namespace TwinningWorkflow.Web.Hosting.Verbs;

/// <summary>
/// What a process file may ask of this application and of no other. Such a file can be published, and its token would stop
/// where the application cannot follow: better told before.
/// </summary>
internal static class HostRules
{
    private static readonly ImmutableArray<string> Services = [RegisterAgreement.Name];

    public static IEnumerable<BpmnProblem> Problems(ProcessDefinition definition)
    {
        var roles = Roles.All.Concat(definition.Lanes.Select(static l => l.Role)).ToHashSet(StringComparer.Ordinal);
        foreach (var node in definition.Nodes.Values.OrderBy(static n => n.Info.Line))
        {
            if (RoleOf(node) is { Length: > 0 } role && !roles.Contains(role))
                yield return Problem(
                    node,
                    "unknown-role",
                    $"Expected a role that people can have, but found '{role}'.",
                    $"Write one of {string.Join(", ", Roles.All)}, or give the role to a lane with tw:lane."
                );
            if (node is ServiceTask { Service: var service } && !Services.Contains(service))
                yield return Problem(
                    node,
                    "unknown-service",
                    $"Expected a service of the application, but found '{service}'.",
                    $"Write one of {string.Join(", ", Services)}, or draw a user task."
                );
            if (TemplateOf(node) is { } template && !MailTemplates.Names.Contains(template))
                yield return Problem(
                    node,
                    "unknown-template",
                    $"Expected a mail template of the application, but found '{template}'.",
                    $"Write one of {string.Join(", ", MailTemplates.Names)} as template of tw:send or tw:term, or as the message's name."
                );
            var calendar = CalendarOf(node);
            if (
                calendar.Length > 0
                && calendar != TermSpec.PartnerCalendar
                && !CountryCalendar.Known.Contains(calendar)
            )
                yield return Problem(
                    node,
                    "unknown-calendar",
                    $"Expected a country whose calendar is known, but found '{calendar}'.",
                    $"Write one of {string.Join(", ", CountryCalendar.Known)}, or leave calendar out for the authority's own."
                );
            if (
                calendar == TermSpec.PartnerCalendar
                && !(
                    definition.Variables.TryGetValue(DossierFields.PartnerCountry, out var type)
                    && type == DataType.Text
                )
            )
                yield return Problem(
                    node,
                    "unknown-calendar",
                    $"Expected the variable {DossierFields.PartnerCountry} for the partner's calendar, but it is not declared.",
                    $"""Add <tw:variable name="{DossierFields.PartnerCountry}" type="text"/> to tw:process."""
                );
        }
    }

    /// <summary>The calendar that a term asks for; empty when it is the authority's own.</summary>
    private static string CalendarOf(FlowNode node) =>
        (node is UserTask task ? task.Form.Deadline?.Term : TermExplanation.TermOf(node))?.Calendar ?? "";

    private static string RoleOf(FlowNode node) =>
        node switch
        {
            UserTask task => task.Form.Role,
            ReceiveTask { Message.Form: { } form } => form.Role,
            StartEvent { Trigger: EventTrigger.Message { Form: { } form } } => form.Role,
            CatchEvent { Trigger: EventTrigger.Message { Form: { } form } } => form.Role,
            BoundaryEvent { Trigger: EventTrigger.Message { Form: { } form } } => form.Role,
            _ => "",
        };

    /// <summary>The template of the mail that a node sends; null for one that sends none.</summary>
    private static string? TemplateOf(FlowNode node) =>
        node switch
        {
            SendTask { Template.Length: > 0 } task => task.Template,
            SendTask task => task.Message,
            EndEvent { Result: EventResult.Message message } => message.Name,
            ThrowEvent { Result: EventResult.Message message } => message.Name,
            _ when TermExplanation.TermOf(node) is { Template: { Length: > 0 } template } => template,
            _ => null,
        };

    private static BpmnProblem Problem(FlowNode node, string rule, string message, string cure) =>
        new(rule, node.Id, node.Info.Line, message, cure);
}
