using System.Collections.Immutable;
using System.Xml.Linq;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>Reads one node: its kind, what its kind asks for, and nothing that we do not run.</summary>
internal sealed class NodeReader(Reading reading, FlowReader flows)
{
    private const string EventDefinition = "EventDefinition";

    /// <summary>What any node may hold besides what its own kind allows.</summary>
    private static readonly string[] Everywhere = ["incoming", "outgoing", "documentation", "extensionElements"];

    /// <summary>Is it a node of the graph, of a kind that is run or not?</summary>
    public static bool IsNode(XElement element) =>
        Reading.IsBpmn(element)
        && (
            element.Name.LocalName.EndsWith("Event", StringComparison.Ordinal)
            || element.Name.LocalName.EndsWith("ask", StringComparison.Ordinal)
            || element.Name.LocalName.EndsWith("Gateway", StringComparison.Ordinal)
            || element.Name.LocalName.EndsWith("ubProcess", StringComparison.Ordinal)
            || element.Name.LocalName is "transaction" or "callActivity"
        );

    public FlowNode? Read(XElement node, string container, ImmutableArray<BoundaryEvent> boundaries)
    {
        var info = Info(node, container);
        switch (node.Name.LocalName)
        {
            case "startEvent":
                Holds(node, EventDefinition);
                return StartEvent(node, info);
            case "endEvent":
                Holds(node, EventDefinition);
                return EndEvent(node, info);
            case "intermediateCatchEvent":
                Holds(node, EventDefinition);
                return new CatchEvent(info, EventReader.Trigger(reading, node, info.Id, "timer", "message"));
            case "userTask":
                Holds(node, "multiInstanceLoopCharacteristics");
                return new UserTask(info, Loop(node), boundaries, FormReader.OfTask(reading, node, info.Id));
            case "manualTask":
                Holds(node, "multiInstanceLoopCharacteristics");
                return new ManualTask(info, Loop(node), boundaries);
            case "serviceTask":
                Holds(node, "multiInstanceLoopCharacteristics");
                return new ServiceTask(info, Loop(node), boundaries, Service(node));
            case "sendTask":
                Holds(node, "multiInstanceLoopCharacteristics");
                return SendTask(node, info, boundaries);
            case "receiveTask":
                Holds(node, "multiInstanceLoopCharacteristics");
                if (reading.Flag(node, "instantiate", otherwise: false))
                    reading.Unsupported(node, "a receive task that starts the process");
                return new ReceiveTask(info, Loop(node), boundaries, EventReader.Message(reading, node, node, info.Id));
            case "subProcess":
                return new SubProcess(
                    info,
                    Loop(node),
                    boundaries,
                    reading.Flag(node, "triggeredByEvent", otherwise: false)
                );
            case "exclusiveGateway":
                Holds(node);
                return new ExclusiveGateway(info);
            case "parallelGateway":
                Holds(node);
                return new ParallelGateway(info);
            case "eventBasedGateway":
                Holds(node);
                if (
                    reading.Flag(node, "instantiate", otherwise: false)
                    || Reading.Text(node, "eventGatewayType") is not ("" or "Exclusive")
                )
                    reading.Unsupported(node, "an event-based gateway that is parallel or starts the process");
                return new EventBasedGateway(info);
            default:
                reading.Unsupported(node, node.Name.LocalName);
                return null;
        }
    }

    public BoundaryEvent Boundary(XElement node, string container)
    {
        Holds(node, EventDefinition);
        var info = Info(node, container);
        var trigger = EventReader.Trigger(reading, node, info.Id, "timer", "message", "error");
        var interrupting = reading.Flag(node, "cancelActivity", otherwise: true);
        if (trigger is EventTrigger.Error && !interrupting)
            reading.Refuse(
                node,
                "error-interrupts",
                "Expected an error boundary event to cancel its activity, but cancelActivity is false.",
                "Set cancelActivity to true."
            );
        return new BoundaryEvent(
            info,
            EventReader.LocalPart(Reading.Text(node, "attachedToRef")),
            interrupting,
            trigger
        );
    }

    private StartEvent StartEvent(XElement node, NodeInfo info)
    {
        var inEventSubProcess = node.Parent is { } parent && Reading.Text(parent, "triggeredByEvent") is "true" or "1";
        var trigger = inEventSubProcess
            ? EventReader.Trigger(reading, node, info.Id, "timer", "message", "error")
            : EventReader.Trigger(reading, node, info.Id, "none", "message");
        var interrupting = reading.Flag(node, "isInterrupting", otherwise: true);
        if (trigger is EventTrigger.Error && !interrupting)
            reading.Refuse(
                node,
                "error-interrupts",
                "Expected an error start event to interrupt, but isInterrupting is false.",
                "Set isInterrupting to true."
            );
        if (
            node.Parent is { } sub
            && sub.Name.LocalName == "subProcess"
            && !inEventSubProcess
            && trigger is not EventTrigger.None
        )
            reading.Refuse(
                node,
                "subprocess-start",
                "Expected a none start event in an embedded sub-process, but it has an event definition.",
                "Remove the event definition, or make it an event sub-process."
            );
        return new StartEvent(info, trigger, interrupting);
    }

    private EndEvent EndEvent(XElement node, NodeInfo info)
    {
        var definition = EventReader.Definition(reading, node);
        switch (definition?.Name.LocalName)
        {
            case null:
                return new EndEvent(info, EndKind.None, "", "");
            case "terminateEventDefinition":
                return new EndEvent(info, EndKind.Terminate, "", "");
            case "errorEventDefinition":
                return new EndEvent(info, EndKind.Error, EventReader.ErrorCode(reading, definition), "");
            case "messageEventDefinition":
                return new EndEvent(
                    info,
                    EndKind.Message,
                    EventReader.MessageName(reading, definition),
                    Reading.Extension(node, "send") is { } send ? Reading.Text(send, "to") : ""
                );
            default:
                reading.Unsupported(node, "an end event with " + definition.Name.LocalName);
                return new EndEvent(info, EndKind.None, "", "");
        }
    }

    private SendTask SendTask(XElement node, NodeInfo info, ImmutableArray<BoundaryEvent> boundaries)
    {
        var send = Reading.Extension(node, "send");
        var facts = send is null ? [] : Reading.Words(send, "facts");
        foreach (var fact in facts)
            if (reading.Names.TypeOf(fact) is null)
                reading.Refuse(
                    send!,
                    "unknown-fact",
                    $"Expected a known variable in facts, but '{fact}' is none.",
                    "Correct the name."
                );
        return new SendTask(
            info,
            Loop(node),
            boundaries,
            EventReader.MessageName(reading, node),
            send is null ? "" : Reading.Text(send, "to")
        )
        {
            Template = send is null ? "" : Reading.Text(send, "template"),
            Facts = facts,
            AnswerWithin = send?.Element(Reading.Tw + "term") is { } term ? FormReader.Term(reading, term) : null,
        };
    }

    private string Service(XElement node)
    {
        var service = Reading.Extension(node, "service");
        var name = service is null ? "" : Reading.Text(service, "name");
        if (name.Length == 0)
            reading.Refuse(
                node,
                "service-name",
                "Expected tw:service with a name, but there is none.",
                "Name a service of the application."
            );
        return name;
    }

    private MultiInstance? Loop(XElement node)
    {
        var loop = node.Element(Reading.Bpmn + "multiInstanceLoopCharacteristics");
        if (loop is null)
            return null;
        if (reading.Flag(loop, "isSequential", otherwise: false))
            reading.Unsupported(node, "sequential multi-instance");
        foreach (var child in loop.Elements().Where(Reading.IsBpmn))
            if (child.Name.LocalName is not ("loopCardinality" or "documentation" or "extensionElements"))
                reading.Unsupported(node, "multi-instance with " + child.Name.LocalName);
        var items = Reading.Extension(loop, "items")?.Attribute("value");
        var cardinality = loop.Element(Reading.Bpmn + "loopCardinality");
        if ((items is null) == (cardinality is null))
        {
            reading.Refuse(
                loop,
                "multi-instance-items",
                "Expected either tw:items or loopCardinality, but found both or none.",
                "Say over what it runs."
            );
            return null;
        }
        var expression = items is not null
            ? reading.Expression(items, items.Value, DataType.List, DataType.Number)
            : reading.Expression(cardinality!, cardinality!.Value, DataType.Number);
        return expression is null ? null : new MultiInstance(expression);
    }

    private NodeInfo Info(XElement node, string container)
    {
        var id = Reading.Text(node, "id");
        return new NodeInfo
        {
            Id = id,
            Container = container,
            Name = Reading.Text(node, "name"),
            Label = reading.Named(node),
            Line = Reading.LineOf(node),
            Lane = reading.LaneOf.TryGetValue(id, out var lane) ? lane.Id : "",
            Incoming = flows.Into(id),
            Outgoing = flows.From(id),
            DefaultFlow = EventReader.LocalPart(Reading.Text(node, "default")),
            Assignments = Assignments(node),
        };
    }

    private ImmutableArray<Assignment> Assignments(XElement node)
    {
        var sets = Reading.Extensions(node, "set").ToList();
        var assigned = new HashSet<string>(StringComparer.Ordinal);
        foreach (var set in sets)
            if (!assigned.Add(Reading.Text(set, "variable")))
                reading.Refuse(
                    set,
                    "set-twice",
                    $"Expected one tw:set a variable, but '{Reading.Text(set, "variable")}' is set again.",
                    "Assignments of a node are made at once: keep one."
                );
        return [.. sets.Select(Assignment).OfType<Assignment>()];
    }

    private Assignment? Assignment(XElement set)
    {
        var variable = Reading.Text(set, "variable");
        if (!reading.Names.Variables.TryGetValue(variable, out var type))
        {
            reading.Refuse(
                set,
                "unknown-variable",
                $"Expected a declared variable, but '{variable}' is none.",
                "Declare it with tw:variable."
            );
            return null;
        }
        return reading.Expression(set, Reading.Text(set, "value"), type) is { } value
            ? new Assignment(variable, value)
            : null;
    }

    /// <summary>Refuses what stands in a node and is not run there: a child that is overlooked changes the meaning.</summary>
    private void Holds(XElement node, string also = "")
    {
        foreach (var child in node.Elements().Where(Reading.IsBpmn))
        {
            var name = child.Name.LocalName;
            if (
                !Everywhere.Contains(name)
                && name != also
                && !(also == EventDefinition && name.EndsWith(EventDefinition, StringComparison.Ordinal))
            )
                reading.Unsupported(child, $"{name} in {node.Name.LocalName}");
        }
    }
}
