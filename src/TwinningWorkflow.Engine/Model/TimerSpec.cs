using NodaTime;
using TwinningWorkflow.Engine.Expressions;

namespace TwinningWorkflow.Engine.Model;

/// <summary>When a timer is due (BPMN timerEventDefinition, or the <c>tw:term</c> in it).</summary>
public abstract record TimerSpec
{
    private TimerSpec() { }

    /// <summary>A fixed instant (timeDate in ISO 8601 with offset or Z).</summary>
    public sealed record At(Instant Instant) : TimerSpec;

    /// <summary>The beginning of a civil date computed by an expression (timeDate).</summary>
    public sealed record OnDate(Expression Date) : TimerSpec;

    /// <summary>After a period. Calendar parts (P1M, P3D) count civil dates in the process's zone; time parts (PT720H) elapse.</summary>
    public sealed record After(Period Period) : TimerSpec;

    /// <summary>Repeated: R3/PT10S. <paramref name="Count"/> -1 means without end. Re-armed from the last due instant.</summary>
    public sealed record Cycle(int Count, Period Period) : TimerSpec;

    /// <summary>A legal term from a date.</summary>
    public sealed record LegalTerm(TermSpec Term, Expression From) : TimerSpec;
}
