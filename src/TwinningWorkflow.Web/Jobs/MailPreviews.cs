using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Mail.Templates;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>
/// A mail as it would read about a dossier as it stands now: the same writer, and no row, so that nothing can be sent.
/// </summary>
public sealed class MailPreviews(
    TwinningDatabase database,
    InstanceReader instances,
    MailWriter writer,
    BusinessClock clock
)
{
    /// <summary>The mail; null when the dossier has no step that such a mail could tell of.</summary>
    /// <param name="authority">Whose dossier.</param>
    /// <param name="dossier">The dossier.</param>
    /// <param name="template">The mail's template.</param>
    /// <param name="language">The reader's language.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task<MailDraft?> WriteAsync(
        string authority,
        Guid dossier,
        string template,
        string language,
        CancellationToken cancel
    )
    {
        if (await instances.OfDossierAsync(authority, dossier, cancel) is not [var latest, ..])
            return null;
        if (Plan(latest, template) is not { } planned)
            return null;
        var town = await database.Authorities.AsNoTracking().SingleAsync(row => row.Id == authority, cancel);
        var about = new MailSubject(
            latest.Definition,
            planned,
            latest.Row.Id,
            await database.Dossiers.AsNoTracking().SingleAsync(row => row.Id == dossier, cancel),
            town
        );
        var facts = await MailFactLines.ReadAsync(database, about, cancel);
        // no person: a link that opens for one reader alone is none of a preview's
        return MailTemplates.Write(
            writer.Model(about, facts, new MailReader("", null, "", "", language), about.Work.DayOf(clock.Now), [])
        );
    }

    /// <summary>What the dossier's process would plan: about a step that is open, else about any that could be.</summary>
    private static PlannedMail? Plan(InstanceView process, string template)
    {
        var definition = process.Definition;
        var state = process.State;
        if (
            template
            is PlannedMail.TaskAssigned
                or PlannedMail.Reminder
                or PlannedMail.TaskGone
                or PlannedMail.TaskPassed
        )
        {
            var open = state
                .Elements.Values.Where(element => definition.Node(element.Node) is UserTask)
                .MinBy(element => element.Id);
            var node = open is not null
                ? (UserTask)definition.Node(open.Node)
                : definition.Nodes.Values.OfType<UserTask>().FirstOrDefault();
            return node is null
                ? null
                : new PlannedMail(template, node.Id)
                {
                    Role = node.Form.Role,
                    Item = open?.Subject() ?? "",
                    Term = open?.Deadline,
                };
        }
        var send = definition
            .Nodes.Values.OfType<SendTask>()
            .FirstOrDefault(node => (node.Template is { Length: > 0 } named ? named : node.Message) == template);
        if (send is not null)
            return new PlannedMail(template, send.Id)
            {
                Facts = send.Facts.IsEmpty
                    ? []
                    :
                    [
                        .. send
                            .Facts.Where(state.Data.ContainsKey)
                            .Select(name => new MailFact(name, state.Data[name])),
                    ],
            };
        var timer = state.Timers.Values.FirstOrDefault(wait =>
            wait.Term is not null && IsOf(definition, wait, template)
        );
        return timer is null
            ? null
            : new PlannedMail(template, timer.Node)
            {
                Item = state.SubjectOf(timer.Element),
                Term = timer.Term,
                Before = template == PlannedMail.TermMoved ? timer.Term : null,
            };
    }

    private static bool IsOf(ProcessDefinition definition, TimerWait wait, string template) =>
        template
            is PlannedMail.TermStarted
                or PlannedMail.TermReminder
                or PlannedMail.TermElapsed
                or PlannedMail.TermMoved
                or PlannedMail.TermGone
        || TermExplanation.TermOf(definition.Node(wait.Node))?.Template == template;
}
