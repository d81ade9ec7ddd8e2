using System.Collections.Immutable;
using NodaTime;
using TwinningWorkflow.Engine;

namespace TwinningWorkflow.Web.Forecasts;

/// <summary>What a forecast rests a step's date on.</summary>
public enum ForecastBasis
{
    /// <summary>A legal term or another timer: it ends when it ends.</summary>
    Term,

    /// <summary>A sitting of the calendar.</summary>
    Sitting,

    /// <summary>No sitting of the calendar is far enough ahead: the body's usual pace is assumed.</summary>
    NoSitting,

    /// <summary>A date on which its gate opens.</summary>
    Gate,

    /// <summary>How long it took in this authority before.</summary>
    Past,

    /// <summary>The step's own deadline.</summary>
    Deadline,

    /// <summary>How long the process file says it usually takes.</summary>
    File,

    /// <summary>Nothing says it: a working day.</summary>
    Assumed,
}

/// <summary>A step to come.</summary>
/// <param name="Node">The element's id.</param>
/// <param name="Subject">What it is about: an item, or the call it runs in; empty when neither.</param>
/// <param name="Round">Which time it comes in this forecast, from 1.</param>
/// <param name="Earliest">The day on which it can be done if nobody loses a day; null where only the likely course comes by.</param>
/// <param name="Opens">When it likely opens; a step that is open already opened then.</param>
/// <param name="Likely">The day on which it will likely be done.</param>
/// <param name="Basis">On what the likely day rests.</param>
/// <param name="IsOpen">It waits already.</param>
/// <param name="IsCritical">A day lost on it is a day lost at the goal.</param>
public sealed record ForecastStep(
    string Node,
    string Subject,
    int Round,
    LocalDate? Earliest,
    LocalDate Opens,
    LocalDate Likely,
    ForecastBasis Basis,
    bool IsOpen,
    bool IsCritical
)
{
    /// <summary>The legal term that it waits for, with its explanation.</summary>
    public ResolvedTerm? Term { get; init; }
}

/// <summary>Why a forecast ends before the goal.</summary>
public enum ForecastStop
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>The process is suspended.</summary>
    Suspended,

    /// <summary>An incident holds a token.</summary>
    Incident,

    /// <summary>A gate stays closed, or a step asks for what only a person knows.</summary>
    Blocked,

    /// <summary>The expected course goes round in a circle, or is very long.</summary>
    TooLong,
}

/// <summary>The course that a process will take if what is expected happens.</summary>
/// <param name="Steps">In the order of their likely days.</param>
/// <param name="Goal">When the goal will likely be reached; null when it is not, or lies behind.</param>
/// <param name="EarliestGoal">When it can be reached at the earliest.</param>
/// <param name="Stop">Why it ends before.</param>
public sealed record Forecast(
    ImmutableArray<ForecastStep> Steps,
    LocalDate? Goal,
    LocalDate? EarliestGoal,
    ForecastStop Stop
)
{
    /// <summary>The node at which it is blocked; empty when it is not.</summary>
    public string StoppedAt { get; init; } = "";
}

/// <summary>A sitting of a body.</summary>
/// <param name="Body">The body: <c>giunta</c>, <c>council</c>.</param>
/// <param name="On">The day.</param>
/// <param name="AgendaCloses">The last day on which something can be put on its agenda.</param>
public sealed record PlannedSitting(string Body, LocalDate On, LocalDate AgendaCloses);

/// <summary>What a forecast knows beside the process itself.</summary>
public sealed record ForecastGround
{
    /// <summary>The sittings to come, in the order of their days.</summary>
    public ImmutableArray<PlannedSitting> Sittings { get; init; } = [];

    /// <summary>
    /// The first day from a day on on which a body could sit that none has convened yet: of which body, on which day it would be
    /// convened, and from which day on.
    /// </summary>
    public Func<string, LocalDate, LocalDate, LocalDate> FirstSitting { get; init; } = static (_, _, from) => from;

    /// <summary>Since when tasks and messages are awaited, by element id; what is not here opens today.</summary>
    public ImmutableDictionary<long, LocalDate> OpenedOn { get; init; } = ImmutableDictionary<long, LocalDate>.Empty;

    /// <summary>How many days a node took before, half of the times: by node id.</summary>
    public ImmutableDictionary<string, int> PastDays { get; init; } = ImmutableDictionary<string, int>.Empty;
}
