using System.Collections.Immutable;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Terms;

namespace TwinningWorkflow.Web.Reading;

/// <summary>Where a step stands.</summary>
public enum Stand
{
    Done,
    Open,
    Waiting,
    ToCome,
    Cancelled,

    /// <summary>At an incident: an administrator is needed.</summary>
    Stopped,
}

/// <summary>A step of a process as people see it.</summary>
/// <param name="Node">The element.</param>
/// <param name="Item">The item of a multi-instance body; empty otherwise.</param>
/// <param name="Stand">Where it stands.</param>
public sealed record StepStands(string Node, string Item, Stand Stand)
{
    /// <summary>The open task; 0 when none.</summary>
    public long Task { get; init; }

    /// <summary>Who does it, or who did it.</summary>
    public string Role { get; init; } = "";
    public JournalEntry? DoneBy { get; init; }
    public string Outcome { get; init; } = "";

    /// <summary>By when, with the specification that explains it.</summary>
    public ResolvedTerm? Term { get; init; }
    public TermSpec? Spec { get; init; }
    public TermStart Start { get; init; }

    /// <summary>When a timer is due that rests on no legal term.</summary>
    public Instant? DueAt { get; init; }

    public LocalDate? Due(DateTimeZone zone) => Term?.Last ?? DueAt?.InZone(zone).Date;
}

/// <summary>Where an instance stands, step by step, in the order of its file.</summary>
public static class Standing
{
    /// <summary>The steps: done, open, waiting and, on the main path, still to come.</summary>
    /// <param name="view">The instance.</param>
    /// <param name="journal">The instance's own entries, in order.</param>
    public static ImmutableArray<StepStands> Of(InstanceView view, IReadOnlyList<JournalEntry> journal)
    {
        var past = new Past(view.Definition, journal);
        var steps = ImmutableArray.CreateBuilder<StepStands>();
        foreach (var node in InFileOrder(view.Definition))
        {
            var now = Now(view, node).ToList();
            steps.AddRange(past.Of(node.Id).Where(done => now.All(x => x.Item != done.Item)));
            steps.AddRange(now);
            if (
                now.Count == 0
                && !past.Knows(node.Id)
                && view.State.Status == ProcessStatus.Running
                && IsOnMainPath(view, node)
            )
                steps.Add(new StepStands(node.Id, "", Stand.ToCome) { Role = RoleOf(node) });
        }
        return steps.ToImmutable();
    }

    /// <summary>Only what is open or waits now: what the desk and the head of a dossier show.</summary>
    public static IEnumerable<StepStands> Now(InstanceView view) =>
        InFileOrder(view.Definition).SelectMany(node => Now(view, node));

    private static IEnumerable<StepStands> Now(InstanceView view, FlowNode node)
    {
        var state = view.State;
        foreach (var incident in state.Incidents.Values.Where(x => x.Node == node.Id))
            yield return new StepStands(
                node.Id,
                state.Elements.GetValueOrDefault(incident.Element)?.Subject() ?? "",
                Stand.Stopped
            );
        if (node is UserTask task)
            foreach (var element in state.Elements.Values.Where(x => x.Node == node.Id && IsOpen(x)))
                yield return new StepStands(node.Id, element.Subject(), Stand.Open)
                {
                    Task = element.Id,
                    Role = task.Form.Role,
                    Term = element.Deadline,
                    Spec = task.Form.Deadline?.Term,
                    Start = task.Form.Deadline?.From is null ? TermStart.Assignment : TermStart.Day,
                };
        // events that always listen beside the path are no waiting; catch events and receive tasks are
        if (node is not (CatchEvent or ReceiveTask))
            yield break;
        foreach (var wait in state.Messages.Values.Where(x => x.Node == node.Id))
            yield return new StepStands(node.Id, state.SubjectOf(wait.Element), Stand.Waiting) { Role = RoleOf(node) };
        // where it is one way among others, people look at the others: this one the process gives itself
        foreach (
            var signal in state.Signals.Values.Where(x =>
                x.Node == node.Id && state.Elements.GetValueOrDefault(x.Element)?.Node == node.Id
            )
        )
            yield return new StepStands(node.Id, "", Stand.Waiting);
        foreach (var timer in state.Timers.Values.Where(x => x.Node == node.Id))
            yield return new StepStands(node.Id, state.SubjectOf(timer.Element), Stand.Waiting)
            {
                Term = timer.Term,
                Spec = TermExplanation.TermOf(node),
                Start = TermStart.Day,
                DueAt = timer.Due,
            };
    }

    /// <summary>A task that a person can do; one that holds the token of an incident is none.</summary>
    public static bool IsOpen(ActiveElement element) => element is { Holder: false, Phase: ElementPhase.Active };

    /// <summary>Is the step one that people expect, even before it is reached?</summary>
    private static bool IsOnMainPath(InstanceView view, FlowNode node) =>
        node switch
        {
            UserTask or ReceiveTask or ManualTask => !IsBeside(view.Definition, node.Info.Container),
            CatchEvent { Trigger: EventTrigger.Timer } => !IsBeside(view.Definition, node.Info.Container),
            _ => false,
        };

    private static bool IsBeside(ProcessDefinition definition, string container)
    {
        var openers = definition.OpenersOf(container).ToList();
        return openers.Count > 0
            && openers.TrueForAll(x => x is SubProcess { Triggered: true } || IsBeside(definition, x.Info.Container));
    }

    private static string RoleOf(FlowNode node) =>
        node switch
        {
            UserTask task => task.Form.Role,
            ReceiveTask receive => receive.Message.Form?.Role ?? "",
            CatchEvent { Trigger: EventTrigger.Message message } => message.Form?.Role ?? "",
            _ => "",
        };

    /// <summary>What is inside follows what opens it; a process that is called twice follows the first call.</summary>
    private static IEnumerable<FlowNode> InFileOrder(ProcessDefinition definition) =>
        InFileOrder(definition, definition.Id).DistinctBy(static x => x.Id);

    private static IEnumerable<FlowNode> InFileOrder(ProcessDefinition definition, string container)
    {
        foreach (var node in definition.Contents[container].Select(definition.Node))
        {
            yield return node;
            if (ProcessDefinition.Opens(node) is { } inside)
                foreach (var inner in InFileOrder(definition, inside))
                    yield return inner;
        }
    }

    /// <summary>What is over, by node and item: the last time counts.</summary>
    private sealed class Past
    {
        private readonly Dictionary<(string Node, string Item), StepStands> last = [];

        public Past(ProcessDefinition definition, IReadOnlyList<JournalEntry> journal)
        {
            var tasks = new Dictionary<long, TaskOpened>();
            foreach (var entry in journal)
                switch (entry.Event)
                {
                    case TaskOpened opened:
                        tasks[entry.Sequence] = opened;
                        break;
                    case TaskCompleted done:
                        Keep(entry, done.Node, tasks[done.Element].Subject(), Stand.Done, done.Outcome);
                        break;
                    case MessageReceived received:
                        Keep(entry, received.Node, "", Stand.Done, OutcomeOf(received));
                        break;
                    case SignalCaught caught:
                        Keep(entry, caught.Node, "", Stand.Done, "");
                        break;
                    case TimerFired fired:
                        Keep(entry, fired.Node, "", Stand.Done, "");
                        break;
                    case MessageSent sent:
                        Keep(entry, sent.Node, sent.Recipient, Stand.Done, "");
                        break;
                    case ServiceCompleted served:
                        Keep(entry, served.Node, "", Stand.Done, "");
                        break;
                    // it asks nothing of the engine: that a token passed it is all that is known
                    case FlowsTaken taken:
                        foreach (var id in taken.Flows)
                            if (definition.Nodes.GetValueOrDefault(id) is ManualTask)
                                Keep(entry, id, "", Stand.Done, "");
                        break;
                    case ElementsCancelled cancelled:
                        foreach (var id in cancelled.Elements)
                            if (tasks.TryGetValue(id, out var task))
                                Keep(entry, task.Node, task.Subject(), Stand.Cancelled, "");
                        break;
                }
        }

        public bool Knows(string node) => last.Keys.Any(x => x.Node == node);

        public IEnumerable<StepStands> Of(string node) =>
            last.Values.Where(x => x.Node == node).OrderBy(x => x.Item, StringComparer.Ordinal);

        private void Keep(JournalEntry entry, string node, string item, Stand stand, string outcome) =>
            last[(node, item)] = new StepStands(node, item, stand)
            {
                DoneBy = entry,
                Outcome = outcome,
                Role = entry.Actor.Role,
            };

        private static string OutcomeOf(MessageReceived received) =>
            received.Fields.GetValueOrDefault("outcome") is DataValue.Text(var outcome) ? outcome : "";
    }
}
