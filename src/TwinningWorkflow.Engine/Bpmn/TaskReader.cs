using System.Collections.Immutable;
using System.Xml.Linq;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>Reads what tasks ask for besides what all nodes have.</summary>
internal sealed class TaskReader(Reading reading)
{
    public SendTask Send(XElement node, NodeInfo info, Loop? loop, ImmutableArray<BoundaryEvent> boundaries)
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
            Address = send?.Attribute("address") is { } address
                ? reading.Expression(address, address.Value, DataType.Text)
                : null,
            Facts = facts,
            AnswerWithin = send?.Element(Reading.Tw + "term") is { } term ? TermReader.Term(reading, term) : null,
        };
    }

    public ScriptTask Script(XElement node, NodeInfo info, Loop? loop, ImmutableArray<BoundaryEvent> boundaries)
    {
        var format = Reading.Text(node, "scriptFormat");
        var script = node.Element(Reading.Bpmn + "script")?.Value.Trim() ?? "";
        if (!reading.Host.ScriptFormats.Contains(format))
            reading.Refuse(
                node,
                "script-handler",
                $"Expected a script for which the application has a handler, but there is none for {(format.Length > 0 ? $"'{format}'" : "a script without a format")}.",
                "Draw a service task, or assignments with tw:set."
            );
        if (script.Length == 0)
            reading.Refuse(
                node,
                "script-missing",
                "Expected a script in a script task, but there is none.",
                "Write the script, or draw a manual task."
            );
        return new ScriptTask(info, loop, boundaries, format, script);
    }

    public ReceiveTask Receive(XElement node, NodeInfo info, Loop? loop, ImmutableArray<BoundaryEvent> boundaries)
    {
        var instantiates = reading.Flag(node, "instantiate", otherwise: false);
        if (instantiates && (loop is not null || !boundaries.IsEmpty || node.Parent!.Name.LocalName != "process"))
            reading.Refuse(
                node,
                "instantiate",
                "Expected a receive task that starts the process to stand in the process itself, without boundary events and loops, but it does not.",
                "Draw a message start event."
            );
        return new ReceiveTask(info, loop, boundaries, EventReader.Message(reading, node, node, info.Id))
        {
            Instantiates = instantiates,
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
