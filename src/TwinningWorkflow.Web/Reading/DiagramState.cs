using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Reading;

/// <summary>How the drawing of a process is painted: the flows that were taken, and where each element stands.</summary>
/// <param name="Flows">The ids of the sequence flows that were taken.</param>
/// <param name="Elements">Where each element stands that was reached, by its id in the process file.</param>
public sealed record DiagramState(
    IReadOnlyCollection<string> Flows,
    IReadOnlyDictionary<string, DiagramElement> Elements
)
{
    /// <summary>The state of an instance, from its journal and what is open now.</summary>
    /// <param name="view">The instance.</param>
    /// <param name="journal">The instance's own entries, in order.</param>
    public static DiagramState Of(InstanceView view, IReadOnlyList<JournalEntry> journal)
    {
        var flows = new HashSet<string>(StringComparer.Ordinal);
        var elements = new Dictionary<string, DiagramElement>(StringComparer.Ordinal);
        var nodes = new Dictionary<long, string>();
        foreach (var entry in journal)
            switch (entry.Event)
            {
                case TaskOpened opened:
                    nodes[entry.Sequence] = opened.Node;
                    break;
                case ElementActivated activated:
                    nodes[entry.Sequence] = activated.Node;
                    break;
                case FlowsTaken taken:
                    flows.UnionWith(taken.Flows);
                    break;
                case TaskCompleted done:
                    elements[done.Node] = DiagramElement.Done;
                    break;
                case ElementCompleted done:
                    elements[done.Node] = DiagramElement.Done;
                    break;
                case ServiceCompleted done:
                    elements[done.Node] = DiagramElement.Done;
                    break;
                case ElementsCancelled cancelled:
                    foreach (var id in cancelled.Elements)
                        if (nodes.TryGetValue(id, out var node))
                            elements[node] = DiagramElement.Cancelled;
                    break;
            }
        // a token that left a node by a flow is done with it
        foreach (var node in view.Definition.Nodes.Values)
            if (node is not SubProcess && node.Info.Outgoing.Any(x => flows.Contains(x.Id)))
                elements.TryAdd(node.Id, DiagramElement.Done);
        foreach (var end in flows.Where(x => view.Definition.Nodes.ContainsKey(x)))
            elements[end] = DiagramElement.Done;
        PaintActive(view, elements);
        return new DiagramState(flows, elements);
    }

    private static void PaintActive(InstanceView view, Dictionary<string, DiagramElement> elements)
    {
        foreach (var node in view.State.Elements.Values.GroupBy(x => x.Node))
            elements[node.Key] = new DiagramElement("active")
            {
                Count = Math.Max(1, node.Count(x => !x.Holder)),
                Due = Iso(node.Min(x => x.Deadline?.Last)),
            };
        // a join at which tokens wait for ever is no element that rests
        foreach (var incident in view.State.Incidents.Values)
            elements[incident.Node] = DiagramElement.Stopped;
        // an event-based gateway rests while its events wait
        foreach (
            var wait in view
                .State.Messages.Values.Select(x => x.Node)
                .Concat(view.State.Timers.Values.Select(x => x.Node))
                .Concat(view.State.Signals.Values.Select(x => x.Node))
        )
            if (view.Definition.Node(wait) is CatchEvent)
                elements.TryAdd(wait, new DiagramElement("active"));
        foreach (var timer in view.State.Timers.Values)
            if (elements.TryGetValue(timer.Node, out var element) && element.State == "active")
                elements[timer.Node] = element with
                {
                    Due = Iso(timer.Term?.Last ?? timer.Due.InZone(view.Definition.Zone).Date),
                };
    }

    private static string? Iso(LocalDate? day) => day is { } known ? LocalDatePattern.Iso.Format(known) : null;
}

/// <summary>Where an element stands.</summary>
/// <param name="State"><c>active</c>, <c>stopped</c> (at an incident), <c>done</c> or <c>cancelled</c>.</param>
public sealed record DiagramElement(string State)
{
    public static readonly DiagramElement Done = new("done");
    public static readonly DiagramElement Stopped = new("stopped");
    public static readonly DiagramElement Cancelled = new("cancelled");

    /// <summary>How many run at once.</summary>
    public int? Count { get; init; }

    /// <summary>The earliest day by which it is due, as an ISO 8601 date.</summary>
    public string? Due { get; init; }
}
