using System.Collections.Immutable;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Processes;

/// <summary>A correction of what was recorded, as a page or the API received it.</summary>
/// <param name="Instance">The instance.</param>
/// <param name="Scope">The scope that holds the values.</param>
/// <param name="Actor">Who.</param>
/// <param name="Reason">Why.</param>
/// <param name="Values">The new values by variable.</param>
/// <param name="Emptied">The variables that shall have none.</param>
public sealed record RecordCorrection(
    Guid Instance,
    long Scope,
    Actor Actor,
    string Reason,
    ImmutableDictionary<string, DataValue> Values,
    ImmutableArray<string> Emptied
)
{
    /// <summary>What the person has seen, by variable; what has changed meanwhile is not overwritten.</summary>
    public ImmutableDictionary<string, DataValue> Seen { get; init; } = ImmutableDictionary<string, DataValue>.Empty;

    /// <summary>Under which a repeat gets the same answer.</summary>
    public string? IdempotencyKey { get; init; }
}

/// <summary>
/// Where what was recorded is corrected. The secretariat keeps the acts and corrects whatever is wrong in them; anybody else what
/// the steps of their own role recorded.
/// </summary>
public sealed class RecordDesk(ProcessRunner runner, BusinessClock clock)
{
    public Task<StepResult> CorrectAsync(RecordCorrection correction, CancellationToken cancel) =>
        runner.RunAsync(Request(correction), cancel);

    /// <summary>What a correction would bring about, for whoever has to confirm it. Nothing is written.</summary>
    public Task<StepResult> ForeseeAsync(RecordCorrection correction, CancellationToken cancel) =>
        runner.ForeseeAsync(Request(correction), cancel);

    private StepRequest Request(RecordCorrection correction)
    {
        var actor = correction.Actor;
        var command = new CorrectData(clock.Now, actor, null, correction.Values)
        {
            Reason = correction.Reason,
            Emptied = correction.Emptied,
            Scope = correction.Scope,
            Seen = correction.Seen,
            OwnStepsOnly = actor.Role != Roles.Secretariat,
        };
        return new StepRequest(actor.Authority, correction.Instance, command)
        {
            IdempotencyKey = correction.IdempotencyKey,
        };
    }
}
