using System.Collections.Immutable;
using TwinningWorkflow.Engine.Expressions;

namespace TwinningWorkflow.Engine.Model;

/// <summary>A node that does something and may carry boundary events and run several times for one token.</summary>
/// <param name="Info">What all nodes have.</param>
/// <param name="Loop">How often it runs for one token; null: once.</param>
/// <param name="Boundaries">The boundary events attached to it.</param>
public abstract record Activity(NodeInfo Info, Loop? Loop, ImmutableArray<BoundaryEvent> Boundaries) : FlowNode(Info);

/// <summary>A user task.</summary>
public sealed record UserTask(NodeInfo Info, Loop? Loop, ImmutableArray<BoundaryEvent> Boundaries, StepForm Form)
    : Activity(Info, Loop, Boundaries);

/// <summary>A manual task: done outside, passed at once.</summary>
public sealed record ManualTask(NodeInfo Info, Loop? Loop, ImmutableArray<BoundaryEvent> Boundaries)
    : Activity(Info, Loop, Boundaries);

/// <summary>A service task: the host does the named service after the step is committed.</summary>
public sealed record ServiceTask(NodeInfo Info, Loop? Loop, ImmutableArray<BoundaryEvent> Boundaries, string Service)
    : Activity(Info, Loop, Boundaries);

/// <summary>A script task: the host's handler of the format runs the script after the step is committed.</summary>
/// <param name="Info">What all nodes have.</param>
/// <param name="Loop">How often it runs; null: once.</param>
/// <param name="Boundaries">Its boundary events.</param>
/// <param name="Format">The script's format (a media type); empty when the file gives none.</param>
/// <param name="Script">The script, as it stands in the file.</param>
public sealed record ScriptTask(
    NodeInfo Info,
    Loop? Loop,
    ImmutableArray<BoundaryEvent> Boundaries,
    string Format,
    string Script
) : Activity(Info, Loop, Boundaries);

/// <summary>A send task: asks the host's outbox to send, and goes on.</summary>
/// <param name="Info">What all nodes have.</param>
/// <param name="Loop">How often it runs; null: once.</param>
/// <param name="Boundaries">Its boundary events.</param>
/// <param name="Message">The message's name.</param>
/// <param name="Recipient">Whom: <c>tw:send to</c>; the item when multi-instance and not given.</param>
public sealed record SendTask(
    NodeInfo Info,
    Loop? Loop,
    ImmutableArray<BoundaryEvent> Boundaries,
    string Message,
    string Recipient
) : Activity(Info, Loop, Boundaries)
{
    /// <summary>Which mail template of the host (<c>tw:send template</c>); empty: the message's name.</summary>
    public string Template { get; init; } = "";

    /// <summary>Where it goes instead of the recipient's own address (<c>tw:send address</c>); null, or without a value: there.</summary>
    public Expression? Address { get; init; }

    /// <summary>The variables whose values the message tells (<c>tw:send facts</c>), in order.</summary>
    public ImmutableArray<string> Facts { get; init; } = [];

    /// <summary>Within which term of its delivery an answer is expected (a <c>tw:term</c> in <c>tw:send</c>); null when none.</summary>
    public TermSpec? AnswerWithin { get; init; }
}

/// <summary>A receive task.</summary>
public sealed record ReceiveTask(
    NodeInfo Info,
    Loop? Loop,
    ImmutableArray<BoundaryEvent> Boundaries,
    EventTrigger.Message Message
) : Activity(Info, Loop, Boundaries)
{
    /// <summary>True: its message starts the process, and it has no incoming flow.</summary>
    public bool Instantiates { get; init; }
}

/// <summary>A call activity: runs another process of the file, as a scope with data of its own.</summary>
/// <param name="Info">What all nodes have.</param>
/// <param name="Loop">How often it runs; null: once.</param>
/// <param name="Boundaries">Its boundary events.</param>
/// <param name="Called">The id of the process that is called.</param>
/// <param name="Given">What is set in the called process when it begins: <c>tw:in</c>, computed outside.</param>
/// <param name="Results">What it leaves behind when it is complete: <c>tw:out</c>, computed inside.</param>
public sealed record CallActivity(
    NodeInfo Info,
    Loop? Loop,
    ImmutableArray<BoundaryEvent> Boundaries,
    string Called,
    ImmutableArray<Assignment> Given,
    ImmutableArray<CallResult> Results
) : Activity(Info, Loop, Boundaries);

/// <summary>A result of a call activity: becomes the variable <c>node.name</c> of the caller.</summary>
public sealed record CallResult(string Name, Expression Value);

/// <summary>An embedded sub-process, or an event sub-process when <paramref name="Triggered"/>.</summary>
public sealed record SubProcess(NodeInfo Info, Loop? Loop, ImmutableArray<BoundaryEvent> Boundaries, bool Triggered)
    : Activity(Info, Loop, Boundaries);
