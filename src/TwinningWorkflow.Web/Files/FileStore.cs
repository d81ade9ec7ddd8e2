using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Files;

/// <summary>Bytes by their hash, once an authority: what was uploaded before the step that files it.</summary>
public sealed class FileStore(TwinningDatabase database, DatabaseConnections connections)
{
    /// <summary>Keeps an upload until a step names it. The same bytes again are the same file.</summary>
    public async Task KeepAsync(StoredFile file, CancellationToken cancel)
    {
        await using var session = await connections.BeginAsync(cancel);
        FileRows.Add(session, file);
        await session.CommitAsync(CancellationToken.None);
    }

    /// <summary>The file of that hash, or null when this authority has none.</summary>
    public Task<StoredFile?> FindAsync(string authority, string hash, CancellationToken cancel) =>
        IsHash(hash)
            ? database
                .Files.AsNoTracking()
                .SingleOrDefaultAsync(x => x.AuthorityId == authority && x.Hash == hash, cancel)
            : Task.FromResult<StoredFile?>(null);

    /// <summary>A file that a form names by its hash.</summary>
    /// <param name="authority">Whose.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="name">The name to file it under; empty: the one that it has already, if any.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task<Upload> NamedAsync(string authority, string hash, string name, CancellationToken cancel)
    {
        if (!IsHash(hash))
            return new Upload.Unknown(hash);
        var found = await database
            .Files.AsNoTracking()
            .Where(x => x.AuthorityId == authority && x.Hash == hash)
            .Select(x => new { x.MediaType, Size = x.Content.Length })
            .SingleOrDefaultAsync(cancel);
        if (found is null || FileKind.All.FirstOrDefault(x => x.MediaType == found.MediaType) is not { } kind)
            return new Upload.Unknown(hash);
        if (FileName.KindOf(name) is { } named && named != kind)
            return new Upload.NotAsNamed(named);
        if (name.Length == 0)
            name = await NameOfAsync(authority, hash, cancel) ?? "";
        return new Upload.Known(hash, found.Size, FileName.Clean(name, kind));
    }

    /// <summary>The name under which a file was filed first; null while nothing has filed it.</summary>
    public Task<string?> NameOfAsync(string authority, string hash, CancellationToken cancel) =>
        database
            .Documents.Where(x => x.AuthorityId == authority && x.FileHash == hash)
            .OrderBy(x => x.AddedAt)
            .ThenBy(x => x.Id)
            .Select(x => x.FileName)
            .FirstOrDefaultAsync(cancel);

    private static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);
}

/// <summary>Rows of files, written by hand.</summary>
internal static class FileRows
{
    public static void Add(WriteSession session, StoredFile file) =>
        session.Add(
            """
            INSERT INTO files (authority_id, hash, media_type, content, stored_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (authority_id, hash) DO NOTHING
            """,
            file.AuthorityId,
            file.Hash,
            file.MediaType,
            file.Content,
            file.StoredAt
        );
}
