using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Xml.Linq;
using NodaTime;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>Reads the process of a file: settings, lanes, containers and nodes.</summary>
internal sealed class ProcessReader(Reading reading, XElement process, string hash)
{
    /// <summary>Parts of a process that are read past: they say something to people and nothing to the engine.</summary>
    private static readonly string[] ReadPast =
    [
        "documentation",
        "extensionElements",
        "laneSet",
        "textAnnotation",
        "association",
        "group",
        "incoming",
        "outgoing",
        "sequenceFlow",
        "multiInstanceLoopCharacteristics",
        "standardLoopCharacteristics",
    ];

    private const string DefaultZone = "Europe/Rome";

    private readonly Dictionary<string, (FlowNode Node, XElement Element)> nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<string>> contents = new(StringComparer.Ordinal);
    private readonly List<Lane> lanes = [];

    public ProcessDefinition? Read()
    {
        var id = Reading.Text(process, "id");
        UniqueIds();
        AttributeRules.Check(reading, process);
        ReadLanes();
        reading.Names = VariableTypes.Collect(reading, process);
        var settings = SettingReader.Read(reading, process);
        var gates = Gates();
        var flows = new FlowReader(reading, process);
        ReadContainer(new NodeReader(reading, flows), process, id);
        new StructureRules(reading, flows, nodes, contents).Check(id, process);
        var zone = Zone();
        // a drawing that is wrong elsewhere may have flows that lead nowhere
        var joins =
            reading.Problems.Count > 0
                ? FrozenDictionary<string, JoinReach>.Empty
                : JoinReader.Read(reading, process, contents, id => nodes[id].Node);
        return reading.Problems.Count > 0
            ? null
            : new ProcessDefinition
            {
                Id = id,
                Label = reading.Named(process),
                Hash = hash,
                Zone = zone,
                Nodes = nodes.ToFrozenDictionary(n => n.Key, n => n.Value.Node),
                Contents = contents.ToFrozenDictionary(),
                Variables = reading.Names.Variables.ToFrozenDictionary(),
                Inputs = reading.Names.Inputs.ToFrozenSet(StringComparer.Ordinal),
                Settings = settings,
                Gates = gates,
                Lanes = [.. lanes],
                Messages = Messages(),
                InclusiveJoins = joins,
            };
    }

    private void UniqueIds()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var element in process.DescendantsAndSelf().Where(Reading.IsBpmn))
            if (element.Attribute("id") is { } id && !seen.Add(id.Value))
                reading.Refuse(
                    element,
                    "id-twice",
                    $"Expected each id once, but '{id.Value}' is there again.",
                    "Rename one."
                );
    }

    private void ReadLanes()
    {
        foreach (var element in process.Descendants(Reading.Bpmn + "lane"))
        {
            var settings = Reading.Extension(element, "lane");
            var lane = new Lane(
                Reading.Text(element, "id"),
                Reading.Text(element, "name"),
                settings is null ? "" : Reading.Text(settings, "role"),
                reading.Named(element)
            );
            lanes.Add(lane);
            foreach (var reference in element.Elements(Reading.Bpmn + "flowNodeRef"))
                reading.LaneOf[EventReader.LocalPart(reference.Value.Trim())] = lane;
        }
    }

    private void ReadContainer(NodeReader reader, XElement container, string id)
    {
        var content = ImmutableArray.CreateBuilder<string>();
        var elements = container
            .Elements()
            .Where(e => Reading.IsBpmn(e) && !ReadPast.Contains(e.Name.LocalName))
            .ToList();
        var boundaries = elements
            .Where(e => e.Name.LocalName == "boundaryEvent")
            .ToDictionary(e => e, e => reader.Boundary(e, id));
        var attached = boundaries.Values.ToLookup(b => b.AttachedTo, StringComparer.Ordinal);
        foreach (var element in elements)
        {
            var nodeId = Reading.Text(element, "id");
            var node = boundaries.TryGetValue(element, out var boundary)
                ? boundary
                : reader.Read(element, id, [.. attached[nodeId]]);
            if (nodeId.Length == 0 && node is not null)
                reading.Refuse(element, "id-missing", "Expected an id, but there is none.", "Give an English id.");
            if (nodeId.Length == 0)
                continue;
            if (node is null)
                reading.Unread.Add(nodeId);
            else if (nodes.TryAdd(nodeId, (node, element)))
                content.Add(nodeId);
            else
                continue;
            // what stands in a container of a kind that is not run is told too
            if (node is null or SubProcess && element.Elements().Any(NodeReader.IsNode))
                ReadContainer(reader, element, nodeId);
            else if (node is SubProcess)
                contents[nodeId] = [];
        }
        contents[id] = content.ToImmutable();
    }

    private FrozenDictionary<string, Gate> Gates()
    {
        var gates = new Dictionary<string, Gate>(StringComparer.Ordinal);
        foreach (var settings in Reading.Extensions(process, "process"))
        {
            foreach (var element in settings.Elements(Reading.Tw + "gate"))
            {
                var id = Reading.Text(element, "id");
                var conditions = element
                    .Elements(Reading.Tw + "condition")
                    .Select(Condition)
                    .OfType<GateCondition>()
                    .ToImmutableArray();
                FormReader.Unique(reading, element, conditions.Select(c => c.Id), "condition");
                var labels = reading.Labels(element.Elements(Reading.Tw + "label"));
                if (id.Length == 0 || !reading.Gates.Add(id))
                    reading.Refuse(
                        element,
                        "gate-id",
                        $"Expected a new gate id, but found '{id}'.",
                        "Rename the gate."
                    );
                else
                    gates[id] = new Gate(id, labels, conditions);
            }
        }
        return gates.ToFrozenDictionary();
    }

    private GateCondition? Condition(XElement element)
    {
        var when = reading.Expression(element, Reading.Text(element, "when"), DataType.Flag);
        return when is null
            ? null
            : new GateCondition(
                FormReader.Id(reading, element),
                when,
                reading.Labels(element.Elements(Reading.Tw + "label")),
                reading.Labels(element.Elements(Reading.Tw + "cure")),
                reading.Choice(element, "severity", GateSeverity.Blocks)
            );
    }

    private DateTimeZone Zone()
    {
        var settings = Reading.Extension(process, "process");
        var name = settings is null ? "" : Reading.Text(settings, "zone");
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(name.Length > 0 ? name : DefaultZone);
        if (zone is null)
            reading.Refuse(settings!, "zone", $"Expected an IANA time zone, but found '{name}'.", "Write Europe/Rome.");
        return zone ?? DateTimeZone.Utc;
    }

    private FrozenDictionary<string, CaughtMessage> Messages()
    {
        var caught = new Dictionary<string, CaughtMessage>(StringComparer.Ordinal);
        foreach (var (node, element) in nodes.Values)
        {
            EventTrigger? trigger = node switch
            {
                // a process that runs does not listen for what starts one
                StartEvent start when start.Info.Container != Reading.Text(process, "id") => start.Trigger,
                CatchEvent waiting => waiting.Trigger,
                BoundaryEvent boundary => boundary.Trigger,
                ReceiveTask task => task.Message,
                _ => null,
            };
            if (trigger is not EventTrigger.Message message)
                continue;
            // the first that a person may record gives the words and the form
            if (!caught.TryGetValue(message.Name, out var known) || (known.Form is null && message.Form is not null))
                caught[message.Name] = new CaughtMessage(message.Name, reading.Named(element), message.Form, node.Id);
        }
        return caught.ToFrozenDictionary();
    }
}
