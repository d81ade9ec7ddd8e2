using System.Collections.Immutable;
using NodaTime;
using TwinningWorkflow.Engine;

namespace TwinningWorkflow.Web.Processes;

/// <summary>A process to start on a dossier, under the latest published version of its file.</summary>
/// <param name="Authority">The authority; it must own the dossier.</param>
/// <param name="Dossier">The dossier on which it runs.</param>
/// <param name="Instance">The id that the host gives it (<c>Guid.CreateVersion7(clock.GetUtcNow())</c>).</param>
/// <param name="ProcessId">The id of the process in its file.</param>
public sealed record StartRequest(
    string Authority,
    Guid Dossier,
    Guid Instance,
    string ProcessId,
    Instant At,
    Actor Actor,
    ImmutableDictionary<string, DataValue> Data
)
{
    /// <summary>The starting message's name, or null for the none start event.</summary>
    public string? Message { get; init; }
    public string? Reason { get; init; }

    /// <summary>See <see cref="StepRequest.IdempotencyKey"/>.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>See <see cref="StepRequest.RequestHash"/>.</summary>
    public string? RequestHash { get; init; }
}
