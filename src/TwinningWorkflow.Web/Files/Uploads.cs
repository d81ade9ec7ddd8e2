using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using NodaTime.Extensions;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Files;

/// <summary>What came of reading an upload.</summary>
public abstract record Upload
{
    private Upload() { }

    /// <summary>Fit to be filed.</summary>
    public sealed record Accepted(StoredFile File, string Name) : Upload;

    /// <summary>Filed before, by an upload of its own.</summary>
    public sealed record Known(string Hash, long Size, string Name) : Upload;

    /// <summary>Said to be filed before, but it is not.</summary>
    public sealed record Unknown(string Hash) : Upload;

    /// <summary>Larger than allowed.</summary>
    public sealed record TooLarge(long MaxBytes) : Upload;

    /// <summary>Its content is of no kind that is allowed.</summary>
    public sealed record WrongKind(IReadOnlyList<FileKind> Allowed) : Upload;

    /// <summary>Its name says one kind that may be filed, its content another.</summary>
    /// <param name="Named">What its name says.</param>
    public sealed record NotAsNamed(FileKind Named) : Upload;

    /// <summary>Nothing in it.</summary>
    public sealed record Empty : Upload;
}

/// <summary>Reads what people upload: never more than allowed, and by what it is instead of what it is called.</summary>
public sealed class Uploads(IOptions<UploadOptions> options, TimeProvider clock)
{
    private UploadOptions Options => options.Value;

    public async Task<Upload> ReadAsync(string authority, string name, Stream stream, CancellationToken cancel)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[81_920];
        int read;
        while ((read = await stream.ReadAsync(chunk, cancel)) > 0)
        {
            if (buffer.Length + read > Options.MaxBytes)
                return new Upload.TooLarge(Options.MaxBytes);
            buffer.Write(chunk, 0, read);
        }
        return buffer.Length == 0 ? new Upload.Empty() : Judge(authority, name, buffer.ToArray());
    }

    private Upload Judge(string authority, string name, byte[] content)
    {
        if (FileKind.Of(content) is not { } kind || !Options.Kinds.Contains(kind.Code))
            return new Upload.WrongKind([.. FileKind.All.Where(x => Options.Kinds.Contains(x.Code))]);
        // a saved error page is no act, whatever it is called: who sends it has taken the wrong file
        if (FileName.KindOf(name) is { } named && named != kind)
            return new Upload.NotAsNamed(named);
        var file = new StoredFile
        {
            AuthorityId = authority,
            Hash = Convert.ToHexStringLower(SHA256.HashData(content)),
            MediaType = kind.MediaType,
            Content = content,
            StoredAt = clock.GetUtcNow().ToInstant(),
        };
        return new Upload.Accepted(file, FileName.Clean(name, kind));
    }
}
