using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using NodaTime;
using TwinningWorkflow.Engine.Bpmn;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Hosting;

namespace TwinningWorkflow.Web.Processes;

/// <summary>A published process file and the definition read from it.</summary>
public sealed record PublishedDefinition(
    ProcessDefinition Definition,
    int Version,
    Instant PublishedAt,
    ReadOnlyMemory<byte> File
);

/// <summary>A file that was not published, and why.</summary>
public sealed record RefusedFile(string File, ImmutableArray<BpmnProblem> Problems);

/// <summary>The published process definitions, held in memory by hash.</summary>
public sealed class DefinitionCatalog(DatabaseConnections connections, BusinessClock clock)
{
    private readonly Lock loading = new();
    private Shelf shelf = Shelf.Empty;

    /// <summary>Files refused when this node started; the version published before them stays in force.</summary>
    public ImmutableArray<RefusedFile> Refused { get; private set; } = [];

    /// <summary>Every version of every process, the newest first within a process.</summary>
    public IReadOnlyList<PublishedDefinition> All() => shelf.Ordered;

    /// <summary>The newest version of a process, or null when none was published.</summary>
    public PublishedDefinition? Latest(string processId) => shelf.Latest.GetValueOrDefault(processId);

    /// <summary>The definition that an instance runs; throws when none of that hash was published.</summary>
    public ProcessDefinition ByHash(string hash) => Published(hash).Definition;

    /// <summary>The definition of a hash with its version and its file, for the drawing.</summary>
    public PublishedDefinition Published(string hash)
    {
        if (shelf.ByHash.TryGetValue(hash, out var known))
            return known;
        // another node has published it since this one looked
        lock (loading)
            if (!shelf.ByHash.ContainsKey(hash))
                LoadAsync(CancellationToken.None).GetAwaiter().GetResult();
        return shelf.ByHash.TryGetValue(hash, out known)
            ? known
            : throw new InvalidOperationException(
                $"Expected a published process file of hash {hash}, but there is none."
            );
    }

    /// <summary>Publishes the folder's files that are new and loads what was published before.</summary>
    public async Task PublishAsync(string folder, CancellationToken cancel)
    {
        await LoadAsync(cancel);
        var refused = ImmutableArray.CreateBuilder<RefusedFile>();
        foreach (var path in Directory.EnumerateFiles(folder, "*.bpmn").Order(StringComparer.Ordinal))
        {
            var file = await File.ReadAllBytesAsync(path, cancel);
            if (shelf.ByHash.ContainsKey(Convert.ToHexStringLower(SHA256.HashData(file))))
                continue;
            var reading = BpmnReader.Read(file);
            if (reading.Definition is { } definition)
                await LostRace.RetryAsync(() => PublishAsync(definition, file, cancel));
            else
                refused.Add(new RefusedFile(Path.GetFileName(path), reading.Problems));
        }
        Refused = refused.ToImmutable();
        await LoadAsync(cancel);
    }

    private async Task<bool> PublishAsync(ProcessDefinition definition, byte[] file, CancellationToken cancel)
    {
        await using var session = await connections.BeginAsync(cancel);
        session.Add(
            """
            INSERT INTO definitions (hash, process_id, version, file, published_at)
            SELECT $1, $2, COALESCE(MAX(version), 0) + 1, $3, $4 FROM definitions WHERE process_id = $2
            ON CONFLICT (hash) DO NOTHING
            """,
            definition.Hash,
            definition.Id,
            file,
            clock.Now
        );
        await session.CommitAsync(cancel);
        return true;
    }

    private async Task LoadAsync(CancellationToken cancel)
    {
        var held = shelf.ByHash;
        var loaded = new List<PublishedDefinition>();
        await using (var session = await connections.BeginReadingAsync(cancel))
        {
            session.AddQuery(
                row =>
                {
                    var version = row.GetInt32(1);
                    var publishedAt = session.ReadInstant(row, 2);
                    var file = row.GetFieldValue<byte[]>(3);
                    var definition = held.TryGetValue(row.GetString(0), out var known) ? known.Definition : Read(file);
                    loaded.Add(new PublishedDefinition(definition, version, publishedAt, file));
                },
                "SELECT hash, version, published_at, file FROM definitions ORDER BY process_id, version DESC"
            );
            await session.SendAsync(cancel);
        }
        shelf = new Shelf(loaded);
    }

    private static ProcessDefinition Read(byte[] file)
    {
        var reading = BpmnReader.ReadPublished(file);
        return reading.Definition
            ?? throw new InvalidOperationException(
                $"Expected a published process file to be readable, but: {reading.Problems[0].Message}"
            );
    }

    private sealed class Shelf(IReadOnlyList<PublishedDefinition> newestFirst)
    {
        public static readonly Shelf Empty = new([]);

        public IReadOnlyList<PublishedDefinition> Ordered => newestFirst;

        public FrozenDictionary<string, PublishedDefinition> ByHash { get; } =
            newestFirst.ToFrozenDictionary(published => published.Definition.Hash);

        public FrozenDictionary<string, PublishedDefinition> Latest { get; } =
            newestFirst
                .GroupBy(published => published.Definition.Id)
                .ToFrozenDictionary(versions => versions.Key, versions => versions.First());
    }
}
