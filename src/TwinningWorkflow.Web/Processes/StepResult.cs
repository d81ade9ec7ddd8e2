using System.Collections.Immutable;
using TwinningWorkflow.Engine;

namespace TwinningWorkflow.Web.Processes;

/// <summary>What came of a request to an instance.</summary>
public abstract record StepResult
{
    private StepResult() { }

    /// <summary>Done and committed.</summary>
    /// <param name="Instance">The instance.</param>
    /// <param name="Version">Its version after the step.</param>
    /// <param name="Repeated">True when this request was answered before under the same key and nothing was done again.</param>
    public sealed record Done(Guid Instance, long Version, bool Repeated = false) : StepResult;

    /// <summary>The fact came early: it is kept and will be matched.</summary>
    public sealed record Kept(Guid Inbox, bool Repeated = false) : StepResult;

    /// <summary>Refused; nothing was written.</summary>
    public sealed record Refused(RejectionCode Code, string Message, ImmutableArray<FieldProblem> Problems)
        : StepResult;

    /// <summary>What would be done; nothing was written.</summary>
    public sealed record Foreseen(ImmutableArray<ProcessEvent> Events, ProcessState State) : StepResult;

    /// <summary>No such instance in this authority.</summary>
    public sealed record NotFound : StepResult;

    /// <summary>The same idempotency key came with another request.</summary>
    public sealed record KeyReused : StepResult;
}
