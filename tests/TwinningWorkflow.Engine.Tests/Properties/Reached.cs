using System.Text;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Tests.Properties;

/// <summary>Counts which kinds of elements random processes ran through, so that a generator that lost one is found.</summary>
internal sealed class Reached
{
    private static readonly string[] Meant =
    [
        "BoundaryEvent Error",
        "BoundaryEvent Escalation",
        "BoundaryEvent Escalation beside",
        "BoundaryEvent Message",
        "BoundaryEvent Message beside",
        "BoundaryEvent Signal",
        "BoundaryEvent Signal beside",
        "BoundaryEvent Timer",
        "BoundaryEvent Timer beside",
        "CallActivity",
        "CallActivity again",
        "CallActivity one after another",
        "CallActivity side by side",
        "CatchEvent Link",
        "CatchEvent Message",
        "CatchEvent Signal",
        "CatchEvent Timer",
        "EndEvent Error",
        "EndEvent Escalation",
        "EndEvent Message",
        "EndEvent None",
        "EndEvent Signal",
        "EndEvent Terminate",
        "EventBasedGateway",
        "ExclusiveGateway",
        "InclusiveGateway",
        "ManualTask",
        "ParallelGateway",
        "ReceiveTask",
        "ReceiveTask one after another",
        "ReceiveTask side by side",
        "SendTask",
        "StartEvent Error",
        "StartEvent Escalation",
        "StartEvent Escalation beside",
        "StartEvent Message",
        "StartEvent Message beside",
        "StartEvent None",
        "StartEvent Signal",
        "StartEvent Signal beside",
        "StartEvent Timer",
        "StartEvent Timer beside",
        "SubProcess",
        "SubProcess again",
        "SubProcess of an event",
        "SubProcess one after another",
        "SubProcess side by side",
        "ThrowEvent Escalation",
        "ThrowEvent Link",
        "ThrowEvent Message",
        "ThrowEvent Signal",
        "UserTask",
        "UserTask again",
        "UserTask one after another",
        "UserTask side by side",
    ];

    private readonly SortedDictionary<string, int> kinds = new(StringComparer.Ordinal);

    public IEnumerable<string> Missing => Meant.Except(kinds.Keys);

    public void Add(Scenario scenario)
    {
        var definition = scenario.Definition;
        var targets = definition
            .Nodes.Values.SelectMany(static n => n.Info.Outgoing)
            .ToDictionary(static f => f.Id, static f => f.Target);
        var nodes = scenario
            .Journal.SelectMany(static e =>
                e switch
                {
                    ElementActivated x => [x.Node],
                    FlowsTaken x => x.Flows,
                    _ => Enumerable.Empty<string>(),
                }
            )
            .Select(id => definition.Node(targets.GetValueOrDefault(id, id)))
            .ToList();
        lock (kinds)
            foreach (var kind in nodes.Select(KindOf))
                kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
    }

    public override string ToString() => string.Join('\n', kinds.Select(static k => $"{k.Value, 6} {k.Key}"));

    private static string KindOf(FlowNode node)
    {
        var kind = new StringBuilder(node.GetType().Name);
        switch (node)
        {
            case StartEvent x:
                kind.Append(' ').Append(x.Trigger.GetType().Name).Append(x.Interrupting ? "" : " beside");
                break;
            case BoundaryEvent x:
                kind.Append(' ').Append(x.Trigger.GetType().Name).Append(x.Interrupting ? "" : " beside");
                break;
            case CatchEvent x:
                kind.Append(' ').Append(x.Trigger.GetType().Name);
                break;
            case ThrowEvent x:
                kind.Append(' ').Append(x.Result.GetType().Name);
                break;
            case EndEvent x:
                kind.Append(' ').Append(x.Result.GetType().Name);
                break;
            case SubProcess { Triggered: true }:
                kind.Append(" of an event");
                break;
            case Activity { Loop: MultiInstance many }:
                kind.Append(many.Sequential ? " one after another" : " side by side");
                break;
            case Activity { Loop: StandardLoop }:
                kind.Append(" again");
                break;
        }
        return kind.ToString();
    }
}
