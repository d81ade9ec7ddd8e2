using System.Xml.Linq;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>Reads the nodes that are events.</summary>
internal sealed class EventNodeReader(Reading reading)
{
    public BoundaryEvent Boundary(XElement node, NodeInfo info)
    {
        var trigger = EventReader.Trigger(reading, node, info.Id, "timer", "message", "error");
        var interrupting = reading.Flag(node, "cancelActivity", otherwise: true);
        if (trigger is EventTrigger.Error && !interrupting)
            reading.Refuse(
                node,
                "error-interrupts",
                "Expected an error boundary event to cancel its activity, but cancelActivity is false.",
                "Set cancelActivity to true."
            );
        return new BoundaryEvent(
            info,
            EventReader.LocalPart(Reading.Text(node, "attachedToRef")),
            interrupting,
            trigger
        );
    }

    public StartEvent Start(XElement node, NodeInfo info)
    {
        var inEventSubProcess = node.Parent is { } parent && Reading.Text(parent, "triggeredByEvent") is "true" or "1";
        var trigger = inEventSubProcess
            ? EventReader.Trigger(reading, node, info.Id, "timer", "message", "error")
            : EventReader.Trigger(reading, node, info.Id, "none", "message");
        var interrupting = reading.Flag(node, "isInterrupting", otherwise: true);
        if (trigger is EventTrigger.Error && !interrupting)
            reading.Refuse(
                node,
                "error-interrupts",
                "Expected an error start event to interrupt, but isInterrupting is false.",
                "Set isInterrupting to true."
            );
        if (
            node.Parent is { } sub
            && sub.Name.LocalName == "subProcess"
            && !inEventSubProcess
            && trigger is not EventTrigger.None
        )
            reading.Refuse(
                node,
                "subprocess-start",
                "Expected a none start event in an embedded sub-process, but it has an event definition.",
                "Remove the event definition, or make it an event sub-process."
            );
        return new StartEvent(info, trigger, interrupting);
    }

    public EndEvent End(XElement node, NodeInfo info)
    {
        var definition = EventReader.Definition(reading, node);
        switch (definition?.Name.LocalName)
        {
            case null:
                return new EndEvent(info, EndKind.None, "", "");
            case "terminateEventDefinition":
                return new EndEvent(info, EndKind.Terminate, "", "");
            case "errorEventDefinition":
                return new EndEvent(info, EndKind.Error, EventReader.ErrorCode(reading, definition), "");
            case "messageEventDefinition":
                return new EndEvent(
                    info,
                    EndKind.Message,
                    EventReader.MessageName(reading, definition),
                    Reading.Extension(node, "send") is { } send ? Reading.Text(send, "to") : ""
                );
            default:
                reading.Unsupported(node, "an end event with " + definition.Name.LocalName);
                return new EndEvent(info, EndKind.None, "", "");
        }
    }
}
