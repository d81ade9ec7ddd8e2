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

    /// <summary>What waits for a message sends none; what throws one receives none.</summary>
    private static readonly string[] Waiting = ["startEvent", "intermediateCatchEvent", "boundaryEvent"];
    private static readonly string[] Throwing = ["endEvent", "intermediateThrowEvent"];

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
    }

    private static void MessageFlow(Reading reading, XElement flow, Dictionary<string, string> pools)
    {
        var from = EventReader.LocalPart(Reading.Text(flow, "sourceRef"));
        var to = EventReader.LocalPart(Reading.Text(flow, "targetRef"));
        if (Waiting.Contains(KindOf(flow, from)) || Throwing.Contains(KindOf(flow, to)))
            reading.Refuse(
                flow,
                "message-flow",
                "Expected a message flow from what sends to what waits for a message, but it is drawn the other way.",
                "Turn the message flow round, or remove it."
            );
        if (pools.TryGetValue(from, out var source) && pools.TryGetValue(to, out var target) && source == target)
            reading.Refuse(
                flow,
                "message-flow",
                "Expected a message flow between two pools, but both ends lie in one.",
                "Draw a sequence flow, or remove the message flow."
            );
    }

    private static string KindOf(XElement flow, string id) =>
        flow.Document!.Root!.Elements(Reading.Bpmn + "process")
            .Descendants()
            .FirstOrDefault(e => Reading.IsBpmn(e) && Reading.Text(e, "id") == id)
            ?.Name.LocalName
        ?? "";

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
