using System.Collections.Immutable;
using NodaTime;

namespace TwinningWorkflow.Engine;

/// <summary>Where an instance stands in its life.</summary>
public enum ProcessStatus
{
    /// <summary>Not started yet.</summary>
    New,

    /// <summary>Running (perhaps suspended).</summary>
    Running,

    /// <summary>Every token reached an end.</summary>
    Completed,

    /// <summary>A terminate end event of the process itself was reached.</summary>
    Terminated,

    /// <summary>An error reached the process's border uncaught.</summary>
    Failed,

    /// <summary>Withdrawn by command.</summary>
    Withdrawn,
}

/// <summary>
/// The whole state of an instance, immutable. Only <see cref="Apply"/> makes a new one; replaying the journal gives the same.
/// </summary>
public sealed partial record ProcessState
{
    /// <summary>Before the first event.</summary>
    public static readonly ProcessState Empty = new();

    /// <summary>The id given by the host; empty before the start.</summary>
    public string InstanceId { get; init; } = "";

    /// <summary>SHA-256 (lower-case hex) of the process file that it runs.</summary>
    public string DefinitionHash { get; init; } = "";

    /// <summary>Where it stands.</summary>
    public ProcessStatus Status { get; init; } = ProcessStatus.New;

    /// <summary>True between suspend and resume.</summary>
    public bool Suspended { get; init; }

    /// <summary>The sequence of the last event applied.</summary>
    public long Sequence
    {
        get => sequence;
        init => sequence = value;
    }

    /// <summary>Set on a state that nobody has seen yet: counting an event needs no copy of its own.</summary>
    private long sequence;

    /// <summary>The last end event reached; empty before.</summary>
    public string LastEnd { get; init; } = "";

    /// <summary>The scopes: the process (id 1), active sub-processes, holders of multi-instance bodies and of loops' runs, by element id.</summary>
    public ImmutableSortedDictionary<long, Scope> Scopes { get; init; } = ImmutableSortedDictionary<long, Scope>.Empty;

    /// <summary>The active elements by id. The process itself is not among them.</summary>
    public ImmutableSortedDictionary<long, ActiveElement> Elements { get; init; } =
        ImmutableSortedDictionary<long, ActiveElement>.Empty;

    /// <summary>The armed timers by id.</summary>
    public ImmutableSortedDictionary<long, TimerWait> Timers { get; init; } =
        ImmutableSortedDictionary<long, TimerWait>.Empty;

    /// <summary>The open waits for messages by id.</summary>
    public ImmutableSortedDictionary<long, MessageWait> Messages { get; init; } =
        ImmutableSortedDictionary<long, MessageWait>.Empty;

    /// <summary>The events that listen for a signal, by id.</summary>
    public ImmutableSortedDictionary<long, SignalWait> Signals { get; init; } =
        ImmutableSortedDictionary<long, SignalWait>.Empty;

    /// <summary>The open incidents by id.</summary>
    public ImmutableSortedDictionary<long, Incident> Incidents { get; init; } =
        ImmutableSortedDictionary<long, Incident>.Empty;

    /// <summary>
    /// By step who last did it; of several bodies all of their doers. Only of steps that others name in <c>notBy</c>; null while
    /// none of these has been done.
    /// </summary>
    public ImmutableDictionary<string, ImmutableArray<Doer>>? Doers { get; init; }

    /// <summary>The data of the process's own scope: variable name (<c>node.field</c>) to value.</summary>
    public ImmutableDictionary<string, DataValue> Data =>
        Scopes.TryGetValue(RootScope, out var root) ? root.Data : ImmutableDictionary<string, DataValue>.Empty;

    /// <summary>The id of the process's own scope.</summary>
    public const long RootScope = 1;

    /// <summary>What an active element is about: its own item, or what is nearest around it; empty when there is neither.</summary>
    public string SubjectOf(long element) =>
        !Elements.TryGetValue(element, out var active) ? ""
        : active.Item.Length > 0 ? active.Item
        : Around(active.Scope);

    /// <summary>The nearest item of a multi-instance body around, or the call activity whose process it is.</summary>
    internal string Around(long scope)
    {
        for (var s = scope; Elements.TryGetValue(s, out var element); s = element.Scope)
            if (element.Item.Length > 0)
                return element.Item;
            else if (Scopes.TryGetValue(s, out var held) && held.Called)
                return element.Node;
        return "";
    }
}

/// <summary>A scope: data, the active elements in it, and the tokens that wait at its joins.</summary>
/// <param name="Id">The id of the element that opened it; 1 for the process.</param>
/// <param name="Parent">The enclosing scope; 0 for the process.</param>
/// <param name="Node">The sub-process, call activity or holder; the process's id for the root.</param>
/// <param name="Data">The values held here; a name not held here is looked up in the parent.</param>
/// <param name="Children">Ids of the active elements directly in it.</param>
/// <param name="Joins">By join node: by incoming flow: how many tokens wait (never 0).</param>
/// <param name="Owned">Of the process's own scope: ids of the timers and waits of its event sub-processes. Those of
/// a sub-process stand with its element.</param>
/// <param name="Progress">Of the holder of a loop's runs, and of bodies that are counted; null elsewhere.</param>
/// <param name="Called">True for the scope of a called process: the caller's data are not seen from it.</param>
/// <param name="Own">True for that of an event sub-process which interrupts nothing: what its own steps give is held here until
/// it ends; what is seen around it is seen here too.</param>
public sealed record Scope(
    long Id,
    long Parent,
    string Node,
    ImmutableDictionary<string, DataValue> Data,
    ImmutableSortedSet<long> Children,
    ImmutableDictionary<string, ImmutableDictionary<string, int>> Joins,
    ImmutableArray<long> Owned,
    LoopProgress? Progress = null,
    bool Called = false,
    bool Own = false
);

/// <summary>How far a loop is.</summary>
/// <param name="Total">How many bodies there are; 0 in a standard loop.</param>
/// <param name="Items">The items of bodies that run one after another over a list; else empty.</param>
/// <param name="Completed">How many runs ended in the ordinary way.</param>
/// <param name="Terminated">How many runs a terminate end event of their own ended.</param>
public sealed record LoopProgress(int Total, ImmutableArray<string> Items, int Completed, int Terminated);

/// <summary>An element that holds a token.</summary>
/// <param name="Id">The sequence of the event that activated it. For a user task this is the task's id.</param>
/// <param name="Node">The element's id in the file.</param>
/// <param name="Scope">The scope it runs in.</param>
/// <param name="Item">The multi-instance item; empty otherwise.</param>
/// <param name="Holder">True for the holder of multi-instance bodies or of a loop's runs.</param>
/// <param name="Phase">See <see cref="ElementLifecycle"/>.</param>
/// <param name="Deadline">A user task's deadline.</param>
/// <param name="Owned">Ids of its timers and waits: its own, its boundary events', its event sub-processes'.</param>
public sealed record ActiveElement(
    long Id,
    string Node,
    long Scope,
    string Item,
    bool Holder,
    ElementPhase Phase,
    ResolvedTerm? Deadline,
    ImmutableArray<long> Owned
)
{
    /// <summary>What is around a user task (<see cref="TaskOpened.Around"/>).</summary>
    public string Around { get; init; } = "";

    /// <summary>The person who has a user task; null when it is everybody's who holds its role.</summary>
    public string? Assignee { get; init; }

    /// <summary>What it is about: its own item, or what is around it; empty when there is neither.</summary>
    public string Subject() => Item.Length > 0 ? Item : Around;
}

/// <summary>Who did a step that others name in <c>notBy</c>, or corrected what it recorded.</summary>
/// <param name="Scope">The scope in which it was done.</param>
/// <param name="Person">The person, or the one in whose place it was done.</param>
public sealed record Doer(long Scope, string Person);

/// <summary>An armed timer.</summary>
public sealed record TimerWait(
    long Id,
    long Element,
    string Node,
    Instant Due,
    int Generation,
    int Repeats,
    ResolvedTerm? Term
);

/// <summary>An open wait for a message.</summary>
public sealed record MessageWait(long Id, long Element, string Node, string Message, string Key);

/// <summary>An event that listens for a signal.</summary>
public sealed record SignalWait(long Id, long Element, string Node, string Signal);

/// <summary>An open incident.</summary>
public sealed record Incident(long Id, long Element, string Node, string Code, string Message);
