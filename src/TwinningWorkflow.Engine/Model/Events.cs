using TwinningWorkflow.Engine.Expressions;

namespace TwinningWorkflow.Engine.Model;

/// <summary>What an event waits for.</summary>
public abstract record EventTrigger
{
    private EventTrigger() { }

    /// <summary>Nothing: a none start event.</summary>
    public sealed record None : EventTrigger;

    /// <summary>A timer.</summary>
    public sealed record Timer(TimerSpec Spec) : EventTrigger;

    /// <summary>A message; with a form when a person may record it.</summary>
    public sealed record Message(string Name, Expression? Key, StepForm? Form) : EventTrigger;

    /// <summary>An error; an empty code catches all.</summary>
    public sealed record Error(string Code) : EventTrigger;
}

/// <summary>A start event of a process, sub-process or event sub-process.</summary>
public sealed record StartEvent(NodeInfo Info, EventTrigger Trigger, bool Interrupting) : FlowNode(Info);

/// <summary>How an end event ends.</summary>
public enum EndKind
{
    /// <summary>Consumes its token.</summary>
    None,

    /// <summary>Ends its scope at once.</summary>
    Terminate,

    /// <summary>Throws an error.</summary>
    Error,

    /// <summary>Sends a message.</summary>
    Message,
}

/// <summary>An end event.</summary>
/// <param name="Info">What all nodes have.</param>
/// <param name="Kind">How it ends.</param>
/// <param name="Code">The error code or message name; else empty.</param>
/// <param name="Recipient">The message's recipient; else empty.</param>
public sealed record EndEvent(NodeInfo Info, EndKind Kind, string Code, string Recipient) : FlowNode(Info);

/// <summary>An intermediate catch event.</summary>
public sealed record CatchEvent(NodeInfo Info, EventTrigger Trigger) : FlowNode(Info);

/// <summary>A boundary event.</summary>
public sealed record BoundaryEvent(NodeInfo Info, string AttachedTo, bool Interrupting, EventTrigger Trigger)
    : FlowNode(Info);
