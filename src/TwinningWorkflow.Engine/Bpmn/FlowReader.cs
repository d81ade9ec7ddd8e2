using System.Collections.Immutable;
using System.Xml.Linq;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>Reads all sequence flows and knows which lead into and out of a node.</summary>
internal sealed class FlowReader
{
    private readonly Dictionary<string, List<SequenceFlow>> from = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<SequenceFlow>> into = new(StringComparer.Ordinal);

    /// <summary>Reads the flows of a process, whose conditions name what is known in it.</summary>
    public void Add(Reading reading, XElement process)
    {
        foreach (var element in process.Descendants(Reading.Bpmn + "sequenceFlow"))
        {
            var flow = Flow(reading, element);
            All.Add((flow, element));
            Put(from, flow.Source, flow);
            Put(into, flow.Target, flow);
        }
        foreach (var container in process.DescendantsAndSelf().Where(e => e.Elements(Link.Throw).Any()))
            Links(container);
    }

    /// <summary>
    /// A link is a flow that is not drawn: from its throw event, whose id it bears, to the one catch event of its name beside it.
    /// </summary>
    public static bool IsLink(SequenceFlow flow) => flow.Id == flow.Source;

    private void Links(XElement container)
    {
        var targets = container.Elements(Link.Catch).ToLookup(Link.NameOf, StringComparer.Ordinal);
        foreach (var source in container.Elements(Link.Throw))
            if (Link.NameOf(source) is { Length: > 0 } name && targets[name].Count() == 1)
            {
                var (from, to) = (Reading.Text(source, "id"), Reading.Text(targets[name].Single(), "id"));
                var flow = new SequenceFlow(from, from, to, null, name);
                Put(this.from, from, flow);
                Put(into, to, flow);
            }
    }

    /// <summary>All flows with the elements they were read from.</summary>
    public List<(SequenceFlow Flow, XElement Element)> All { get; } = [];

    public ImmutableArray<SequenceFlow> From(string node) => from.TryGetValue(node, out var flows) ? [.. flows] : [];

    public ImmutableArray<SequenceFlow> Into(string node) => into.TryGetValue(node, out var flows) ? [.. flows] : [];

    private static SequenceFlow Flow(Reading reading, XElement element)
    {
        if (Reading.Text(element, "id").Length == 0)
            reading.Refuse(element, "id-missing", "Expected an id, but there is none.", "Give the flow an English id.");
        var condition = element.Element(Reading.Bpmn + "conditionExpression");
        return new SequenceFlow(
            Reading.Text(element, "id"),
            EventReader.LocalPart(Reading.Text(element, "sourceRef")),
            EventReader.LocalPart(Reading.Text(element, "targetRef")),
            condition is null ? null : reading.Expression(condition, condition.Value, DataType.Flag),
            Reading.Text(element, "name")
        );
    }

    private static void Put(Dictionary<string, List<SequenceFlow>> map, string node, SequenceFlow flow)
    {
        if (!map.TryGetValue(node, out var flows))
            map[node] = flows = [];
        flows.Add(flow);
    }
}
