using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Processes;

/// <summary>A journal row read back: the history that people see is rendered from these and from nothing else.</summary>
/// <param name="Event">The engine's fact, of an instance's stream; null in the other streams.</param>
/// <param name="Fact">The host's fact, of a dossier's or authority's stream; null in an instance's.</param>
public sealed record JournalEntry(
    string Stream,
    long Sequence,
    Instant At,
    Actor Actor,
    string Kind,
    string? Reason,
    ProcessEvent? Event,
    HostFact? Fact
);

/// <summary>Reads the journal.</summary>
public sealed class JournalReader(TwinningDatabase database)
{
    /// <summary>A stream's entries in order.</summary>
    public Task<IReadOnlyList<JournalEntry>> ReadAsync(string stream, CancellationToken cancel) =>
        throw new NotSupportedException(database.ToString());

    /// <summary>All that happened in a dossier, its own facts and those of its instances, by time.</summary>
    public Task<IReadOnlyList<JournalEntry>> OfDossierAsync(string authority, Guid dossier, CancellationToken cancel) =>
        throw new NotSupportedException();
}
