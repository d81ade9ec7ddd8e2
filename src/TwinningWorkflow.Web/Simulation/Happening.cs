using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Simulation;

/// <summary>Something worth a line of the simulator's report.</summary>
internal abstract record Happening(Instant At)
{
    /// <summary>The process began.</summary>
    public sealed record Started(Instant At) : Happening(At);

    /// <summary>A person did a task.</summary>
    public sealed record TaskDone(Instant At, string Node, string Item, string Outcome, string Role) : Happening(At);

    /// <summary>Something else was passed: a service, an event.</summary>
    public sealed record NodeDone(Instant At, string Node) : Happening(At);

    /// <summary>A timer came due.</summary>
    public sealed record TimerDue(Instant At, string Node) : Happening(At);

    /// <summary>A message reached the step that waited for it.</summary>
    public sealed record Received(Instant At, string Node) : Happening(At);

    /// <summary>A task opened.</summary>
    public sealed record TaskWaits(Instant At, string Node, string Item, string Role, LocalDate? By) : Happening(At);

    /// <summary>A timer was armed.</summary>
    public sealed record TimerWaits(Instant At, string Node, Instant Due) : Happening(At);

    /// <summary>A term that runs was counted again.</summary>
    public sealed record TermMoved(Instant At, string Node, LocalDate Before, LocalDate After) : Happening(At);

    /// <summary>Recorded data were corrected.</summary>
    public sealed record Corrected(Instant At, string Reason) : Happening(At);

    /// <summary>A wait for a message opened.</summary>
    public sealed record MessageWaits(Instant At, string Node) : Happening(At);

    /// <summary>Open tasks were taken away.</summary>
    public sealed record Cancelled(Instant At, string Node, string Item) : Happening(At);

    /// <summary>A mail goes out.</summary>
    public sealed record MailGoes(Instant At, PlannedMail Mail) : Happening(At);

    /// <summary>A message came early and is kept.</summary>
    public sealed record Kept(Instant At, string Message) : Happening(At);

    /// <summary>A command was refused; with the form whose fields the problems name, where it has one.</summary>
    public sealed record Refused(Instant At, Decision.Rejected Why, StepForm? Form) : Happening(At);

    /// <summary>People's steps are refused from now on.</summary>
    public sealed record Suspended(Instant At, string Reason) : Happening(At);

    /// <summary>They are accepted again.</summary>
    public sealed record Resumed(Instant At, string Reason) : Happening(At);

    /// <summary>An operator is needed.</summary>
    public sealed record Incident(Instant At, string Node, string Message) : Happening(At);

    /// <summary>The process ended.</summary>
    public sealed record Ended(Instant At, ProcessStatus How, string EndEvent) : Happening(At);
}
