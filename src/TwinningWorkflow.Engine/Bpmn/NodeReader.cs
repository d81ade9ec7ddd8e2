using System.Collections.Immutable;
using System.Xml.Linq;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>Reads one node: its kind, what its kind asks for, and nothing that we do not run.</summary>
internal sealed class NodeReader(Reading reading, FlowReader flows)
{
    private const string EventDefinition = "EventDefinition";
    private const string Loops = "LoopCharacteristics";

    private readonly EventNodeReader events = new(reading);
    private readonly TaskReader tasks = new(reading);
    private readonly CallReader calls = new(reading);

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
                return events.Start(node, info);
            case "endEvent":
                Holds(node, EventDefinition);
                return events.End(node, info);
            case "intermediateCatchEvent":
                Holds(node, EventDefinition);
                return events.Catch(node, info);
            case "intermediateThrowEvent":
                Holds(node, EventDefinition);
                return events.Throw(node, info);
            case "userTask":
                Holds(node, Loops);
                return new UserTask(info, Loop(node), boundaries, FormReader.OfTask(reading, node, info.Id));
            case "manualTask":
                Holds(node, Loops);
                return new ManualTask(info, Loop(node), boundaries);
            case "serviceTask":
                Holds(node, Loops);
                return new ServiceTask(info, Loop(node), boundaries, tasks.Service(node));
            case "scriptTask":
                Holds(node, Loops, "script");
                return tasks.Script(node, info, Loop(node), boundaries);
            case "sendTask":
                Holds(node, Loops);
                return tasks.Send(node, info, Loop(node), boundaries);
            case "receiveTask":
                Holds(node, Loops);
                return tasks.Receive(node, info, Loop(node), boundaries);
            case "callActivity":
                Holds(node, Loops);
                return calls.Read(node, info, Loop(node), boundaries);
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
            case "inclusiveGateway":
                Holds(node);
                return new InclusiveGateway(info);
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
        return events.Boundary(node, Info(node, container));
    }

    private Loop? Loop(XElement node) => LoopReader.Read(reading, node);

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
        if (!reading.Names.Variables.TryGetValue(variable, out var type) || reading.Names.Seen.Contains(variable))
        {
            reading.Refuse(
                set,
                "unknown-variable",
                $"Expected a declared variable of this process, but '{variable}' is none.",
                "Declare it with tw:variable."
            );
            return null;
        }
        return reading.Expression(set, Reading.Text(set, "value"), type) is { } value
            ? new Assignment(variable, value)
            : null;
    }

    /// <summary>Refuses what stands in a node and is not run there: a child that is overlooked changes the meaning.</summary>
    private void Holds(XElement node, params ReadOnlySpan<string> also)
    {
        foreach (var child in node.Elements().Where(Reading.IsBpmn))
        {
            var name = child.Name.LocalName;
            if (!Everywhere.Contains(name) && !EndsInOneOf(name, also))
                reading.Unsupported(child, $"{name} in {node.Name.LocalName}");
        }
    }

    private static bool EndsInOneOf(string name, ReadOnlySpan<string> endings)
    {
        foreach (var ending in endings)
            if (name.EndsWith(ending, StringComparison.Ordinal))
                return true;
        return false;
    }
}
