using System.Collections.Immutable;
using System.Xml.Linq;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>Reads what tasks ask for besides what all nodes have.</summary>
internal sealed class TaskReader(Reading reading)
{
    public SendTask Send(XElement node, NodeInfo info, MultiInstance? loop, ImmutableArray<BoundaryEvent> boundaries)
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
            loop,
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

    public string Service(XElement node)
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
}
