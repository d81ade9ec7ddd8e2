using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes.Stored;

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
    /// <summary>A stream's entries in order; none when it belongs to another authority.</summary>
    public async Task<IReadOnlyList<JournalEntry>> ReadAsync(string authority, string stream, CancellationToken cancel)
    {
        var bodies = await database
            .Journal.AsNoTracking()
            .Where(row => row.Stream == stream && row.AuthorityId == authority)
            .OrderBy(row => row.Sequence)
            .Select(row => row.Body)
            .ToListAsync(cancel);
        return bodies.ConvertAll(body => Envelope.Read(body));
    }

    /// <summary>All that happened in a dossier, its own facts and those of its instances, by time.</summary>
    public async Task<IReadOnlyList<JournalEntry>> OfDossierAsync(
        string authority,
        Guid dossier,
        CancellationToken cancel
    ) => [.. (await RowsOfDossierAsync(authority, dossier, cancel)).Select(Read)];

    /// <summary>The same as the rows themselves, with their hashes.</summary>
    public async Task<IReadOnlyList<JournalRow>> RowsOfDossierAsync(
        string authority,
        Guid dossier,
        CancellationToken cancel
    )
    {
        var instances = await database
            .Instances.Where(row => row.DossierId == dossier && row.AuthorityId == authority)
            .Select(row => row.Id)
            .ToListAsync(cancel);
        var streams = instances.ConvertAll(Journal.OfInstance);
        streams.Add(Journal.OfDossier(dossier));
        return await database
            .Journal.AsNoTracking()
            .Where(row => row.AuthorityId == authority && streams.Contains(row.Stream))
            .OrderBy(row => row.At)
            .ThenBy(row => row.Stream)
            .ThenBy(row => row.Sequence)
            .ToListAsync(cancel);
    }

    public static JournalEntry Read(JournalRow row) => Envelope.Read(row.Body);
}
