using System.Collections.Immutable;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>What a mail of a dossier would tell.</summary>
/// <param name="Process">Of which process.</param>
/// <param name="Mail">What.</param>
/// <param name="At">When it was told, or might have been; null: now.</param>
internal sealed record PreviewPlan(InstanceView Process, PlannedMail Mail, Instant? At)
{
    /// <summary>See <see cref="Reading.PreviewedMail.DayBeforeIsMadeUp"/>.</summary>
    public bool DayBeforeIsMadeUp { get; init; }
}

/// <summary>A mail that was left once.</summary>
internal sealed record ToldMail(Guid Instance, PlannedMail Mail, Instant At);

/// <summary>
/// Finds in a dossier what a mail would tell: what lies open or runs, what was told, and where it was neither what the process file
/// has with what the journal tells of it.
/// </summary>
/// <param name="processes">The dossier's, the latest first.</param>
/// <param name="told">What was left for them, what is to be shown first.</param>
/// <param name="journalOf">Reads the journal of one.</param>
internal sealed class PreviewPlans(
    IReadOnlyList<InstanceView> processes,
    IReadOnlyList<ToldMail> told,
    Func<InstanceView, Task<IReadOnlyList<JournalEntry>>> journalOf
)
{
    /// <summary>Null when the dossier has nothing of which such a mail could tell.</summary>
    public async Task<PreviewPlan?> FindAsync(string template)
    {
        var found = CallsToWhatIsOpen(template)
            ? OfOpen(template) ?? OfTold(template)
            : OfTold(template) ?? OfOpen(template);
        if (found is not null)
            return found;
        if (IsOfTask(template))
            return OfTaskToldOtherwise(template) ?? OfFile(template);
        return await OfJournalAsync(template);
    }

    private static bool CallsToWhatIsOpen(string template) =>
        template
            is PlannedMail.TaskAssigned
                or PlannedMail.Reminder
                or PlannedMail.TermStarted
                or PlannedMail.TermReminder;

    private static bool IsOfTask(string template) =>
        template is PlannedMail.TaskAssigned or PlannedMail.Reminder or PlannedMail.TaskGone or PlannedMail.TaskPassed;

    private PreviewPlan? OfTold(string template)
    {
        foreach (var mail in told)
            if (mail.Mail.Template == template && Find(mail) is { } process)
                return new PreviewPlan(process, ToReader(mail.Mail), mail.At);
        return null;
    }

    /// <summary>To whoever looks, and not to whom it went.</summary>
    private static PlannedMail ToReader(PlannedMail mail) =>
        mail with
        {
            Person = null,
            By = null,
            ToldAs = "",
            OnBehalfOf = null,
            Below = null,
            Occurrence = "",
        };

    private InstanceView? Find(ToldMail mail) =>
        processes.FirstOrDefault(x => x.Row.Id == mail.Instance && x.Definition.Nodes.ContainsKey(mail.Mail.Node));

    private PreviewPlan? OfOpen(string template) =>
        processes.Select(process => OfOpen(process, template)).FirstOrDefault(static x => x is not null);

    private static PreviewPlan? OfOpen(InstanceView process, string template)
    {
        var (definition, state) = (process.Definition, process.State);
        if (IsOfTask(template))
            return OpenTask(process) is { } task
                ? new PreviewPlan(process, OfTask(template, process, task), null)
                : null;
        if (Sends(definition, template) is { } send)
            return new PreviewPlan(process, new PlannedMail(template, send.Id) { Facts = Facts(process, send) }, null);
        var timer = state.Timers.Values.FirstOrDefault(x => x.Term is not null && Tells(definition, x.Node, template));
        if (timer is not null)
            return OfTerm(template, process, timer.Node, state.SubjectOf(timer.Element), timer.Id, timer.Term!, null);
        return template == PlannedMail.TermMoved && OpenTask(process) is { Deadline: not null } moved
            ? WithDayBefore(new PreviewPlan(process, OfTask(template, process, moved), null))
            : null;
    }

    private static SendTask? Sends(ProcessDefinition definition, string template) =>
        definition
            .Nodes.Values.OfType<SendTask>()
            .FirstOrDefault(node => (node.Template is { Length: > 0 } named ? named : node.Message) == template);

    /// <summary>The first that has a last day; else the first.</summary>
    private static ActiveElement? OpenTask(InstanceView process) =>
        process
            .State.Elements.Values.Where(x => !x.Holder && process.Definition.Node(x.Node) is UserTask)
            .MinBy(x => (x.Deadline is null, x.Id));

    private static PlannedMail OfTask(string template, InstanceView process, ActiveElement task) =>
        MailPlan.Reminder(process.Definition, task) with
        {
            Template = template,
        };

    /// <summary>The values as they stand, also of what only the process has that is called for it.</summary>
    private static ImmutableArray<MailFact> Facts(InstanceView process, SendTask send)
    {
        var data = process.State.Data;
        return send.Facts.IsDefaultOrEmpty
            ? []
            :
            [
                .. send
                    .Facts.Select(name => (Name: name, Origin: process.Definition.OriginOf(name).Variable))
                    .Where(x => data.ContainsKey(x.Origin))
                    .Select(x => new MailFact(x.Name, data[x.Origin])),
            ];
    }

    /// <summary>A task of which some other mail told.</summary>
    private PreviewPlan? OfTaskToldOtherwise(string template)
    {
        foreach (var (instance, mail, at) in told)
            if (
                mail.TaskId > 0
                && Find(new(instance, mail, at)) is { } process
                && process.Definition.Node(mail.Node) is UserTask task
            )
                return new PreviewPlan(
                    process,
                    new PlannedMail(template, mail.Node)
                    {
                        Role = task.Form.Role,
                        Item = mail.Item,
                        TaskId = mail.TaskId,
                        Term = mail.Term,
                    },
                    at
                );
        return null;
    }

    private PreviewPlan? OfFile(string template)
    {
        foreach (var process in processes)
            if (process.Definition.Nodes.Values.OfType<UserTask>().FirstOrDefault() is { } task)
                return new PreviewPlan(process, new PlannedMail(template, task.Id) { Role = task.Form.Role }, null);
        return null;
    }

    /// <summary>The last term of that kind which the process counted.</summary>
    private async Task<PreviewPlan?> OfJournalAsync(string template)
    {
        foreach (var process in processes)
        {
            if (!process.Definition.Nodes.Keys.Any(node => Tells(process.Definition, node, template)))
                continue;
            var counted = new Dictionary<long, (string Node, ResolvedTerm Term, Instant At)>();
            var last = 0L;
            foreach (var entry in await journalOf(process))
                if (
                    entry.Event is TimerArmed { Term: { } term } armed
                    && Tells(process.Definition, armed.Node, template)
                )
                {
                    last = armed.Timer > 0 ? armed.Timer : entry.Sequence;
                    counted[last] = (armed.Node, term, entry.At);
                }
                else if (entry.Event is TermRecounted moved && counted.TryGetValue(moved.Id, out var before))
                    counted[moved.Id] = before with { Term = moved.After };
            if (counted.TryGetValue(last, out var found))
                return OfTerm(template, process, found.Node, ItemOf(process, found.Node), last, found.Term, found.At);
        }
        return null;
    }

    /// <summary>Of which of several alike, as another mail of the same step told.</summary>
    private string ItemOf(InstanceView process, string node) =>
        told.FirstOrDefault(x => x.Instance == process.Row.Id && x.Mail.Node == node)?.Mail.Item ?? "";

    private static PreviewPlan OfTerm(
        string template,
        InstanceView process,
        string node,
        string item,
        long timer,
        ResolvedTerm term,
        Instant? at
    )
    {
        var plan = new PreviewPlan(
            process,
            new PlannedMail(template, node)
            {
                Role = MailPlan.ResponsibleFor(process.Definition, process.Definition.Node(node)),
                Item = item,
                // the mail of its end tells of what is no longer in anybody's way: the calendar keeps it
                TimerId = IsOfEnd(template) ? 0 : timer,
                Term = term,
            },
            at
        );
        return template == PlannedMail.TermMoved ? WithDayBefore(plan) : plan;
    }

    private static PreviewPlan WithDayBefore(PreviewPlan plan)
    {
        var day = plan.Mail.Term!.Last.PlusDays(-1);
        return plan with
        {
            Mail = plan.Mail with { Before = plan.Mail.Term with { Nominal = day, Last = day, Moves = [] } },
            DayBeforeIsMadeUp = true,
        };
    }

    private static bool IsOfEnd(string template) =>
        template
            is not (
                PlannedMail.TermStarted
                or PlannedMail.TermReminder
                or PlannedMail.TermMoved
                or PlannedMail.TermGone
            );

    /// <summary>Does a term that a node waits for have such a mail?</summary>
    private static bool Tells(ProcessDefinition definition, string id, string template) =>
        definition.Nodes.TryGetValue(id, out var node)
        && TermExplanation.TermOf(node) is not null
        && template switch
        {
            PlannedMail.TermStarted => NodeReminders.TellStart(node),
            PlannedMail.TermReminder => NodeReminders.Any(node),
            PlannedMail.TermMoved or PlannedMail.TermGone => true,
            _ => MailPlan.TemplateOf(node) == template,
        };
}
