using System.Collections.Immutable;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Web.Processes;

/// <summary>Which mail an event of an instance leaves behind: the one place that says so, for the application and the simulator.</summary>
public static class MailPlan
{
    /// <summary>The mail, or null; no event leaves more than one.</summary>
    /// <param name="definition">The instance's process file.</param>
    /// <param name="before">The state before the step.</param>
    /// <param name="after">The state after the step.</param>
    /// <param name="e">The event.</param>
    /// <param name="sequence">Its sequence, which is a new task's id.</param>
    /// <param name="actor">Whose act it was; null where that makes no difference.</param>
    public static PlannedMail? For(
        ProcessDefinition definition,
        ProcessState before,
        ProcessState after,
        ProcessEvent e,
        long sequence,
        Actor? actor = null
    ) =>
        e switch
        {
            // a task that the same step took away again is nobody's business
            TaskOpened opened when after.Elements.ContainsKey(sequence) => new PlannedMail(
                PlannedMail.TaskAssigned,
                opened.Node
            )
            {
                Role = opened.Role,
                Item = opened.Subject(),
                TaskId = sequence,
                Term = opened.Deadline,
            },
            TaskAssigned assigned => Assigned(definition, after, assigned, actor),
            // day 0 of a term that people wait for
            TimerArmed { Timer: 0, Term: not null } armed
                when after.Timers.TryGetValue(sequence, out var waiting)
                    && NodeReminders.TellStart(definition.Node(armed.Node)) => OfTerm(
                PlannedMail.TermStarted,
                definition,
                after,
                waiting
            ),
            // only a legal term is news to people; a reminder cycle speaks through its own send task
            TimerFired fired when before.Timers.TryGetValue(fired.Timer, out var timer) && timer.Term is not null =>
                new PlannedMail(TemplateOf(definition.Node(fired.Node)), fired.Node)
                {
                    Role = ResponsibleFor(definition, definition.Node(fired.Node)),
                    Item = before.SubjectOf(timer.Element),
                    Term = timer.Term,
                },
            TermRecounted moved => Moved(definition, after, moved, sequence),
            MessageSent sent => new PlannedMail(TemplateOf(definition, sent), sent.Node)
            {
                Recipient = sent.Recipient,
                Address = sent.Address,
                Facts = Facts(definition, sent),
            },
            _ => null,
        };

    /// <summary>Who gets a task is told; who took it on knows. One that is everybody's again is told to all whose it is.</summary>
    private static PlannedMail? Assigned(
        ProcessDefinition definition,
        ProcessState after,
        TaskAssigned assigned,
        Actor? actor
    ) =>
        !after.Elements.TryGetValue(assigned.Element, out var task)
        || (
            assigned.After.Length > 0
            && actor is not null
            && (assigned.After == actor.Person || assigned.After == actor.OnBehalfOf)
        )
            ? null
            : new PlannedMail(PlannedMail.TaskAssigned, assigned.Node)
            {
                Role = ((UserTask)definition.Node(assigned.Node)).Form.Role,
                Person = Guid.TryParse(assigned.After, out var person) ? person : null,
                Item = task.Subject(),
                TaskId = task.Id,
                Term = task.Deadline,
            };

    /// <summary>Whoever was told a last day is told the new one: of a task its role, of a term that just runs its lane.</summary>
    private static PlannedMail? Moved(
        ProcessDefinition definition,
        ProcessState after,
        TermRecounted moved,
        long sequence
    )
    {
        if (moved.Before.Last == moved.After.Last)
            return null;
        var node = definition.Node(moved.Node);
        var mail = new PlannedMail(PlannedMail.TermMoved, moved.Node)
        {
            Term = moved.After,
            Before = moved.Before,
            Revision = sequence,
        };
        return after.Elements.TryGetValue(moved.Id, out var task)
                ? mail with
                {
                    Role = ((UserTask)node).Form.Role,
                    Item = task.Subject(),
                    TaskId = task.Id,
                }
            : after.Timers.TryGetValue(moved.Id, out var timer)
                ? mail with
                {
                    Role = ResponsibleFor(definition, node),
                    Item = after.SubjectOf(timer.Element),
                    TimerId = timer.Id,
                }
            : null;
    }

    /// <summary>The mail of a reminder that is due for a term that runs.</summary>
    public static PlannedMail Reminder(ProcessDefinition definition, ProcessState state, TimerWait timer) =>
        OfTerm(PlannedMail.TermReminder, definition, state, timer);

    private static PlannedMail OfTerm(
        string template,
        ProcessDefinition definition,
        ProcessState state,
        TimerWait timer
    ) =>
        new(template, timer.Node)
        {
            Role = ResponsibleFor(definition, definition.Node(timer.Node)),
            Item = state.SubjectOf(timer.Element),
            TimerId = timer.Id,
            Term = timer.Term,
        };

    /// <summary>The mail of a reminder that is due for an open task.</summary>
    public static PlannedMail Reminder(ProcessDefinition definition, ActiveElement task) =>
        new(PlannedMail.Reminder, task.Node)
        {
            Role = ((UserTask)definition.Node(task.Node)).Form.Role,
            Item = task.Subject(),
            TaskId = task.Id,
            Term = task.Deadline,
        };

    /// <summary>The mail that takes a task's deadline back, when the task is closed.</summary>
    /// <param name="task">The task as it was.</param>
    /// <param name="sequence">The last event of the step that closed it.</param>
    public static PlannedMail Gone(ActiveElement task, long sequence) =>
        new(PlannedMail.TaskGone, task.Node)
        {
            Item = task.Subject(),
            TaskId = task.Id,
            Term = task.Deadline,
            Revision = sequence,
        };

    /// <summary>
    /// The mail that takes a task's deadline back from whoever had the task, and from those who were told in their place. Null when
    /// nobody had it: of a colleague's claim the others hear nothing, for it is their department's still.
    /// </summary>
    /// <param name="task">The task as it is now.</param>
    /// <param name="assigned">How it passed.</param>
    /// <param name="actor">Who let it pass.</param>
    /// <param name="sequence">The event.</param>
    public static PlannedMail? Passed(ActiveElement task, TaskAssigned assigned, Actor actor, long sequence) =>
        task.Deadline is null || !Guid.TryParse(assigned.Before, out var person)
            ? null
            : new(PlannedMail.TaskPassed, task.Node)
            {
                Item = task.Subject(),
                TaskId = task.Id,
                Person = person,
                By = Guid.TryParse(actor.Person, out var by) ? by : null,
                Term = task.Deadline,
                Revision = sequence,
            };

    /// <summary>The mail that takes a term's last day back, when the term is over before it.</summary>
    /// <param name="state">The state before the step that ended it.</param>
    /// <param name="term">The term as it was.</param>
    /// <param name="sequence">The last event of that step.</param>
    public static PlannedMail Gone(ProcessState state, TimerWait term, long sequence) =>
        new(PlannedMail.TermGone, term.Node)
        {
            Item = state.SubjectOf(term.Element),
            TimerId = term.Id,
            Term = term.Term,
            Revision = sequence,
        };

    /// <summary>The mail that tells the end of a term: the file's own for it, or that of any term.</summary>
    public static string TemplateOf(FlowNode node) =>
        TermExplanation.TermOf(node) is { Template: { Length: > 0 } template } ? template : PlannedMail.TermElapsed;

    /// <summary>The template that the file names; else the message's own name.</summary>
    private static string TemplateOf(ProcessDefinition definition, MessageSent sent) =>
        definition.Node(sent.Node) is SendTask { Template: { Length: > 0 } template } ? template : sent.Message;

    /// <summary>The role of a task, else of the node's lane, or of the lane of what holds or calls it.</summary>
    public static string ResponsibleFor(ProcessDefinition definition, FlowNode node) =>
        (node as UserTask)?.Form.Role
        ?? definition.Lanes.FirstOrDefault(lane => lane.Id == node.Info.Lane)?.Role
        ?? definition
            .OpenersOf(node.Info.Container)
            .Select(opener => ResponsibleFor(definition, opener))
            .FirstOrDefault(static role => role.Length > 0)
        ?? "";

    /// <summary>In the order in which the file wants them told.</summary>
    private static ImmutableArray<MailFact> Facts(ProcessDefinition definition, MessageSent sent)
    {
        if (definition.Node(sent.Node) is not SendTask { Facts: { IsEmpty: false } names })
            return [];
        var facts = ImmutableArray.CreateBuilder<MailFact>(names.Length);
        foreach (var name in names)
            if (sent.Facts.TryGetValue(name, out var value))
                facts.Add(new MailFact(name, value));
        return facts.DrainToImmutable();
    }
}
