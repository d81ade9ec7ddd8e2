namespace TwinningWorkflow.Web.Files;

/// <summary>What may be uploaded: the section <c>Uploads</c> of the settings.</summary>
public sealed class UploadOptions
{
    public const string Section = "Uploads";

    /// <summary>The largest file, in bytes.</summary>
    public long MaxBytes { get; set; } = 25_000_000;

    /// <summary>How many files one request may bring: bounds the request as a whole.</summary>
    public int MaxFiles { get; set; } = 8;

    /// <summary>Codes of the kinds allowed; see <see cref="FileKind.All"/>.</summary>
    public string[] Kinds { get; set; } = [.. FileKind.All.Select(x => x.Code)];

    /// <summary>The largest request: so far above the largest file that a file too large still gets its answer beside its field.</summary>
    public long MaxRequestBytes => (MaxFiles + 1) * MaxBytes;
}
