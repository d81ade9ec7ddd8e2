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

    /// <summary>A signal that is thrown while the event listens.</summary>
    public sealed record Signal(string Name) : EventTrigger;

    /// <summary>An escalation; an empty code catches all.</summary>
    public sealed record Escalation(string Code) : EventTrigger;

    /// <summary>A link: a throw event of the same name leads here.</summary>
    public sealed record Link(string Name) : EventTrigger;
}

/// <summary>A start event of a process, sub-process or event sub-process.</summary>
public sealed record StartEvent(NodeInfo Info, EventTrigger Trigger, bool Interrupting) : FlowNode(Info);

/// <summary>What an end event or an intermediate throw event brings about.</summary>
public abstract record EventResult
{
    private EventResult() { }

    /// <summary>Nothing: the token passes, or is consumed at an end event.</summary>
    public sealed record None : EventResult;

    /// <summary>Ends its scope at once. End events only.</summary>
    public sealed record Terminate : EventResult;

    /// <summary>Throws an error. End events only.</summary>
    public sealed record Error(string Code) : EventResult;

    /// <summary>Asks the host to send a message; the recipient may be empty.</summary>
    public sealed record Message(string Name, string Recipient) : EventResult;

    /// <summary>Throws a signal to whoever listens now.</summary>
    public sealed record Signal(string Name) : EventResult;

    /// <summary>Throws an escalation to the nearest place around that catches it.</summary>
    public sealed record Escalation(string Code) : EventResult;

    /// <summary>Goes on at the catch event of the same name. Throw events only; the catch event is the target of their one outgoing flow.</summary>
    public sealed record Link(string Name) : EventResult;
}

/// <summary>An end event.</summary>
public sealed record EndEvent(NodeInfo Info, EventResult Result) : FlowNode(Info);

/// <summary>An intermediate throw event.</summary>
public sealed record ThrowEvent(NodeInfo Info, EventResult Result) : FlowNode(Info);

/// <summary>An intermediate catch event.</summary>
public sealed record CatchEvent(NodeInfo Info, EventTrigger Trigger) : FlowNode(Info);

/// <summary>A boundary event.</summary>
public sealed record BoundaryEvent(NodeInfo Info, string AttachedTo, bool Interrupting, EventTrigger Trigger)
    : FlowNode(Info);
