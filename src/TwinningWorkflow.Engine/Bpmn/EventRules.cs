using System.Collections.Immutable;
using System.Xml.Linq;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>How a process may begin, and which link events belong together.</summary>
internal sealed class EventRules(
    Reading reading,
    Dictionary<string, (FlowNode Node, XElement Element)> nodes,
    Dictionary<string, ImmutableArray<string>> contents
)
{
    /// <summary>Does a token appear here that came by no flow?</summary>
    public static bool Begins(FlowNode node) =>
        node
            is StartEvent
                or BoundaryEvent
                or ReceiveTask { Instantiates: true }
                or CatchEvent { Trigger: EventTrigger.Link };

    public void Starts(XElement process)
    {
        var ways = Ways(process);
        if (ways.Count == 0)
            reading.Refuse(
                process,
                "start-missing",
                "Expected a start event, but the process has none.",
                "Draw a start event."
            );
        foreach (var twice in ways.GroupBy(static n => n.Way, StringComparer.Ordinal).SelectMany(static g => g.Skip(1)))
            reading.Refuse(
                twice.Element,
                "start-twice",
                "Expected each way to start once, but another start event begins in the same way.",
                "Draw one start event, and fork behind it."
            );
    }

    /// <summary>A called process begins when it is called, and in no other way.</summary>
    public void CalledStart(XElement process)
    {
        var ways = Ways(process);
        if (ways.Count != 1 || ways[0].Way.Length > 0)
            reading.Refuse(
                process,
                "called-start",
                $"Expected exactly one start event in a called process, and none that waits, but there are {ways.Count}.",
                "Draw one start event without an event definition."
            );
    }

    private List<(XElement Element, string Way)> Ways(XElement process) =>
        [
            .. contents[Reading.Text(process, "id")]
                .Select(id => nodes[id])
                .Where(static n => WayOf(n.Node) is not null)
                .Select(static n => (n.Element, WayOf(n.Node)!)),
        ];

    public void Links()
    {
        var links = nodes.Values.Where(static n => NameOf(n.Node) is not null);
        foreach (var pair in links.GroupBy(static n => (n.Node.Info.Container, NameOf(n.Node))))
        {
            var catches = pair.Where(static n => n.Node is CatchEvent).ToList();
            if (catches.Count is 0 || catches.Count == pair.Count())
                foreach (var (node, element) in pair)
                    reading.Refuse(
                        element,
                        "link-unmatched",
                        $"Expected a {(node is CatchEvent ? "throw" : "catch")} event of the link '{pair.Key.Item2}' beside it, but there is none.",
                        "Draw it in the same process or sub-process, or correct the link's name."
                    );
            foreach (var (node, element) in pair)
                LeadsToItsName(node, element, pair.Key.Item2!);
            foreach (var (_, element) in catches.Skip(1))
                reading.Refuse(
                    element,
                    "link-twice",
                    $"Expected one catch event of the link '{pair.Key.Item2}', but there is another.",
                    "Rename the link, or let several throw events lead to one catch event."
                );
        }
    }

    /// <summary>A link may also refer to its other end: not to that of another link.</summary>
    private void LeadsToItsName(FlowNode node, XElement element, string name)
    {
        var link = element.Element(Reading.Bpmn + "linkEventDefinition")!;
        foreach (var end in link.Elements(Reading.Bpmn + (node is CatchEvent ? "source" : "target")))
            if (
                reading.ById.TryGetValue(EventReader.LocalPart(end.Value.Trim()), out var other)
                && Reading.Text(other, "name") != name
            )
                reading.Refuse(
                    end,
                    "link-unmatched",
                    $"Expected {end.Name.LocalName} to lead to the link '{name}', but it leads to another.",
                    "Correct it, or leave it out."
                );
    }

    /// <summary>In which way a node starts the process; null for one that does not.</summary>
    private static string? WayOf(FlowNode node) =>
        node switch
        {
            StartEvent { Trigger: EventTrigger.Message(var message, _, _) } => "message " + message,
            StartEvent { Trigger: EventTrigger.Signal(var signal) } => "signal " + signal,
            StartEvent => "",
            ReceiveTask { Instantiates: true } task => "message " + task.Message.Name,
            _ => null,
        };

    /// <summary>The name of a link event; null for any other node, and where the name is missing, which is told already.</summary>
    private static string? NameOf(FlowNode node) =>
        node switch
        {
            CatchEvent { Trigger: EventTrigger.Link { Name: { Length: > 0 } name } } => name,
            ThrowEvent { Result: EventResult.Link { Name: { Length: > 0 } name } } => name,
            _ => null,
        };
}
