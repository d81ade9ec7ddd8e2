using System.Collections.Immutable;
using NodaTime;

namespace TwinningWorkflow.Engine;

/// <summary>
/// A fact about an instance. The n-th event of an instance has sequence n (from 1); the ids of elements, tasks, timers,
/// waits and incidents are the sequence of the event that created them. When, who and why stand in the journal row's
/// envelope, once a command. A stored event record is never edited: a new shape is a new record.
/// </summary>
public abstract record ProcessEvent;

/// <summary>The instance began. Opens the root scope, whose id is 1.</summary>
public sealed record ProcessStarted(
    string InstanceId,
    string ProcessId,
    string DefinitionHash,
    string StartEvent,
    ImmutableDictionary<string, DataValue> Data
) : ProcessEvent;

/// <summary>An element other than a user task became active and rests: sub-process, multi-instance body holder, catch event,
/// receive or service task, event-based gateway, or a gateway stopped by an incident.</summary>
/// <param name="Node">The element's id in the file.</param>
/// <param name="Scope">The scope it runs in.</param>
/// <param name="Item">The item of a multi-instance body; empty otherwise.</param>
/// <param name="Opens">What scope it opens.</param>
public sealed record ElementActivated(string Node, long Scope, string Item, ScopeKind Opens) : ProcessEvent;

/// <summary>What scope an element opens when it becomes active.</summary>
public enum ScopeKind
{
    /// <summary>None.</summary>
    None,

    /// <summary>A sub-process's.</summary>
    SubProcess,

    /// <summary>The holder of a multi-instance activity's bodies.</summary>
    MultiInstance,

    /// <summary>The holder of a standard loop's runs.</summary>
    Loop,

    /// <summary>A called process's: it holds data of its own.</summary>
    Called,

    /// <summary>
    /// That of an event sub-process which interrupts nothing, so that several may run at once: it holds the values of its own
    /// steps until it ends.
    /// </summary>
    EventSubProcess,
}

/// <summary>A user task opened.</summary>
/// <param name="Node">The element's id in the file.</param>
/// <param name="Scope">The scope it runs in.</param>
/// <param name="Item">The item of a multi-instance body; empty otherwise.</param>
/// <param name="Role">The role that does it.</param>
/// <param name="Deadline">Its deadline with the explanation, where the file gives one and its start is known.</param>
public sealed record TaskOpened(string Node, long Scope, string Item, string Role, ResolvedTerm? Deadline)
    : ProcessEvent
{
    /// <summary>
    /// What is nearest around the task: the item of a multi-instance body, or the id of the call activity whose process it
    /// is in; empty when it is a body itself, or in neither.
    /// </summary>
    public string Around { get; init; } = "";

    /// <summary>What the task is about: its own item, or what is around it; empty when there is neither.</summary>
    public string Subject() => Item.Length > 0 ? Item : Around;
}

/// <summary>A user task was done.</summary>
/// <param name="Element">The task's id.</param>
/// <param name="Node">The element's id in the file.</param>
/// <param name="Outcome">The outcome chosen; empty where the file offers none.</param>
/// <param name="Fields">The fields' values by field id.</param>
public sealed record TaskCompleted(
    long Element,
    string Node,
    string Outcome,
    ImmutableDictionary<string, DataValue> Fields
) : ProcessEvent
{
    /// <summary>What the task was about (<see cref="TaskOpened.Subject"/>).</summary>
    public string Subject { get; init; } = "";

    /// <summary>The person who did it, of a step that others name in <c>notBy</c>; null of any other.</summary>
    public string? DoneBy { get; init; }

    /// <summary>The person in whose place it was done, of such a step; null when in nobody's.</summary>
    public string? DoneFor { get; init; }
}

/// <summary>A user task passed from one person to another.</summary>
/// <param name="Element">The task's id.</param>
/// <param name="Node">The element's id in the file.</param>
/// <param name="Before">The person who had it; empty when it was everybody's who holds its role.</param>
/// <param name="After">The person who has it; empty when it is everybody's again.</param>
public sealed record TaskAssigned(long Element, string Node, string Before, string After) : ProcessEvent
{
    /// <summary>What the task is about (<see cref="TaskOpened.Subject"/>).</summary>
    public string Subject { get; init; } = "";

    /// <summary>
    /// The step that whoever had it has done, or had done in their place, and after which they must not do this one: because of
    /// that it is everybody's again. Null otherwise.
    /// </summary>
    public string? Because { get; init; }
}

/// <summary>The work of a service or script task was done by the host.</summary>
public sealed record ServiceCompleted(long Element, string Node, ImmutableDictionary<string, DataValue> Result)
    : ProcessEvent;

/// <summary>An element that is not a user task ended in the ordinary way.</summary>
public sealed record ElementCompleted(long Element, string Node) : ProcessEvent;

/// <summary>Elements were cancelled, descendants included, with their timers, waits and incidents.</summary>
/// <param name="Elements">The ids, outermost first.</param>
/// <param name="Because">Code: <c>boundary</c>, <c>event-subprocess</c>, <c>error</c>, <c>escalation</c>, <c>terminate</c>,
/// <c>retried</c>, <c>moved</c>, <c>withdrawn</c>, <c>completion-condition</c>.</param>
/// <param name="ClearedScope">The scope whose tokens at joins go too; 0 when none.</param>
public sealed record ElementsCancelled(ImmutableArray<long> Elements, string Because, long ClearedScope) : ProcessEvent
{
    /// <inheritdoc/>
    public bool Equals(ElementsCancelled? other) =>
        other is not null
        && Because == other.Because
        && ClearedScope == other.ClearedScope
        && Elements.AsSpan().SequenceEqual(other.Elements.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Elements.Length, Because);
}

/// <summary>A token arrived at a parallel or inclusive join and waits there.</summary>
public sealed record JoinReached(string Node, long Scope, string Flow) : ProcessEvent;

/// <summary>A join consumed exactly one token of each incoming flow: a parallel one of all, an inclusive one, or one whose
/// token an operator moves, of those that had one.</summary>
public sealed record JoinPassed(string Node, long Scope) : ProcessEvent;

/// <summary>
/// How many bodies a multi-instance activity runs, where that has to be remembered: they run one after another, or until a
/// completion condition holds.
/// </summary>
/// <param name="Holder">The holder of the bodies.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Items">Their items, of bodies that run one after another over a list; else empty.</param>
public sealed record BodiesPlanned(long Holder, int Total, ImmutableArray<string> Items) : ProcessEvent
{
    /// <inheritdoc/>
    public bool Equals(BodiesPlanned? other) =>
        other is not null
        && Holder == other.Holder
        && Total == other.Total
        && Items.AsSpan().SequenceEqual(other.Items.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Holder, Total);
}

/// <summary>One run of a loop, or one of planned bodies, has ended.</summary>
/// <param name="Holder">The holder of the runs.</param>
/// <param name="Item">The body's item; empty in a standard loop.</param>
/// <param name="Terminated">True when a terminate end event of its own ended it.</param>
public sealed record RunEnded(long Holder, string Item, bool Terminated) : ProcessEvent;

/// <summary>A multi-instance activity's completion condition holds: the bodies that are still active are cancelled.</summary>
/// <param name="Holder">The holder of the bodies.</param>
/// <param name="Node">The activity.</param>
public sealed record CompletionReached(long Holder, string Node) : ProcessEvent;

/// <summary>Process data changed outside a form: an assignment of the file, or a multi-instance body's data kept under its item.</summary>
public sealed record DataChanged(long Scope, ImmutableDictionary<string, DataValue> Data) : ProcessEvent;

/// <summary>Values of an earlier round are gone: a multi-instance activity begins anew and must not read them as its own.</summary>
/// <param name="Scope">The scope that held them.</param>
/// <param name="Names">The variables.</param>
public sealed record DataForgotten(long Scope, ImmutableArray<string> Names) : ProcessEvent
{
    /// <inheritdoc/>
    public bool Equals(DataForgotten? other) =>
        other is not null && Scope == other.Scope && Names.AsSpan().SequenceEqual(other.Names.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Scope, Names.Length);
}

/// <summary>A timer is armed, or armed again with a higher generation.</summary>
/// <param name="Timer">0 for a new timer (its id is this event's sequence), else the id of the timer armed again.</param>
/// <param name="Element">The element or scope that owns it and takes it along when it ends.</param>
/// <param name="Node">The catch, boundary or start event.</param>
/// <param name="Due">The instant.</param>
/// <param name="Generation">1 when new.</param>
/// <param name="Repeats">How many firings remain after the next one; -1 without end, 0 none.</param>
/// <param name="Term">The legal term with its explanation, where the file gives one.</param>
public sealed record TimerArmed(
    long Timer,
    long Element,
    string Node,
    Instant Due,
    int Generation,
    int Repeats,
    ResolvedTerm? Term
) : ProcessEvent;

/// <summary>
/// A legal term that runs was counted again: the date that it starts from has changed, or the authority's calendar. What was
/// told before stands beside what holds from here on.
/// </summary>
/// <param name="Id">The timer that waits for its end, or the task whose deadline it is.</param>
/// <param name="Node">The timer's event, or the task.</param>
/// <param name="Before">The term as it was.</param>
/// <param name="After">The term as it is.</param>
/// <param name="Generation">Of the timer, from here on; 0 for a task.</param>
public sealed record TermRecounted(long Id, string Node, ResolvedTerm Before, ResolvedTerm After, int Generation)
    : ProcessEvent;

/// <summary>A timer fired. It is gone unless a <see cref="TimerArmed"/> of the same id follows.</summary>
public sealed record TimerFired(long Timer, string Node, int Generation) : ProcessEvent;

/// <summary>A wait for a message opened.</summary>
/// <param name="Element">The element or scope that owns it.</param>
/// <param name="Node">The catch, boundary or start event, or receive task.</param>
/// <param name="Message">The message's name.</param>
/// <param name="Key">The correlation key; empty when none.</param>
public sealed record MessageAwaited(long Element, string Node, string Message, string Key) : ProcessEvent;

/// <summary>A message reached its wait.</summary>
/// <param name="Wait">The wait's id; it is closed unless <paramref name="Stays"/>.</param>
/// <param name="Node">The catching element.</param>
/// <param name="Message">The message's name.</param>
/// <param name="Fields">The values by field id.</param>
/// <param name="Stays">True for a non-interrupting start or boundary event, which goes on listening.</param>
public sealed record MessageReceived(
    long Wait,
    string Node,
    string Message,
    ImmutableDictionary<string, DataValue> Fields,
    bool Stays
) : ProcessEvent;

/// <summary>An event listens for a signal from here on.</summary>
/// <param name="Element">The element or scope that owns it.</param>
/// <param name="Node">The catch, boundary or start event.</param>
/// <param name="Signal">The signal's name.</param>
public sealed record SignalAwaited(long Element, string Node, string Signal) : ProcessEvent;

/// <summary>A signal was thrown; whoever listens at this moment catches it, and nobody later.</summary>
/// <param name="Node">The throwing event.</param>
/// <param name="Signal">The signal's name.</param>
public sealed record SignalThrown(string Node, string Signal) : ProcessEvent;

/// <summary>A signal reached an event that listened.</summary>
/// <param name="Wait">The wait's id; it is closed unless <paramref name="Stays"/>.</param>
/// <param name="Node">The catching event.</param>
/// <param name="Signal">The signal's name.</param>
/// <param name="Stays">True for a non-interrupting start or boundary event, which goes on listening.</param>
public sealed record SignalCaught(long Wait, string Node, string Signal, bool Stays) : ProcessEvent;

/// <summary>Timers and waits closed while their owner goes on: an interrupting event sub-process has started.</summary>
/// <param name="Ids">Ids of timers and of waits.</param>
public sealed record WaitsClosed(ImmutableArray<long> Ids) : ProcessEvent
{
    /// <inheritdoc/>
    public bool Equals(WaitsClosed? other) => other is not null && Ids.AsSpan().SequenceEqual(other.Ids.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Ids.Length;
}

/// <summary>A send task or a message throw or end event asks the host to send; the host's outbox does it.</summary>
/// <param name="Node">The sending element.</param>
/// <param name="Message">The message's name in the file.</param>
/// <param name="Recipient">The item of a multi-instance send, or the recipient the file names.</param>
public sealed record MessageSent(string Node, string Message, string Recipient) : ProcessEvent
{
    /// <summary>An address that the file computes, in place of the recipient's own; empty when it gives none.</summary>
    public string Address { get; init; } = "";

    /// <summary>What the message tells (<c>tw:send facts</c>): the variables that had a value when it was sent.</summary>
    public ImmutableDictionary<string, DataValue> Facts { get; init; } = ImmutableDictionary<string, DataValue>.Empty;
}

/// <summary>A BPMN error was thrown.</summary>
/// <param name="Node">Where.</param>
/// <param name="Code">The error code; empty when the file gives none.</param>
/// <param name="CaughtBy">The boundary or start event that catches it; empty when none does.</param>
public sealed record ErrorThrown(string Node, string Code, string CaughtBy) : ProcessEvent;

/// <summary>An escalation was thrown. Uncaught it has no effect: the token that threw it goes on.</summary>
/// <param name="Node">Where.</param>
/// <param name="Code">The escalation code.</param>
/// <param name="CaughtBy">The boundary or start event that catches it; empty when none does.</param>
public sealed record EscalationThrown(string Node, string Code, string CaughtBy) : ProcessEvent;

/// <summary>The sequence flows and events that this step's tokens passed, in order: what the live drawing paints.</summary>
public sealed record FlowsTaken(ImmutableArray<string> Flows) : ProcessEvent
{
    /// <inheritdoc/>
    public bool Equals(FlowsTaken? other) => other is not null && Flows.AsSpan().SequenceEqual(other.Flows.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Flows.Length;
}

/// <summary>An operator is needed: the element's token stays until the incident is resolved.</summary>
public sealed record IncidentRaised(long Element, string Node, string Code, string Message) : ProcessEvent;

/// <summary>An incident is closed.</summary>
public sealed record IncidentResolved(long Incident) : ProcessEvent;

/// <summary>Recorded data were corrected: by an operator because of an incident, or because what was recorded was wrong.</summary>
/// <param name="Incident">The incident, which is still open; 0 when there is none.</param>
/// <param name="Scope">The scope that holds the data.</param>
/// <param name="Before">The values that they had; a name without one is missing.</param>
/// <param name="After">The values from here on; a name that stands only among those before has none any more.</param>
public sealed record DataCorrected(
    long Incident,
    long Scope,
    ImmutableDictionary<string, DataValue> Before,
    ImmutableDictionary<string, DataValue> After
) : ProcessEvent
{
    /// <summary>Those of the steps behind the data that others name in <c>notBy</c>; null when there is none.</summary>
    public ImmutableArray<string>? Steps { get; init; }

    /// <summary>The person who from here on counts as a doer of <see cref="Steps"/>; null when there is none of these.</summary>
    public string? DoneBy { get; init; }

    /// <summary>The person in whose place they corrected, who counts as well; null when in nobody's.</summary>
    public string? DoneFor { get; init; }

    /// <inheritdoc/>
    public bool Equals(DataCorrected? other) =>
        other is not null
        && Incident == other.Incident
        && Scope == other.Scope
        && Before == other.Before
        && After == other.After
        && (Steps ?? []).AsSpan().SequenceEqual((other.Steps ?? []).AsSpan())
        && DoneBy == other.DoneBy
        && DoneFor == other.DoneFor;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Incident, Scope, DoneBy, DoneFor);
}

/// <summary>
/// What the file had computed from values that were corrected was computed again, as if they had been right from the beginning.
/// </summary>
/// <param name="Scope">The scope that holds the data.</param>
/// <param name="Before">The values that they had; a name without one had none.</param>
/// <param name="After">The values from here on; a name that stands only among those before has none any more.</param>
/// <param name="Left">Names of values that rest on what was corrected and stay as they are, since how they came about is not known.</param>
public sealed record DataRecomputed(
    long Scope,
    ImmutableDictionary<string, DataValue> Before,
    ImmutableDictionary<string, DataValue> After,
    ImmutableArray<string> Left
) : ProcessEvent
{
    /// <inheritdoc/>
    public bool Equals(DataRecomputed? other) =>
        other is not null
        && Scope == other.Scope
        && Before == other.Before
        && After == other.After
        && Left.AsSpan().SequenceEqual(other.Left.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Scope, Left.Length);
}

/// <summary>An operator moved the token of an incident to another node, which it enters next.</summary>
/// <param name="Incident">The incident, closed by it.</param>
/// <param name="From">The node that it leaves.</param>
/// <param name="To">The node that it enters.</param>
/// <param name="Via">The flow by which it comes to a join; empty otherwise.</param>
public sealed record TokenMoved(long Incident, string From, string To, string Via) : ProcessEvent;

/// <summary>People's steps are refused from here on.</summary>
public sealed record ProcessSuspended : ProcessEvent
{
    /// <summary>The act that orders it.</summary>
    public FormalAct? Act { get; init; }
}

/// <summary>The suspension ended.</summary>
public sealed record ProcessResumed : ProcessEvent
{
    /// <summary>The act that orders it.</summary>
    public FormalAct? Act { get; init; }
}

/// <summary>The instance ended.</summary>
/// <param name="How">In which way.</param>
/// <param name="EndEvent">The last end event reached; empty when withdrawn.</param>
/// <param name="ErrorCode">The uncaught error's code; empty otherwise.</param>
public sealed record ProcessEnded(ProcessStatus How, string EndEvent, string ErrorCode) : ProcessEvent
{
    /// <summary>The act by which it was withdrawn, where one was named.</summary>
    public FormalAct? Act { get; init; }
}
