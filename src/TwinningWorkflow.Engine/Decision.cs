using System.Collections.Immutable;

namespace TwinningWorkflow.Engine;

/// <summary>What the engine answers to a command.</summary>
public abstract record Decision
{
    private Decision() { }

    /// <summary>The facts to record, in order, and the state after them.</summary>
    public sealed record Accepted(ImmutableArray<ProcessEvent> Events, ProcessState State) : Decision;

    /// <summary>Nothing happens; the user can mend it. Messages say "Expected ..., but ...".</summary>
    /// <param name="Code">Stable code, translated by the host.</param>
    /// <param name="Message">English sentence for logs and the API.</param>
    /// <param name="Problems">What is wrong field by field; empty where the whole command is refused.</param>
    public sealed record Rejected(RejectionCode Code, string Message, ImmutableArray<FieldProblem> Problems) : Decision;
}

/// <summary>One thing to mend, told beside its field.</summary>
/// <param name="Field">The field's id; <c>outcome</c> for the outcome; a gate condition's id when a gate is closed.</param>
/// <param name="Code">What is wrong.</param>
/// <param name="Argument">The bound, or what was expected, in ISO notation; empty when there is none.</param>
public sealed record FieldProblem(string Field, FieldProblemCode Code, string Argument = "");

/// <summary>Why a command is refused as a whole.</summary>
public enum RejectionCode
{
    /// <summary>The instance has already been started.</summary>
    AlreadyStarted,

    /// <summary>The instance has ended.</summary>
    Ended,

    /// <summary>The instance is suspended and a person's step is refused.</summary>
    Suspended,

    /// <summary>The instance is not suspended.</summary>
    NotSuspended,

    /// <summary>The task is not open: done, cancelled, or never opened.</summary>
    TaskNotOpen,

    /// <summary>The task belongs to another role.</summary>
    NotYours,

    /// <summary>Some fields are wrong; see the problems.</summary>
    InvalidFields,

    /// <summary>A gate is closed; the problems name its conditions.</summary>
    GateClosed,

    /// <summary>The timer is gone or was re-armed since.</summary>
    TimerGone,

    /// <summary>The timer is not due yet.</summary>
    TimerEarly,

    /// <summary>No open wait for this message: the host keeps it in its inbox.</summary>
    NobodyWaits,

    /// <summary>Nobody listens for this signal now: it is lost.</summary>
    NobodyListens,

    /// <summary>The file catches no message of this name anywhere.</summary>
    UnknownMessage,

    /// <summary>No such service task is active, or no such incident is open.</summary>
    ElementNotActive,

    /// <summary>A reason is required.</summary>
    ReasonRequired,

    /// <summary>The file has no start event for this command.</summary>
    NoStartEvent,

    /// <summary>What is asked for is so already.</summary>
    NothingChanges,

    /// <summary>Another person has the task.</summary>
    AssignedToAnother,

    /// <summary>The person did, or had done in their place, a step after which they must not do this one.</summary>
    FourEyes,
}

/// <summary>What is wrong with a field.</summary>
public enum FieldProblemCode
{
    /// <summary>A required field is missing.</summary>
    Required,

    /// <summary>The value's type is not the field's.</summary>
    WrongType,

    /// <summary>The choice or outcome is not among those offered.</summary>
    NotOffered,

    /// <summary>The date or number lies before the lower bound.</summary>
    TooEarly,

    /// <summary>The date or number lies after the upper bound.</summary>
    TooLate,

    /// <summary>The text is longer than allowed.</summary>
    TooLong,

    /// <summary>The value is the very one from which it must differ.</summary>
    Same,

    /// <summary>The step asks for no such field.</summary>
    Unknown,

    /// <summary>A gate's condition is not met.</summary>
    GateCondition,

    /// <summary>The value is personal data, which come from their own field only.</summary>
    Personal,

    /// <summary>No file is given in one of the languages that want one; the host tells it, since it knows the languages.</summary>
    LanguageMissing,

    /// <summary>Nothing is recorded under that name that can be corrected.</summary>
    NotRecorded,

    /// <summary>Somebody changed the value since it was seen.</summary>
    ChangedMeanwhile,

    /// <summary>By the old value the process took its way; by the new one it would have taken another. The argument names the node.</summary>
    DecidedTheWay,

    /// <summary>Beside the new value another one of the same form would not be right any more. The argument names its variable.</summary>
    OtherField,

    /// <summary>
    /// By the new value a gate would have been closed to a step that passed it. The argument names the step and the condition, a
    /// slash between them.
    /// </summary>
    GatePassed,

    /// <summary>
    /// By the new value a term runs still that has been taken for over, and nothing in the file would wait for it. The argument
    /// is its last day.
    /// </summary>
    TermStillRuns,
}
