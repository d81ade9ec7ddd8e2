using System.Collections.Immutable;
using System.Xml.Linq;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>Reads what processes and sub-processes hold.</summary>
internal sealed class ContainerReader(Reading reading)
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

    /// <summary>All nodes of any depth by id, with the elements they were read from.</summary>
    public Dictionary<string, (FlowNode Node, XElement Element)> Nodes { get; } = new(StringComparer.Ordinal);

    /// <summary>Ids of the nodes directly in a container, in file order.</summary>
    public Dictionary<string, ImmutableArray<string>> Contents { get; } = new(StringComparer.Ordinal);

    public void Read(NodeReader reader, XElement container, string id)
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
            else if (Nodes.TryAdd(nodeId, (node, element)))
                content.Add(nodeId);
            else
                continue;
            // what stands in a container of a kind that is not run is told too
            if (node is null or SubProcess && element.Elements().Any(NodeReader.IsNode))
                Read(reader, element, nodeId);
            else if (node is SubProcess)
                Contents[nodeId] = [];
        }
        Contents[id] = content.ToImmutable();
    }
}
