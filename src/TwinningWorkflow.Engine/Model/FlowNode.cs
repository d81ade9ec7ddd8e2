using System.Collections.Immutable;
using TwinningWorkflow.Engine.Expressions;

namespace TwinningWorkflow.Engine.Model;

/// <summary>A sequence flow.</summary>
/// <param name="Id">Its id in the file.</param>
/// <param name="Source">The source node's id.</param>
/// <param name="Target">The target node's id.</param>
/// <param name="Condition">Its condition, or null.</param>
/// <param name="Name">Its Italian name; may be empty.</param>
public sealed record SequenceFlow(string Id, string Source, string Target, Expression? Condition, string Name);

/// <summary>What all nodes have.</summary>
public sealed record NodeInfo
{
    /// <summary>The id in the file.</summary>
    public required string Id { get; init; }

    /// <summary>The id of the process or sub-process that holds it.</summary>
    public required string Container { get; init; }

    /// <summary>The (Italian) name in the file.</summary>
    public string Name { get; init; } = "";

    /// <summary>The name per language, from <c>tw:label</c>; Italian falls back to the name.</summary>
    public Labels Label { get; init; } = Labels.None;

    /// <summary>The line in the file, from 1.</summary>
    public int Line { get; init; }

    /// <summary>The lane's id; empty when in none.</summary>
    public string Lane { get; init; } = "";

    /// <summary>Incoming flows in file order.</summary>
    public ImmutableArray<SequenceFlow> Incoming { get; init; } = [];

    /// <summary>Outgoing flows in file order.</summary>
    public ImmutableArray<SequenceFlow> Outgoing { get; init; } = [];

    /// <summary>The default flow's id; empty when none.</summary>
    public string DefaultFlow { get; init; } = "";

    /// <summary>Assignments made when the node is left.</summary>
    public ImmutableArray<Assignment> Assignments { get; init; } = [];
}

/// <summary>An assignment of the file: <c>tw:set variable="..." value="..."</c>.</summary>
public sealed record Assignment(string Variable, Expression Value);

/// <summary>A node of the graph.</summary>
public abstract record FlowNode(NodeInfo Info)
{
    /// <summary>The id in the file.</summary>
    public string Id => Info.Id;
}

/// <summary>A node that does something and may carry boundary events and multi-instance characteristics.</summary>
/// <param name="Info">What all nodes have.</param>
/// <param name="MultiInstance">Parallel multi-instance, or null.</param>
/// <param name="Boundaries">The boundary events attached to it.</param>
public abstract record Activity(NodeInfo Info, MultiInstance? MultiInstance, ImmutableArray<BoundaryEvent> Boundaries)
    : FlowNode(Info);

/// <summary>Parallel multi-instance: one body an item.</summary>
/// <param name="Items">The items: a list expression, or a number expression (then the items are "1".."n").</param>
public sealed record MultiInstance(Expression Items);

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

/// <summary>A user task.</summary>
public sealed record UserTask(
    NodeInfo Info,
    MultiInstance? MultiInstance,
    ImmutableArray<BoundaryEvent> Boundaries,
    StepForm Form
) : Activity(Info, MultiInstance, Boundaries);

/// <summary>A manual task: done outside, passed at once.</summary>
public sealed record ManualTask(NodeInfo Info, MultiInstance? MultiInstance, ImmutableArray<BoundaryEvent> Boundaries)
    : Activity(Info, MultiInstance, Boundaries);

/// <summary>A service task: the host does the named service after the step is committed.</summary>
public sealed record ServiceTask(
    NodeInfo Info,
    MultiInstance? MultiInstance,
    ImmutableArray<BoundaryEvent> Boundaries,
    string Service
) : Activity(Info, MultiInstance, Boundaries);

/// <summary>A send task: asks the host's outbox to send, and goes on.</summary>
/// <param name="Info">What all nodes have.</param>
/// <param name="MultiInstance">One message an item, or null.</param>
/// <param name="Boundaries">Its boundary events.</param>
/// <param name="Message">The message's name.</param>
/// <param name="Recipient">Whom: <c>tw:send to</c>; the item when multi-instance and not given.</param>
public sealed record SendTask(
    NodeInfo Info,
    MultiInstance? MultiInstance,
    ImmutableArray<BoundaryEvent> Boundaries,
    string Message,
    string Recipient
) : Activity(Info, MultiInstance, Boundaries)
{
    /// <summary>Which mail template of the host (<c>tw:send template</c>); empty: the message's name.</summary>
    public string Template { get; init; } = "";

    /// <summary>The variables whose values the message tells (<c>tw:send facts</c>), in order.</summary>
    public ImmutableArray<string> Facts { get; init; } = [];

    /// <summary>Within which term of its delivery an answer is expected (a <c>tw:term</c> in <c>tw:send</c>); null when none.</summary>
    public TermSpec? AnswerWithin { get; init; }
}

/// <summary>A receive task.</summary>
public sealed record ReceiveTask(
    NodeInfo Info,
    MultiInstance? MultiInstance,
    ImmutableArray<BoundaryEvent> Boundaries,
    EventTrigger.Message Message
) : Activity(Info, MultiInstance, Boundaries);

/// <summary>An embedded sub-process, or an event sub-process when <paramref name="Triggered"/>.</summary>
public sealed record SubProcess(
    NodeInfo Info,
    MultiInstance? MultiInstance,
    ImmutableArray<BoundaryEvent> Boundaries,
    bool Triggered
) : Activity(Info, MultiInstance, Boundaries);

/// <summary>An exclusive gateway.</summary>
public sealed record ExclusiveGateway(NodeInfo Info) : FlowNode(Info);

/// <summary>A parallel gateway.</summary>
public sealed record ParallelGateway(NodeInfo Info) : FlowNode(Info);

/// <summary>An event-based gateway (exclusive).</summary>
public sealed record EventBasedGateway(NodeInfo Info) : FlowNode(Info);
