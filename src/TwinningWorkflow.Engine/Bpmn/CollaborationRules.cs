using System.Globalization;
using System.Xml.Linq;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>What stands around the process is read past, but it must not say what BPMN forbids.</summary>
internal static class CollaborationRules
{
    private static readonly string[] Known =
    [
        "participant",
        "messageFlow",
        "textAnnotation",
        "association",
        "group",
        "documentation",
        "extensionElements",
    ];

    /// <summary>What waits for a message sends none; what sends one receives none.</summary>
    private static readonly string[] Waiting = ["startEvent", "intermediateCatchEvent", "boundaryEvent", "receiveTask"];
    private static readonly string[] Sending = ["endEvent", "intermediateThrowEvent", "sendTask"];

    public static void Check(Reading reading, XElement root)
    {
        var collaborations = root.Elements(Reading.Bpmn + "collaboration").ToList();
        if (collaborations.Count == 0)
            return;
        var pools = Pools(root, collaborations);
        foreach (var child in collaborations.Elements().Where(Reading.IsBpmn))
            if (!Known.Contains(child.Name.LocalName))
                reading.Unsupported(child, child.Name.LocalName);
            else if (child.Name.LocalName == "messageFlow")
                MessageFlow(reading, child, pools);
            else if (child.Element(Reading.Bpmn + "participantMultiplicity") is { } multiplicity)
                Multiplicity(reading, multiplicity);
    }

    private static void MessageFlow(Reading reading, XElement flow, Dictionary<string, string> pools)
    {
        var from = End(reading, flow, "sourceRef");
        var to = End(reading, flow, "targetRef");
        if (from is null || to is null)
            return;
        if (Waiting.Contains(from.Name.LocalName) || Sending.Contains(to.Name.LocalName))
            reading.Refuse(
                flow,
                "message-flow",
                "Expected a message flow from what sends to what waits for a message, but it is drawn the other way.",
                "Turn the message flow round, or remove it."
            );
        if (
            pools.TryGetValue(Reading.IdOf(from), out var source)
            && pools.TryGetValue(Reading.IdOf(to), out var target)
            && source == target
        )
            reading.Refuse(
                flow,
                "message-flow",
                "Expected a message flow between two pools, but both ends lie in one.",
                "Draw a sequence flow, or remove the message flow."
            );
    }

    /// <summary>A message flow ends at a pool, an activity or an event of messages; at nothing else.</summary>
    private static XElement? End(Reading reading, XElement flow, string end)
    {
        var id = EventReader.LocalPart(Reading.Text(flow, end));
        if (
            reading.ById.TryGetValue(id, out var found)
            && (
                found.Name == Reading.Bpmn + "participant"
                || ReferenceRules.IsActivity(found)
                || EventReader.IsEvent(found) && EventReader.MayExchangeMessages(found)
            )
        )
            return found;
        reading.Refuse(
            flow,
            "message-flow",
            $"Expected {end} of a message flow to be a pool, an activity or a message event, but '{id}' is none.",
            "Connect it to what sends or receives the message, or remove it."
        );
        return null;
    }

    private static void Multiplicity(Reading reading, XElement multiplicity)
    {
        var minimum = Number(multiplicity, "minimum", otherwise: 0);
        var maximum = Number(multiplicity, "maximum", otherwise: 1);
        if (minimum is null or < 0 || maximum is null or < 1 || maximum < minimum)
            reading.Refuse(
                multiplicity,
                "multiplicity",
                "Expected a minimum of at least 0 and a maximum of at least 1 and of the minimum, but there are others.",
                "Correct the multiplicity of the participant."
            );
    }

    private static int? Number(XElement element, string attribute, int otherwise) =>
        Reading.Text(element, attribute) is not { Length: > 0 } text ? otherwise
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : null;

    /// <summary>In which pool each participant and each element of a process lies.</summary>
    private static Dictionary<string, string> Pools(XElement root, List<XElement> collaborations)
    {
        var pools = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var process in root.Elements(Reading.Bpmn + "process"))
        foreach (var element in process.Descendants().Where(Reading.IsBpmn))
            if (Reading.Text(element, "id") is { Length: > 0 } id)
                pools.TryAdd(id, Reading.Text(process, "id"));
        foreach (var participant in collaborations.Elements(Reading.Bpmn + "participant"))
        {
            var id = Reading.Text(participant, "id");
            var process = EventReader.LocalPart(Reading.Text(participant, "processRef"));
            // a pool without a process is one of its own
            pools.TryAdd(id, process.Length > 0 ? process : "pool " + id);
        }
        return pools;
    }
}
