using System.Collections.Immutable;
using System.Xml.Linq;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>What BPMN asks of the graph as a whole, checked when all nodes are known.</summary>
internal sealed class StructureRules(
    Reading reading,
    FlowReader flows,
    Dictionary<string, (FlowNode Node, XElement Element)> nodes,
    Dictionary<string, ImmutableArray<string>> contents
)
{
    /// <summary>The flows on which a condition is written, be it right or wrong.</summary>
    private readonly HashSet<string> conditional = flows
        .All.Where(static f => f.Element.Element(Reading.Bpmn + "conditionExpression") is not null)
        .Select(static f => f.Flow.Id)
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>The processes and sub-processes with an end event.</summary>
    private readonly HashSet<XElement> ended = [];

    public void Check(XElement main, IReadOnlyList<XElement> called)
    {
        ended.UnionWith(called.Append(main).Descendants(Reading.Bpmn + "endEvent").Select(static e => e.Parent!));
        var events = new EventRules(reading, nodes, contents);
        events.Starts(main);
        foreach (var process in called)
            events.CalledStart(process);
        events.Links();
        var listing = nodes.Values.Any(n => Lists(n.Element, "incoming") || Lists(n.Element, "outgoing"));
        foreach (var (flow, element) in flows.All)
            Flow(flow, element);
        foreach (var process in called.Append(main))
            Ends(Reading.Text(process, "id"), process);
        foreach (var (node, element) in nodes.Values)
        {
            Connections(node, element);
            if (listing)
                Listed(node, element);
            switch (node)
            {
                case BoundaryEvent boundary:
                    Attached(boundary, element);
                    break;
                case EventBasedGateway gateway:
                    EventGateway(gateway, element);
                    break;
                case SubProcess sub:
                    Starts(sub, element);
                    Ends(sub.Id, element);
                    break;
            }
        }
    }

    private void Flow(SequenceFlow flow, XElement element)
    {
        if (!nodes.TryGetValue(flow.Source, out var source) || !nodes.TryGetValue(flow.Target, out var target))
        {
            if (!reading.Unread.Contains(flow.Source) && !reading.Unread.Contains(flow.Target))
                reading.Refuse(
                    element,
                    "flow-ends",
                    $"Expected a flow between two nodes of the process, but '{flow.Source}' or '{flow.Target}' is none.",
                    "Connect both ends."
                );
            return;
        }
        if (source.Node.Info.Container != target.Node.Info.Container)
            reading.Refuse(
                element,
                "flow-crosses",
                "Expected both ends of a flow in one sub-process, but it crosses a border.",
                "Let the flow leave the sub-process itself, or use a boundary event."
            );
        // behind a parallel gateway BPMN reads past conditions (13.4.1): every flow is taken
        if (
            flow.Condition is not null
            && source.Node is not (Activity or ExclusiveGateway or InclusiveGateway or ParallelGateway)
        )
            reading.Refuse(
                element,
                "condition-here",
                $"Expected conditions behind activities and gateways only, but '{flow.Source}' is neither.",
                "Put an exclusive or inclusive gateway before the flow."
            );
        if (flow.Condition is not null && source.Node.Info.DefaultFlow == flow.Id)
            reading.Refuse(
                element,
                "default-condition",
                "Expected no condition on a default flow, but there is one.",
                "Remove the condition."
            );
    }

    private void Connections(FlowNode node, XElement element)
    {
        var info = node.Info;
        var triggered = node is SubProcess { Triggered: true };
        var linked = node is CatchEvent { Trigger: EventTrigger.Link } or ThrowEvent { Result: EventResult.Link };
        if (EventRules.Begins(node) || triggered)
            Rule(
                info.Incoming.All(FlowReader.IsLink),
                element,
                "no-incoming",
                "Expected no incoming flow here, but there is one.",
                "Remove the flow."
            );
        if (node is EndEvent || triggered || linked && node is ThrowEvent)
            Rule(
                info.Outgoing.All(FlowReader.IsLink),
                element,
                "no-outgoing",
                "Expected no outgoing flow here, but there is one.",
                "Remove the flow."
            );
        // where there is an end event nothing else may be one in silence
        if (
            node is StartEvent or BoundaryEvent or CatchEvent or EventBasedGateway
            || node is not EndEvent && !triggered && !(linked && node is ThrowEvent) && ended.Contains(element.Parent!)
        )
            Rule(
                !info.Outgoing.IsEmpty,
                element,
                "outgoing-missing",
                "Expected an outgoing flow, but there is none.",
                "Draw where it goes on, be it to an end event."
            );
        if (!EventRules.Begins(node) && !triggered)
            Rule(
                !info.Incoming.IsEmpty,
                element,
                "unreachable",
                "Expected an incoming flow, but there is none: no token ever comes here.",
                "Connect or remove the element."
            );
        if (node is ExclusiveGateway or InclusiveGateway or ParallelGateway)
            Rule(
                info.Incoming.Length > 1 || info.Outgoing.Length > 1,
                element,
                "gateway-alone",
                "Expected a gateway to have several incoming or several outgoing flows, but it has neither.",
                "Remove the gateway."
            );
        var direction = Reading.Text(element, "gatewayDirection");
        Rule(
            direction is "" or "Unspecified"
                || (direction != "Converging" || info is { Incoming.Length: > 1, Outgoing.Length: <= 1 })
                    && (direction != "Diverging" || info is { Incoming.Length: <= 1, Outgoing.Length: > 1 })
                    && (direction != "Mixed" || info is { Incoming.Length: > 1, Outgoing.Length: > 1 }),
            element,
            "gateway-direction",
            $"Expected the flows of a {direction} gateway, but there are others.",
            "Correct gatewayDirection or the flows."
        );
        if (info.DefaultFlow.Length > 0)
            Rule(
                info.Outgoing.Any(f => f.Id == info.DefaultFlow)
                    && node is Activity or ExclusiveGateway or InclusiveGateway,
                element,
                "default-flow",
                $"Expected the default flow '{info.DefaultFlow}' among the outgoing flows, but it is not.",
                "Correct the default."
            );
        if (node is Activity && info.Outgoing.Length == 1)
            Rule(
                !conditional.Contains(info.Outgoing[0].Id),
                element,
                "condition-alone",
                "Expected another flow beside a conditional one, but there is none: where it is not true the token could not go on.",
                "Remove the condition, or draw the other way."
            );
        if (node is ExclusiveGateway or InclusiveGateway && info.Outgoing.Length > 1)
            foreach (var flow in info.Outgoing)
                Rule(
                    conditional.Contains(flow.Id) || flow.Id == info.DefaultFlow,
                    element,
                    "condition-missing",
                    $"Expected a condition on '{flow.Id}' or that it is the default, but neither is so.",
                    "Write the condition or mark the default flow."
                );
    }

    private static bool Lists(XElement element, string tag) => element.Element(Reading.Bpmn + tag) is not null;

    /// <summary>A file that lists incoming and outgoing flows must list them as they are; many list none at all.</summary>
    private void Listed(FlowNode node, XElement element)
    {
        Same(element, "incoming", node.Info.Incoming.Where(static f => !FlowReader.IsLink(f)).Select(static f => f.Id));
        Same(element, "outgoing", node.Info.Outgoing.Where(static f => !FlowReader.IsLink(f)).Select(static f => f.Id));
    }

    private void Same(XElement element, string tag, IEnumerable<string> real) =>
        Rule(
            element
                .Elements(Reading.Bpmn + tag)
                .Select(e => EventReader.LocalPart(e.Value.Trim()))
                .ToHashSet(StringComparer.Ordinal)
                .SetEquals(real),
            element,
            "flows-listed",
            $"Expected the {tag} flows listed to be those drawn, but they differ.",
            "Save the file again with the modeller."
        );

    private void Attached(BoundaryEvent boundary, XElement element) =>
        Rule(
            reading.Unread.Contains(boundary.AttachedTo)
                || nodes.TryGetValue(boundary.AttachedTo, out var host)
                    && host.Node is Activity and not SubProcess { Triggered: true }
                    && host.Node.Info.Container == boundary.Info.Container,
            element,
            "attached-to",
            $"Expected a boundary event on an activity beside it, but '{boundary.AttachedTo}' is none.",
            "Attach the event to an activity."
        );

    private void EventGateway(EventBasedGateway gateway, XElement element)
    {
        foreach (var flow in gateway.Info.Outgoing)
        {
            if (!nodes.TryGetValue(flow.Target, out var target))
                continue;
            Rule(
                target.Node is CatchEvent { Trigger: not EventTrigger.Link }
                    || target.Node is ReceiveTask { Loop: null, Boundaries.IsEmpty: true },
                element,
                "event-gateway-target",
                $"Expected catch events or plain receive tasks behind an event-based gateway, but '{flow.Target}' is none.",
                "Put a catch event behind the gateway."
            );
            Rule(
                target.Node.Info.Incoming.Length == 1,
                element,
                "event-gateway-target",
                $"Expected '{flow.Target}' to be reached from the gateway only, but other flows lead there.",
                "Give the event one incoming flow."
            );
        }
        var behind = gateway
            .Info.Outgoing.Where(f => nodes.ContainsKey(f.Target))
            .Select(f => nodes[f.Target].Node)
            .ToList();
        Rule(
            !behind.Exists(static n => n is ReceiveTask)
                || !behind.Exists(static n => n is CatchEvent { Trigger: EventTrigger.Message }),
            element,
            "event-gateway-target",
            "Expected either message events or receive tasks behind an event-based gateway, but there are both.",
            "Draw all of them as events, or all as receive tasks."
        );
        Rule(
            gateway.Info.Outgoing.Length > 1,
            element,
            "gateway-alone",
            "Expected at least two events behind an event-based gateway, but there are fewer.",
            "Use a catch event alone."
        );
    }

    /// <summary>What begins with a start event ends with an end event (BPMN 10.4.3).</summary>
    private void Ends(string container, XElement element) =>
        Rule(
            !StartsOf(container).Any() || ended.Contains(element),
            element,
            "end-missing",
            "Expected an end event where there is a start event, but there is none.",
            "Draw an end event, and flows to it from whatever leads nowhere."
        );

    private IEnumerable<StartEvent> StartsOf(string container) =>
        contents[container].Select(id => nodes[id].Node).OfType<StartEvent>();

    private void Starts(SubProcess sub, XElement element)
    {
        var starts = StartsOf(sub.Id).Count();
        Rule(
            starts == 1,
            element,
            "subprocess-start",
            $"Expected exactly one start event in a sub-process, but there are {starts}.",
            "Draw one start event."
        );
        Rule(
            !sub.Triggered || sub.Loop is null && sub.Boundaries.IsEmpty,
            element,
            "event-subprocess",
            "Expected an event sub-process without boundary events and loop, but it has some.",
            "Remove them."
        );
    }

    private void Rule(bool holds, XElement at, string rule, string message, string cure)
    {
        if (!holds)
            reading.Refuse(at, rule, message, cure);
    }
}
