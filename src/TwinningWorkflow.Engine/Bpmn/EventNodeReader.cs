using System.Xml.Linq;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>Reads the nodes that are events.</summary>
internal sealed class EventNodeReader(Reading reading)
{
    public BoundaryEvent Boundary(XElement node, NodeInfo info)
    {
        var trigger = EventReader.Trigger(reading, node, info.Id, "timer", "message", "error", "signal", "escalation");
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
            ? EventReader.Trigger(reading, node, info.Id, "timer", "message", "error", "signal", "escalation")
            : EventReader.Trigger(reading, node, info.Id, [.. Beginning()]);
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

    /// <summary>How a process may begin. Nobody starts one by the clock: a person or a message does.</summary>
    private IEnumerable<string> Beginning() =>
        reading.Host.CarriesSignals ? ["none", "message", "signal"] : ["none", "message"];

    public CatchEvent Catch(XElement node, NodeInfo info)
    {
        var trigger = EventReader.Trigger(reading, node, info.Id, "timer", "message", "signal", "link");
        if (trigger is EventTrigger.Timer(TimerSpec.Cycle { Count: < 0 }))
            reading.Refuse(
                node,
                "timer-cycle",
                "Expected a cycle with an end on an intermediate event, but it lets tokens go for ever.",
                "Write how often, as in R3/P10D, or draw a boundary event."
            );
        return new CatchEvent(info, trigger);
    }

    public EndEvent End(XElement node, NodeInfo info) =>
        new(info, Result(node, "terminate", "error", "message", "signal", "escalation"));

    public ThrowEvent Throw(XElement node, NodeInfo info) =>
        new(info, Result(node, "message", "signal", "escalation", "link"));

    /// <summary>What an event brings about; only the kinds named are run in this place, and none.</summary>
    private EventResult Result(XElement node, params ReadOnlySpan<string> kinds)
    {
        var definition = EventReader.Definition(reading, node);
        if (definition is null)
            return new EventResult.None();
        var kind = EventReader.KindOf(definition);
        if (!kinds.Contains(kind))
        {
            reading.Unsupported(node, $"{node.Name.LocalName} with {definition.Name.LocalName}");
            return new EventResult.None();
        }
        if (kind == "message")
            EventReader.Exchanged(reading, definition, node);
        return kind switch
        {
            "terminate" => new EventResult.Terminate(),
            "error" => new EventResult.Error(EventReader.ErrorCode(reading, definition, thrown: true)),
            "signal" => new EventResult.Signal(EventReader.SignalName(reading, definition)),
            "escalation" => new EventResult.Escalation(EventReader.EscalationCode(reading, definition, thrown: true)),
            "link" => new EventResult.Link(EventReader.LinkName(reading, definition)),
            _ => new EventResult.Message(
                EventReader.MessageName(reading, definition),
                Reading.Extension(node, "send") is { } send ? Reading.Text(send, "to") : ""
            ),
        };
    }
}
