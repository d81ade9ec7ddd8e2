using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using NodaTime;
using TwinningWorkflow.Engine.Bpmn;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;

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
    private ImmutableArray<RefusedFile> refused = [];

    /// <summary>
    /// Files refused when this node started, for which the version published before them stays in force; and published ones
    /// that this program cannot read, whose instances stand still until one that can is installed.
    /// </summary>
    public IReadOnlyList<RefusedFile> Refused => [.. refused, .. shelf.Unreadable];

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
                LoadAsync([], CancellationToken.None).GetAwaiter().GetResult();
        return shelf.ByHash.TryGetValue(hash, out known)
            ? known
            : throw new InvalidOperationException(
                $"Expected a published process file of hash {hash} that can be read, but there is none."
            );
    }

    /// <summary>Publishes the folder's files that are new and loads what was published before.</summary>
    /// <returns>The files that were new, with what they were published as.</returns>
    public async Task<IReadOnlyList<(string File, PublishedDefinition Published)>> PublishAsync(
        ProcessFolder folder,
        CancellationToken cancel
    )
    {
        var files = await folder.Files.WaitAsync(cancel);
        var read = files.Select(file => file.Reading.Definition).OfType<ProcessDefinition>().ToList();
        await LoadAsync(read, cancel);
        var added = new List<(string File, string Hash)>();
        var problems = ImmutableArray.CreateBuilder<RefusedFile>();
        foreach (var file in files)
        {
            if (shelf.ByHash.ContainsKey(Convert.ToHexStringLower(SHA256.HashData(file.Bytes.Span))))
                continue;
            if (file.Reading.Definition is { } definition)
            {
                added.Add((file.Name, definition.Hash));
                await LostRace.RetryAsync(() => PublishAsync(definition, file.Bytes, cancel));
            }
            else
                problems.Add(new RefusedFile(file.Name, file.Reading.Problems));
        }
        refused = problems.ToImmutable();
        if (added.Count > 0)
            await LoadAsync(read, cancel);
        return [.. added.Select(x => (x.File, Published(x.Hash)))];
    }

    private async Task<bool> PublishAsync(
        ProcessDefinition definition,
        ReadOnlyMemory<byte> file,
        CancellationToken cancel
    )
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
            file.ToArray(),
            clock.Now
        );
        await session.CommitAsync(cancel);
        return true;
    }

    /// <summary>Loads what is published; what is held already, or was just read from the folder, is not read again.</summary>
    private async Task LoadAsync(IReadOnlyList<ProcessDefinition> read, CancellationToken cancel)
    {
        var held = shelf.ByHash;
        var fresh = read.ToLookup(definition => definition.Hash);
        var loaded = new List<PublishedDefinition>();
        var unreadable = new List<RefusedFile>();
        await using (var session = await connections.BeginReadingAsync(cancel))
        {
            session.AddQuery(
                row =>
                {
                    var version = row.GetInt32(1);
                    var publishedAt = session.ReadInstant(row, 2);
                    var file = row.GetFieldValue<byte[]>(3);
                    if (held.TryGetValue(row.GetString(0), out var known))
                        loaded.Add(known);
                    else if (
                        (fresh[row.GetString(0)].FirstOrDefault() ?? BpmnReader.ReadPublished(file).Definition) is
                        { } definition
                    )
                        loaded.Add(new PublishedDefinition(definition, version, publishedAt, file));
                    else
                        unreadable.Add(Unreadable(row.GetString(4), version, file));
                },
                "SELECT hash, version, published_at, file, process_id FROM definitions ORDER BY process_id, version DESC"
            );
            await session.SendAsync(cancel);
        }
        shelf = new Shelf(loaded, unreadable);
    }

    /// <summary>One file that cannot be read any more must not keep the town from all others.</summary>
    private static RefusedFile Unreadable(string process, int version, byte[] file) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"{process} ({version})"),
            BpmnReader.ReadPublished(file).Problems
        );

    private sealed class Shelf(IReadOnlyList<PublishedDefinition> newestFirst, IReadOnlyList<RefusedFile> unreadable)
    {
        public static readonly Shelf Empty = new([], []);

        public IReadOnlyList<RefusedFile> Unreadable => unreadable;

        public IReadOnlyList<PublishedDefinition> Ordered => newestFirst;

        public FrozenDictionary<string, PublishedDefinition> ByHash { get; } =
            newestFirst.ToFrozenDictionary(published => published.Definition.Hash);

        public FrozenDictionary<string, PublishedDefinition> Latest { get; } =
            newestFirst
                .GroupBy(published => published.Definition.Id)
                .ToFrozenDictionary(versions => versions.Key, versions => versions.First());
    }
}
