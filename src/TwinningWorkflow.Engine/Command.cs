using System.Collections.Immutable;
using NodaTime;

namespace TwinningWorkflow.Engine;

/// <summary>A request to a process instance. Every command says when (business clock, UTC), who and, where asked, why.</summary>
/// <param name="At">The instant of the request on the business clock.</param>
/// <param name="Actor">Who asks.</param>
public abstract record Command(Instant At, Actor Actor)
{
    /// <summary>Why, in the actor's words. Required by suspend, resume and withdraw, and by all that an operator asks.</summary>
    public string? Reason { get; init; }
}

/// <summary>
/// Starts the instance at its none start event, or at the start event (or receive task) that catches
/// <paramref name="Message"/>, or the <see cref="Signal"/>.
/// </summary>
/// <param name="At">The business instant.</param>
/// <param name="Actor">Who asks.</param>
/// <param name="InstanceId">The id that the host gave.</param>
/// <param name="Data">Values of the variables that the file declares with <c>tw:variable</c>.</param>
/// <param name="Message">The starting message's name, or null for the none start event.</param>
public sealed record StartProcess(
    Instant At,
    Actor Actor,
    string InstanceId,
    ImmutableDictionary<string, DataValue> Data,
    string? Message = null
) : Command(At, Actor)
{
    /// <summary>The starting signal's name, or null.</summary>
    public string? Signal { get; init; }
}

/// <summary>Completes a user task with one of its outcomes and its fields' values (keyed by field id, not by variable name).</summary>
public sealed record CompleteTask(
    Instant At,
    Actor Actor,
    long TaskId,
    string? Outcome,
    ImmutableDictionary<string, DataValue> Fields
) : Command(At, Actor);

/// <summary>
/// A person takes a task on that nobody has: from here on it is theirs (BPMN: they are its actual owner, where all who hold the
/// role were potential ones). A deputy takes it on for whom they replace.
/// </summary>
public sealed record ClaimTask(Instant At, Actor Actor, long TaskId) : Command(At, Actor);

/// <summary>
/// Whoever has a task, or their deputy, gives it back to all who hold its role; or the product does, because they can do it no
/// longer.
/// </summary>
public sealed record ReleaseTask(Instant At, Actor Actor, long TaskId) : Command(At, Actor)
{
    /// <summary>The host has found that the actor may although it is not theirs; then a reason is required.</summary>
    public bool Oversees { get; init; }

    /// <summary>The person who must still have it: whoever got it meanwhile keeps it. Null: whoever has it.</summary>
    public string? From { get; init; }
}

/// <summary>
/// Whoever has a task, or their deputy, hands it over to another person; a reason is required. That this person holds the role is
/// the host's to know.
/// </summary>
/// <param name="At">The business instant.</param>
/// <param name="Actor">Who asks.</param>
/// <param name="TaskId">The task.</param>
/// <param name="Person">Who gets it.</param>
public sealed record AssignTask(Instant At, Actor Actor, long TaskId, string Person) : Command(At, Actor)
{
    /// <summary>The host has found that the actor may although it is not theirs.</summary>
    public bool Oversees { get; init; }
}

/// <summary>A timer's due instant has come. Refused when early, gone or of an older generation.</summary>
public sealed record FireTimer(Instant At, Actor Actor, long TimerId, int Generation) : Command(At, Actor);

/// <summary>
/// A message has come. It goes to the oldest wait of that name whose key equals <paramref name="Key"/> (null: a wait
/// without key). Refused with <see cref="RejectionCode.NobodyWaits"/> when none is open: the host keeps it in its inbox.
/// </summary>
public sealed record ReceiveMessage(
    Instant At,
    Actor Actor,
    string Message,
    string? Key,
    ImmutableDictionary<string, DataValue> Fields
) : Command(At, Actor);

/// <summary>
/// A signal that another instance threw. It reaches whoever listens now; refused with
/// <see cref="RejectionCode.NobodyListens"/> when nobody does, and then it is lost.
/// </summary>
public sealed record ReceiveSignal(Instant At, Actor Actor, string Signal) : Command(At, Actor);

/// <summary>
/// The host has done a service task's work, whose result is kept under the task; or its handler has run a script, whose
/// result are values of declared variables.
/// </summary>
public sealed record CompleteService(
    Instant At,
    Actor Actor,
    long ElementId,
    ImmutableDictionary<string, DataValue> Result
) : Command(At, Actor);

/// <summary>
/// The host could not do the work of a service or script task. With <paramref name="ErrorCode"/> it is a BPMN error, caught by the
/// nearest boundary or event sub-process; without, or uncaught, it is an incident and the token stays.
/// </summary>
public sealed record FailService(Instant At, Actor Actor, long ElementId, string? ErrorCode, string Message)
    : Command(At, Actor);

/// <summary>An operator asks that the element of an incident be entered again.</summary>
public sealed record RetryIncident(Instant At, Actor Actor, long IncidentId) : Command(At, Actor);

/// <summary>
/// Recorded data are corrected: because of an incident, which stays until it is tried again or its token moved; or because what
/// a person recorded was wrong. Terms that run from a date which changes are counted again. A reason is required. Without an
/// incident the record becomes what it would be, had the values been right when they were recorded: they are held to the bounds of
/// then, what was computed from them is computed again (<see cref="DataRecomputed"/>), and a value by which the process would have
/// gone another way is refused (<see cref="FieldProblemCode.DecidedTheWay"/>).
/// </summary>
/// <param name="At">The business instant.</param>
/// <param name="Actor">Who asks.</param>
/// <param name="IncidentId">The incident: a name means what it means where the incident stands. Null for none: only what
/// <see cref="RecordedData"/> tells of can be corrected.</param>
/// <param name="Values">The new values by variable, in their types and as their fields have it. Nothing personal.</param>
public sealed record CorrectData(
    Instant At,
    Actor Actor,
    long? IncidentId,
    ImmutableDictionary<string, DataValue> Values
) : Command(At, Actor)
{
    /// <summary>Variables that shall have no value any more.</summary>
    public ImmutableArray<string> Emptied { get; init; } = [];

    /// <summary>Without an incident: the scope that holds the values.</summary>
    public long Scope { get; init; } = ProcessState.RootScope;

    /// <summary>Without an incident: what whoever corrects has seen, by variable. What has changed meanwhile is not overwritten.</summary>
    public ImmutableDictionary<string, DataValue> Seen { get; init; } = ImmutableDictionary<string, DataValue>.Empty;

    /// <summary>Without an incident: only what steps of the actor's own role recorded may be corrected.</summary>
    public bool OwnStepsOnly { get; init; }
}

/// <summary>
/// An operator moves the token of an incident to another node of the same process or sub-process, which it enters anew. The
/// element that it leaves is cancelled with all it holds. See <see cref="IncidentCures.Targets"/>.
/// </summary>
/// <param name="At">The business instant.</param>
/// <param name="Actor">Who asks.</param>
/// <param name="IncidentId">The incident.</param>
/// <param name="Target">The node's id; for a join the id of the flow by which the token shall come.</param>
public sealed record MoveToken(Instant At, Actor Actor, long IncidentId, string Target) : Command(At, Actor)
{
    /// <summary>The field name under which a wrong target is told.</summary>
    public const string TargetField = "target";
}

/// <summary>
/// Counts every term that runs again, because the authority's calendar has changed. A reason is required; refused with
/// <see cref="RejectionCode.NothingChanges"/> when every term stays as it is.
/// </summary>
public sealed record RecountTerms(Instant At, Actor Actor) : Command(At, Actor);

/// <summary>Suspends: people's steps are refused, legal timers and incoming messages still take effect.</summary>
public sealed record SuspendProcess(Instant At, Actor Actor) : Command(At, Actor)
{
    /// <summary>The act that orders it. Required.</summary>
    public FormalAct? Act { get; init; }
}

/// <summary>Ends a suspension.</summary>
public sealed record ResumeProcess(Instant At, Actor Actor) : Command(At, Actor)
{
    /// <summary>The act that orders it. Required.</summary>
    public FormalAct? Act { get; init; }
}

/// <summary>Withdraws the whole instance: every element, timer and wait is cancelled.</summary>
public sealed record WithdrawProcess(Instant At, Actor Actor) : Command(At, Actor)
{
    /// <summary>The act that orders it, where there is one.</summary>
    public FormalAct? Act { get; init; }
}
