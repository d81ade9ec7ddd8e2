using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Forecasts;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Terms;

namespace TwinningWorkflow.Web.Simulation;

/// <summary>
/// An instance on a virtual clock, without a database: timers and reminders come at their due instants, early messages wait
/// in an inbox, services are done at once. What the application spreads over transactions and jobs happens here in order.
/// </summary>
internal sealed class Playback(ProcessDefinition definition, TermRules rules)
{
    private readonly TermResolver terms = TermResolution.With(new LegalTerms(rules));
    private readonly WorkingTime office = new(rules);
    private readonly SortedDictionary<long, Instant> reminders = [];
    private readonly List<ReceiveMessage> inbox = [];
    private readonly HashSet<string> done = [];
    private readonly List<Happening> happenings = [];
    private readonly List<PastEvent> past = [];

    public ProcessDefinition Definition => definition;
    public ProcessState State { get; private set; } = ProcessState.Empty;
    public Instant Now { get; private set; }

    /// <summary>All events so far, with their instants.</summary>
    public IReadOnlyList<PastEvent> Past => past;

    /// <summary>Told of each command and of the state in which it is decided; null: nobody listens.</summary>
    public Action<ProcessState, Command>? Deciding { get; set; }

    /// <summary>Every node and flow passed so far.</summary>
    public IReadOnlySet<string> Done => done;

    /// <summary>The messages that came early.</summary>
    public IEnumerable<string> Inbox => inbox.Select(static m => m.Message);

    /// <summary>All that happened, in order.</summary>
    public IReadOnlyList<Happening> Happenings => happenings;

    /// <summary>The course from here on, without sittings and without a past.</summary>
    public Forecast Forecast() =>
        Forecaster.Of(definition, State, Now, terms, new WorkingTime(rules), new ForecastGround());

    public Instant At(LocalDateTime local) => definition.Zone.AtLeniently(local).ToInstant();

    public LocalDateTime Local(Instant instant) => instant.InZone(definition.Zone).LocalDateTime;

    public static Actor Person(string role) => new("account:" + role, "person:" + role, Authority, role);

    /// <summary>Lets time pass: what is due at an instant comes before what people do at it.</summary>
    public void PassTime(Instant until)
    {
        while (NextDue() is { } next && next.Due <= until)
        {
            Now = Instant.Max(Now, next.Due);
            if (next.Timer is { } timer)
                Play(new FireTimer(Now, Actor.System(Authority, "timer"), timer.Id, timer.Generation));
            else
                Remind(next.Reminded);
        }
        Now = until;
    }

    /// <summary>Plays a command; what the host would do after it is done too. A message that nobody awaits yet is kept.</summary>
    /// <param name="command">The command.</param>
    /// <param name="wrong">What the host finds wrong with its fields.</param>
    public Decision Play(Command command, params ImmutableArray<FieldProblem> wrong)
    {
        Deciding?.Invoke(State, command);
        var decision = Decide(command, wrong);
        switch (decision)
        {
            case Decision.Accepted accepted:
                Take(accepted, command);
                Settle();
                break;
            case Decision.Rejected { Code: RejectionCode.NobodyWaits } when command is ReceiveMessage early:
                inbox.Add(early);
                happenings.Add(new Happening.Kept(Now, early.Message));
                break;
            case Decision.Rejected refused:
                happenings.Add(new Happening.Refused(Now, refused, FormOf(command)));
                break;
        }
        return decision;
    }

    /// <summary>A command that could not be carried out anyway is refused for that, as in the engine.</summary>
    private Decision Decide(Command command, ImmutableArray<FieldProblem> wrong) =>
        ProcessEngine.Decide(definition, State, command, terms, past) switch
        {
            Decision.Rejected { Code: RejectionCode.InvalidFields } refused => refused with
            {
                Problems = [.. refused.Problems, .. wrong],
            },
            Decision.Accepted or Decision.Rejected { Code: RejectionCode.NobodyWaits } when !wrong.IsEmpty =>
                new Decision.Rejected(RejectionCode.InvalidFields, "Expected a file in every language.", wrong),
            var decision => decision,
        };

    private const string Authority = "simulation";

    private StepForm? FormOf(Command command) =>
        command switch
        {
            CompleteTask task when State.Elements.TryGetValue(task.TaskId, out var element) => (
                definition.Node(element.Node) as UserTask
            )?.Form,
            ReceiveMessage message => definition.Messages.GetValueOrDefault(message.Message)?.Form,
            _ => null,
        };

    /// <summary>Timers before reminders of the same instant: what they change may make the reminder idle.</summary>
    private (Instant Due, TimerWait? Timer, long Reminded)? NextDue()
    {
        (Instant Due, TimerWait? Timer, long Reminded)? next = null;
        foreach (var timer in State.Timers.Values)
            if (next is null || timer.Due < next.Value.Due)
                next = (timer.Due, timer, 0);
        foreach (var (id, due) in reminders)
            if (next is null || due < next.Value.Due)
                next = (due, null, id);
        return next;
    }

    private void Remind(long id)
    {
        // a suspension silences reminders; legal timers run on
        if (
            !State.Suspended
            && Reminded(id) is { } about
            && about.Plan.Latest(about.Lines, about.Term, Now, Now) is { } due
        )
            happenings.Add(new Happening.MailGoes(Now, about.Mail with { Occurrence = due.Occurrence.Id }));
        Arm(id, Now);
    }

    /// <summary>The reminders of what just began or moved come on later days: this one has its own mail.</summary>
    private void ArmAnew(long id) => Arm(id, office.EndOf(office.DayOf(Now)));

    private void Arm(long id, Instant after)
    {
        reminders.Remove(id);
        if (Reminded(id) is { } about && about.Plan.Next(about.Lines, about.Term, after) is { } reminder)
            reminders.Add(id, reminder.At);
    }

    /// <summary>What one person who works as the office does is told of a task or a term; null of what nobody is reminded.</summary>
    private (ReminderPlan Plan, ImmutableArray<ReminderLine> Lines, RemindedTerm Term, PlannedMail Mail)? Reminded(
        long id
    )
    {
        var (term, mail) =
            State.Elements.TryGetValue(id, out var task) ? (task.Deadline, MailPlan.Reminder(definition, task))
            : State.Timers.TryGetValue(id, out var timer) ? (timer.Term, MailPlan.Reminder(definition, State, timer))
            : default;
        if (term is null)
            return null;
        var opened = office.DayOf(past[(int)id - 1].At);
        var lines = NodeReminders.Of(definition.Node(mail.Node)).Lines;
        return (new ReminderPlan(office), lines, new RemindedTerm(term.Start, term.Last, opened), mail);
    }

    private void Take(Decision.Accepted accepted, Command command)
    {
        var before = State;
        State = accepted.State;
        var sequence = before.Sequence;
        foreach (var e in accepted.Events)
        {
            sequence++;
            past.Add(new PastEvent(command.At, e));
            Note(e, sequence, before, command);
            if (MailPlan.For(definition, before, State, e, sequence, command.Actor) is { } mail)
                happenings.Add(new Happening.MailGoes(Now, mail));
        }
        foreach (var id in reminders.Keys.Where(id => !IsOpen(id)).ToList())
            reminders.Remove(id);
    }

    private bool IsOpen(long id) => State.Elements.ContainsKey(id) || State.Timers.ContainsKey(id);

    private void Note(ProcessEvent e, long sequence, ProcessState before, Command command)
    {
        switch (e)
        {
            case ProcessStarted:
                happenings.Add(new Happening.Started(Now));
                break;
            case TaskOpened opened when State.Elements.ContainsKey(sequence):
                happenings.Add(
                    new Happening.TaskWaits(Now, opened.Node, opened.Subject(), opened.Role, opened.Deadline?.Last)
                );
                ArmAnew(sequence);
                break;
            case TaskCompleted completed:
                var item = before.Elements[completed.Element].Subject();
                Pass(completed.Node, item);
                happenings.Add(
                    new Happening.TaskDone(Now, completed.Node, item, completed.Outcome, command.Actor.Role)
                );
                break;
            case ServiceCompleted service:
                Pass(service.Node, "");
                happenings.Add(new Happening.NodeDone(Now, service.Node));
                break;
            case ElementCompleted completed:
                Pass(completed.Node, "");
                break;
            case ElementsCancelled cancelled:
                foreach (var id in cancelled.Elements)
                    if (
                        before.Elements.TryGetValue(id, out var gone)
                        && !gone.Holder
                        && definition.Node(gone.Node) is UserTask
                    )
                        happenings.Add(new Happening.Cancelled(Now, gone.Node, gone.Subject()));
                break;
            case TimerArmed armed when State.Timers.TryGetValue(armed.Timer == 0 ? sequence : armed.Timer, out _):
                happenings.Add(new Happening.TimerWaits(Now, armed.Node, armed.Due));
                if (armed.Timer == 0)
                    ArmAnew(sequence);
                break;
            case TermRecounted moved:
                happenings.Add(new Happening.TermMoved(Now, moved.Node, moved.Before.Last, moved.After.Last));
                if (moved.Before.Last != moved.After.Last && IsOpen(moved.Id))
                    ArmAnew(moved.Id);
                break;
            case DataCorrected when happenings is not [.., Happening.Corrected]:
                happenings.Add(new Happening.Corrected(Now, command.Reason ?? ""));
                break;
            case TimerFired fired:
                Pass(fired.Node, "");
                happenings.Add(new Happening.TimerDue(Now, fired.Node));
                break;
            case MessageAwaited awaited when State.Messages.ContainsKey(sequence):
                happenings.Add(new Happening.MessageWaits(Now, awaited.Node));
                break;
            case MessageReceived received:
                Pass(received.Node, "");
                happenings.Add(new Happening.Received(Now, received.Node));
                break;
            case SignalAwaited awaited when State.Signals.ContainsKey(sequence):
                happenings.Add(new Happening.MessageWaits(Now, awaited.Node));
                break;
            case SignalCaught caught:
                Pass(caught.Node, "");
                happenings.Add(new Happening.Received(Now, caught.Node));
                break;
            case MessageSent sent:
                Pass(sent.Node, sent.Recipient);
                break;
            case FlowsTaken flows:
                done.UnionWith(flows.Flows);
                break;
            case IncidentRaised incident:
                happenings.Add(new Happening.Incident(Now, incident.Node, incident.Message));
                break;
            case ProcessSuspended:
                happenings.Add(new Happening.Suspended(Now, command.Reason ?? ""));
                break;
            case ProcessResumed:
                happenings.Add(new Happening.Resumed(Now, command.Reason ?? ""));
                break;
            case ProcessEnded ended:
                happenings.Add(new Happening.Ended(Now, ended.How, ended.EndEvent));
                break;
        }
    }

    private void Pass(string node, string item)
    {
        done.Add(node);
        if (item.Length > 0)
            done.Add(node + ":" + item);
    }

    /// <summary>Does the services that wait, and matches what came early with the waits that are open by now.</summary>
    private void Settle()
    {
        foreach (var element in State.Elements.Values)
            if (
                definition.Node(element.Node) is ServiceTask service
                && element is { Holder: false, Phase: ElementPhase.Active }
            )
            {
                Play(new CompleteService(Now, Actor.System(Authority, "service"), element.Id, Serve(service.Service)));
                return;
            }
        foreach (var early in inbox)
        {
            var command = early with { At = Now };
            if (ProcessEngine.Decide(definition, State, command, terms) is not Decision.Accepted accepted)
                continue; // not its turn yet, or no longer right: it stays, for people to see
            inbox.Remove(early);
            Take(accepted, command);
            Settle();
            return;
        }
    }

    /// <summary>The services, as pure as they can be: a register that holds nothing yet.</summary>
    private ImmutableDictionary<string, DataValue> Serve(string service) =>
        service switch
        {
            "register-agreement" => ImmutableDictionary<string, DataValue>.Empty.Add(
                "number",
                DataValue.Of(string.Create(CultureInfo.InvariantCulture, $"{Local(Now).Year}/1"))
            ),
            _ => throw new NotSupportedException($"Expected a known service, but the file asks for '{service}'."),
        };
}
