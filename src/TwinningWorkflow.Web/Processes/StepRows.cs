using System.Globalization;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.History;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes.Stored;

namespace TwinningWorkflow.Web.Processes;

/// <summary>A command that the engine accepted, with what came of it.</summary>
internal sealed record AcceptedCommand(Command Command, ProcessState Before, Decision.Accepted Decision);

/// <summary>The instance that a step works on, as read under its lock.</summary>
internal sealed record StepTarget(
    Guid Instance,
    string Authority,
    Guid Dossier,
    ProcessDefinition Definition,
    AuthorityCalendar Calendar,
    ProcessState State,
    byte[] LastHash
)
{
    /// <summary>
    /// When somebody first looks whom a task or a term that opened or moved concerns and when they are reminded: once its day is
    /// over, which has its own mail. So the step itself need not know any people. Null when nobody is ever reminded.
    /// </summary>
    public Instant? FirstLook(string node, Instant at) =>
        NodeReminders.Any(Definition.Node(node)) ? Calendar.Work.StartOf(Calendar.Work.DayOf(at).PlusDays(1)) : null;
}

/// <summary>
/// Writes a step's rows. The journal takes every event; timers, waits, tasks and incidents are brought from the state before to
/// the state after, so that whatever takes them away, the rows cannot disagree with the state.
/// </summary>
internal sealed class StepRows(WriteSession session, StepTarget target)
{
    private readonly WaitRows waits = new(session, target);
    private BellParts parts;

    /// <summary>To be rung after the commit.</summary>
    public Ring Ring => new(target.Instance, parts | waits.Parts, waits.CancelledJobs) { Authority = target.Authority };

    public void Write(IReadOnlyList<AcceptedCommand> commands)
    {
        var before = commands[0].Before;
        var after = commands[^1].Decision.State;
        var at = commands[0].Command.At;
        waits.Fired = (commands[0].Command as FireTimer)?.TimerId ?? 0;

        var lastHash = WriteJournal(commands);
        WriteInstance(before, after, at, lastHash);
        foreach (var command in commands)
            WriteFacts(command, after);
        CloseTasks(before, after, at);
        EndTerms(commands, after, at);
        waits.Move(before, after, at);
        MoveIncidents(before, after, at);
    }

    private byte[] WriteJournal(IReadOnlyList<AcceptedCommand> commands)
    {
        var stream = Journal.OfInstance(target.Instance);
        var hash = target.LastHash;
        foreach (var (command, before, decision) in commands)
        {
            var sequence = before.Sequence;
            foreach (var e in decision.Events)
                hash = JournalRows.Add(
                    session,
                    target.Authority,
                    hash,
                    new JournalPlace(stream, ++sequence),
                    command,
                    e,
                    StoredKinds.Events.Of(e)
                );
        }
        return hash;
    }

    private void WriteInstance(ProcessState before, ProcessState after, Instant at, byte[] lastHash)
    {
        var status = StatusOf(after);
        Instant? ended = status == InstanceRow.Running ? null : at;
        if (before.Status == ProcessStatus.New)
            session.Add(
                """
                INSERT INTO instances (id, authority_id, dossier_id, definition_hash, process_id, version, status,
                    suspended, state, last_hash, started_at, ended_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                """,
                target.Instance,
                target.Authority,
                target.Dossier,
                target.Definition.Hash,
                target.Definition.Id,
                after.Sequence,
                status,
                after.Suspended,
                StateJson.Write(after),
                lastHash,
                at,
                ended
            );
        else
            session.Add(
                """
                UPDATE instances SET version = $3, status = $4, suspended = $5, state = $6, last_hash = $7, ended_at = $8
                WHERE id = $1 AND version = $2
                """,
                target.Instance,
                before.Sequence,
                after.Sequence,
                status,
                after.Suspended,
                StateJson.Write(after),
                lastHash,
                ended
            );
    }

    private void WriteFacts(AcceptedCommand accepted, ProcessState after)
    {
        var (command, before, decision) = accepted;
        var sequence = before.Sequence;
        foreach (var e in decision.Events)
        {
            sequence++;
            switch (e)
            {
                case TaskOpened opened:
                    OpenTask(opened, sequence, command.At, after);
                    break;
                case TaskCompleted completed:
                    CompleteTask(completed, command);
                    if (completed.DoneBy is not null)
                        parts |= BellParts.People;
                    break;
                case DataCorrected { DoneBy: not null }:
                    parts |= BellParts.People;
                    break;
                case TaskAssigned assigned:
                    AssignTask(assigned, command, sequence, after);
                    break;
                // one that ends as before leaves its reminders alone, of which one may be due already
                case TermRecounted recounted
                    when recounted.Before.Last != recounted.After.Last
                        && after.Elements.TryGetValue(recounted.Id, out var task):
                    MoveDeadline(recounted, task, sequence, command.At);
                    break;
                case ElementActivated activated
                    when after.Elements.ContainsKey(sequence)
                        && !after.Elements[sequence].Holder
                        && target.Definition.Node(activated.Node) is ServiceTask service:
                    AddCall(service, sequence, sequence, command.At);
                    break;
                // a service that is tried again is asked for again
                case IncidentResolved resolved
                    when before.Incidents.TryGetValue(resolved.Incident, out var incident)
                        && incident.Code == Incidents.ServiceFailed
                        && after.Elements.ContainsKey(incident.Element)
                        && target.Definition.Node(incident.Node) is ServiceTask again:
                    AddCall(again, incident.Element, sequence, command.At);
                    break;
            }
            if (MailPlan.For(target.Definition, before, after, e, sequence, command.Actor) is { } mail)
                AddToOutbox(OutboxRow.Mail, $"{sequence}", OutboxPayload.Of(mail), command.At);
        }
    }

    private void OpenTask(TaskOpened opened, long task, Instant at, ProcessState after)
    {
        var open = after.Elements.ContainsKey(task);
        session.Add(
            """
            INSERT INTO tasks (instance_id, task_id, authority_id, dossier_id, node, item, role, status, opened_at, due_on,
                closed_at, outcome, closed_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '', '')
            """,
            target.Instance,
            task,
            target.Authority,
            target.Dossier,
            opened.Node,
            opened.Subject(),
            opened.Role,
            open ? TaskRow.Open : TaskRow.Cancelled,
            at,
            opened.Deadline?.Last,
            open ? null : at
        );
        if (open && IsWatching(opened.Node))
            parts |= BellParts.People;
        if (open && opened.Deadline is not null && target.FirstLook(opened.Node, at) is { } look)
            waits.AddTimer(TimerRow.Reminder, task, task, opened.Node, look, generation: 1);
    }

    private void MoveDeadline(TermRecounted recounted, ActiveElement task, long sequence, Instant at)
    {
        session.Add(
            "UPDATE tasks SET due_on = $3 WHERE instance_id = $1 AND task_id = $2",
            target.Instance,
            task.Id,
            recounted.After.Last
        );
        waits.MoveReminder(task.Id, task.Id, task.Node, target.FirstLook(task.Node, at), (int)sequence);
    }

    private void CompleteTask(TaskCompleted completed, Command command) =>
        session.Add(
            """
            UPDATE tasks SET status = 'done', closed_at = $3, outcome = $4, closed_by = $5
            WHERE instance_id = $1 AND task_id = $2
            """,
            target.Instance,
            completed.Element,
            command.At,
            completed.Outcome,
            command.Actor.Account
        );

    private void AssignTask(TaskAssigned assigned, Command command, long sequence, ProcessState after)
    {
        session.Add(
            "UPDATE tasks SET assignee = $3 WHERE instance_id = $1 AND task_id = $2",
            target.Instance,
            assigned.Element,
            assigned.After.Length > 0 ? Guid.Parse(assigned.After) : (Guid?)null
        );
        // whoever gets it may have lost the role in this very moment
        if (assigned.After.Length > 0)
            parts |= BellParts.People;
        waits.LookAtReminder(assigned.Element, command.At);
        if (
            after.Elements.TryGetValue(assigned.Element, out var task)
            && MailPlan.Passed(task, assigned, command.Actor, sequence) is { } mail
        )
            AddToOutbox(OutboxRow.Mail, $"{sequence}/passed", OutboxPayload.Of(mail), command.At);
    }

    private void CloseTasks(ProcessState before, ProcessState after, Instant at)
    {
        foreach (var element in before.Elements.Values)
        {
            if (after.Elements.ContainsKey(element.Id) || element.Holder)
                continue;
            if (target.Definition.Node(element.Node) is not UserTask)
                continue;
            // a task done in this step is 'done' already, and stays so
            session.Add(
                """
                UPDATE tasks SET status = 'cancelled', closed_at = $3
                WHERE instance_id = $1 AND task_id = $2 AND status = 'open'
                """,
                target.Instance,
                element.Id,
                at
            );
            if (IsWatching(element.Node))
                session.Add(
                    "UPDATE incidents SET resolved_at = $2 WHERE key = $1 AND resolved_at IS NULL",
                    IncidentRows.OfTask(target.Instance, element.Id),
                    at
                );
            if (element.Deadline is null)
                continue;
            waits.RemoveTimer(TimerRow.Reminder, element.Id);
            // whoever was told of it is told that it is over, and so is their calendar
            AddToOutbox(
                OutboxRow.Mail,
                $"{element.Id}/gone",
                OutboxPayload.Of(MailPlan.Gone(element, after.Sequence)),
                at
            );
        }
    }

    /// <summary>Is it a task from which four eyes may keep all whose it is?</summary>
    private bool IsWatching(string node) => target.Definition.Node(node) is UserTask { Form.NotBy.IsEmpty: false };

    /// <summary>Of a term that ran out its own mail tells; one that ended before is taken back from the calendars of who was told.</summary>
    private void EndTerms(IReadOnlyList<AcceptedCommand> commands, ProcessState after, Instant at)
    {
        var before = commands[0].Before;
        foreach (var timer in before.Timers.Values)
            if (
                timer.Term is not null
                && !after.Timers.ContainsKey(timer.Id)
                && !commands.Any(x => x.Decision.Events.Any(e => e is TimerFired fired && fired.Timer == timer.Id))
            )
                AddToOutbox(
                    OutboxRow.Mail,
                    $"{timer.Id}/gone",
                    OutboxPayload.Of(MailPlan.Gone(before, timer, after.Sequence)),
                    at
                );
    }

    private void MoveIncidents(ProcessState before, ProcessState after, Instant at)
    {
        foreach (var incident in before.Incidents.Values)
            if (!after.Incidents.ContainsKey(incident.Id))
                session.Add(
                    "UPDATE incidents SET resolved_at = $2 WHERE key = $1 AND resolved_at IS NULL",
                    IncidentRows.OfEngine(target.Instance, incident.Id),
                    at
                );
        foreach (var incident in after.Incidents.Values)
            if (!before.Incidents.ContainsKey(incident.Id))
                IncidentRows.Raise(
                    session,
                    new IncidentRow
                    {
                        Key = IncidentRows.OfEngine(target.Instance, incident.Id),
                        AuthorityId = target.Authority,
                        DossierId = target.Dossier,
                        InstanceId = target.Instance,
                        Source = incident.Node,
                        Code = incident.Code,
                        Message = incident.Message,
                        RaisedAt = at,
                    }
                );
    }

    private void AddCall(ServiceTask service, long element, long sequence, Instant at) =>
        AddToOutbox(OutboxRow.Service, $"{sequence}", OutboxPayload.Of(new ServiceCall(service.Service, element)), at);

    private void AddToOutbox(string kind, string what, string payload, Instant at)
    {
        parts |= kind == OutboxRow.Mail ? BellParts.Mail : BellParts.Services;
        OutboxRows.Add(
            session,
            new OutboxRow
            {
                Key = string.Create(CultureInfo.InvariantCulture, $"{target.Instance:D}/{what}/{kind}"),
                AuthorityId = target.Authority,
                DossierId = target.Dossier,
                InstanceId = target.Instance,
                Kind = kind,
                Payload = payload,
                DueAt = at,
            }
        );
    }

    private static string StatusOf(ProcessState state) =>
        state.Status switch
        {
            ProcessStatus.Running => InstanceRow.Running,
            ProcessStatus.Completed => "completed",
            ProcessStatus.Terminated => "terminated",
            ProcessStatus.Failed => "failed",
            ProcessStatus.Withdrawn => "withdrawn",
            _ => throw new InvalidOperationException($"Expected a started instance, but it is {state.Status}."),
        };
}
