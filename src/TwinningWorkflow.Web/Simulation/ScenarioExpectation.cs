using NodaTime;

namespace TwinningWorkflow.Web.Simulation;

/// <summary>
/// What must be true after a step. What is not named is not checked; a list or map that is named must match wholly, except
/// <see cref="Done"/>, <see cref="Deadlines"/> and <see cref="Mails"/>. Tasks of a multi-instance body are written
/// <c>node:item</c>.
/// </summary>
public sealed record ScenarioExpectation
{
    /// <summary>Nodes that were passed by now.</summary>
    public IReadOnlyList<string>? Done { get; init; }

    /// <summary>The open tasks.</summary>
    public IReadOnlyList<string>? Tasks { get; init; }

    /// <summary>The last day of open tasks.</summary>
    public IReadOnlyDictionary<string, LocalDate>? Deadlines { get; init; }

    /// <summary>The messages waited for.</summary>
    public IReadOnlyList<string>? Messages { get; init; }

    /// <summary>The armed timers and when they are due.</summary>
    public IReadOnlyDictionary<string, LocalDateTime>? Timers { get; init; }

    /// <summary>Messages that came early and are kept.</summary>
    public IReadOnlyList<string>? Inbox { get; init; }

    /// <summary>Mails planned since the step before.</summary>
    public IReadOnlyList<ScenarioMail>? Mails { get; init; }

    /// <summary>Mails of which none was planned since the step before.</summary>
    public IReadOnlyList<ScenarioMail>? NoMails { get; init; }

    /// <summary>By gate: its conditions that close it now.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Closed { get; init; }

    /// <summary>By gate: its conditions that warn now.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Warned { get; init; }

    /// <summary>The step's command is refused.</summary>
    public ScenarioRefusal? Rejected { get; init; }

    /// <summary>The step's message came early and is kept.</summary>
    public bool? Kept { get; init; }

    /// <summary>Whether the process is suspended.</summary>
    public bool? Suspended { get; init; }

    /// <summary>The process has ended.</summary>
    public ScenarioEnd? Ended { get; init; }
}

/// <summary>A mail: whatever is not named may be anything.</summary>
public sealed record ScenarioMail
{
    /// <summary>A role or a recipient code.</summary>
    public string? To { get; init; }

    /// <summary>The template: <c>task-assigned</c>, <c>reminder</c>, <c>term-elapsed</c> or the term's own, or a message's name.</summary>
    public string? Kind { get; init; }

    /// <summary>The task, event or send task, as <c>node</c> or <c>node:item</c>.</summary>
    public string? Node { get; init; }

    /// <summary>Where it goes, when the process says so instead of the recipient's own address.</summary>
    public string? Address { get; init; }

    /// <summary>The day on which it goes out.</summary>
    public LocalDate? On { get; init; }
}

/// <summary>A refusal: the code in camel case and the fields (or gate conditions) complained of.</summary>
public sealed record ScenarioRefusal
{
    public required string Code { get; init; }
    public IReadOnlyList<string>? Fields { get; init; }
}

/// <summary>How it ended: <c>completed</c>, <c>terminated</c>, <c>failed</c> or <c>withdrawn</c>, and at which end event.</summary>
public sealed record ScenarioEnd
{
    public required string How { get; init; }
    public string At { get; init; } = "";
}
