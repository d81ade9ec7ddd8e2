using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Xml.Linq;
using NodaTime;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>Reads the process of a file with those that it calls: settings, lanes, containers and nodes.</summary>
internal sealed class ProcessReader(Reading reading, XElement main, IReadOnlyList<XElement> called, string hash)
{
    private const string DefaultZone = "Europe/Rome";

    private readonly ContainerReader containers = new(reading);
    private readonly ImmutableArray<XElement> all = [main, .. called];
    private readonly List<Lane> lanes = [];

    public ProcessDefinition? Read()
    {
        var id = Reading.Text(main, "id");
        foreach (var process in all)
        {
            AttributeRules.Check(reading, process);
            FormatRules.Formal(reading, process);
            ReadLanes(process);
        }
        foreach (var process in called)
            OfTheFile(process);
        VariableTypes.Collect(reading, main, called);
        reading.Names = reading.NamesOf[id];
        var settings = SettingReader.Read(reading, main);
        var gates = GateReader.Read(reading, main);
        var flows = new FlowReader();
        // what the process that runs says holds in those that it calls, unless they say otherwise
        var reminders = ReminderReader.OfProcess(reading, main, ReminderSpec.Usual);
        foreach (var process in all)
        {
            reading.Names = reading.NamesOf[Reading.Text(process, "id")];
            reading.Reminders = process == main ? reminders : ReminderReader.OfProcess(reading, process, reminders);
            flows.Add(reading, process);
            containers.Read(new NodeReader(reading, flows), process, Reading.Text(process, "id"));
        }
        new StructureRules(reading, flows, containers.Nodes, containers.Contents).Check(main, called);
        var zone = Zone();
        var variables = Variables();
        var labels = VariableLabels();
        var goal = Goal(containers.Nodes.Keys);
        var watched = Watched();
        // a drawing that is wrong elsewhere may have flows that lead nowhere
        var joins =
            reading.Problems.Count > 0
                ? FrozenDictionary<string, JoinReach>.Empty
                : JoinReader.Read(reading, main, containers.Contents, node => containers.Nodes[node].Node);
        return reading.Problems.Count > 0
            ? null
            : new ProcessDefinition
            {
                Id = id,
                Label = reading.Named(main),
                Hash = hash,
                Zone = zone,
                Goal = goal,
                Nodes = containers.Nodes.ToFrozenDictionary(n => n.Key, n => n.Value.Node),
                Contents = containers.Contents.ToFrozenDictionary(),
                Variables = variables,
                VariableLabels = labels,
                Inputs = reading.NamesOf[id].Inputs.ToFrozenSet(StringComparer.Ordinal),
                Known = reading.NamesOf[id].Variables.Keys.ToFrozenSet(StringComparer.Ordinal),
                Settings = settings,
                Gates = gates,
                Lanes = [.. lanes],
                Messages = Messages(),
                Called = called.Select(Called).ToFrozenDictionary(c => c.Id),
                InclusiveJoins = joins,
                Watched = watched,
                HasTermsFromData = containers.Nodes.Values.Any(n => StartsFromData(n.Node)),
            };
    }

    /// <summary>The steps that some step must not be done by the doers of.</summary>
    private FrozenSet<string> Watched()
    {
        var watched = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (node, element) in containers.Nodes.Values)
            if (node is UserTask task)
                foreach (var named in task.Form.NotBy)
                {
                    watched.Add(named);
                    if (
                        named == task.Id
                        || !containers.Nodes.TryGetValue(named, out var other)
                        || other.Node is not UserTask
                    )
                        reading.Refuse(
                            element,
                            "not-by",
                            $"Expected notBy of '{task.Id}' to name other user tasks of the file, but '{named}' is {(named == task.Id ? "itself" : "none")}.",
                            "Correct its id."
                        );
                }
        return watched.ToFrozenSet(StringComparer.Ordinal);
    }

    private static bool StartsFromData(FlowNode node) =>
        node switch
        {
            UserTask task => task.Form.Deadline?.From is not null,
            StartEvent { Trigger: EventTrigger.Timer(TimerSpec.LegalTerm) } => true,
            CatchEvent { Trigger: EventTrigger.Timer(TimerSpec.LegalTerm) } => true,
            BoundaryEvent { Trigger: EventTrigger.Timer(TimerSpec.LegalTerm) } => true,
            _ => false,
        };

    /// <summary>What holds for the whole file is read in the process that runs; in one that it calls it would be without effect.</summary>
    private void OfTheFile(XElement process)
    {
        foreach (var settings in Reading.Extensions(process, "process"))
        {
            var elements = settings
                .Elements()
                .Where(e => e.Name == Reading.Tw + "gate" || e.Name == Reading.Tw + "setting");
            foreach (
                var found in elements.Concat<XObject>(
                    settings.Attributes().Where(static a => a.Name.LocalName is "zone" or "goal")
                )
            )
                reading.Refuse(
                    found,
                    "called-process",
                    "Expected gates, settings, goal and zone in the process that runs, but found one in a process that it calls.",
                    "Move it to the process that no other calls."
                );
        }
    }

    private CalledProcess Called(XElement process)
    {
        var id = Reading.Text(process, "id");
        return new CalledProcess(
            id,
            reading.Named(process),
            reading.NamesOf[id].Inputs.ToFrozenSet(StringComparer.Ordinal),
            reading.NamesOf[id].Variables.Keys.ToFrozenSet(StringComparer.Ordinal)
        );
    }

    /// <summary>A name has one type in the whole file, whichever process knows it.</summary>
    private FrozenDictionary<string, DataType> Variables()
    {
        var types = new Dictionary<string, DataType>(StringComparer.Ordinal);
        foreach (var process in all)
        foreach (var (name, type) in reading.NamesOf[Reading.Text(process, "id")].Variables)
            if (!types.TryAdd(name, type) && types[name] != type)
                reading.Refuse(
                    process,
                    "variable-name",
                    $"Expected '{name}' to have one type in the whole file, but it is {types[name]} and {type}.",
                    "Rename the variable."
                );
        return types.ToFrozenDictionary();
    }

    /// <summary>Where a called process hides a name, the words are those of the process that runs.</summary>
    private FrozenDictionary<string, Labels> VariableLabels()
    {
        var labels = new Dictionary<string, Labels>(StringComparer.Ordinal);
        foreach (
            var variable in all.SelectMany(p => Reading.Extensions(p, "process")).Elements(Reading.Tw + "variable")
        )
            if (reading.Labels(variable.Elements(Reading.Tw + "label")) is { IsEmpty: false } label)
                labels.TryAdd(Reading.Text(variable, "name"), label);
        return labels.ToFrozenDictionary();
    }

    private void ReadLanes(XElement process)
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

    private DateTimeZone Zone()
    {
        var settings = Reading.Extension(main, "process");
        var name = settings is null ? "" : Reading.Text(settings, "zone");
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(name.Length > 0 ? name : DefaultZone);
        if (zone is null)
            reading.Refuse(settings!, "zone", $"Expected an IANA time zone, but found '{name}'.", "Write Europe/Rome.");
        return zone ?? DateTimeZone.Utc;
    }

    private string Goal(IEnumerable<string> nodes)
    {
        var settings = Reading.Extension(main, "process");
        var goal = settings is null ? "" : Reading.Text(settings, "goal");
        if (goal.Length > 0 && !nodes.Contains(goal))
            reading.Refuse(
                settings!,
                "unknown-node",
                $"Expected the goal to be an element of the process, but '{goal}' is none.",
                "Correct its id."
            );
        return goal;
    }

    private FrozenDictionary<string, CaughtMessage> Messages()
    {
        var caught = new Dictionary<string, CaughtMessage>(StringComparer.Ordinal);
        foreach (var (node, element) in containers.Nodes.Values)
        {
            EventTrigger? trigger = node switch
            {
                // a process that runs does not listen for what starts one
                StartEvent start when start.Info.Container != Reading.Text(main, "id") => start.Trigger,
                CatchEvent waiting => waiting.Trigger,
                BoundaryEvent boundary => boundary.Trigger,
                ReceiveTask task => task.Message,
                _ => null,
            };
            if (trigger is not EventTrigger.Message message)
                continue;
            // the first that a person may record gives the form, and the words where the message has none of its own
            if (!caught.TryGetValue(message.Name, out var known) || (known.Form is null && message.Form is not null))
                caught[message.Name] = new CaughtMessage(
                    message.Name,
                    reading.MessageLabels.GetValueOrDefault(message.Name) ?? reading.Named(element),
                    message.Form,
                    node.Id
                );
        }
        return caught.ToFrozenDictionary();
    }
}
