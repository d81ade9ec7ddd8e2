using System.Text;

namespace TwinningWorkflow.Web.Files;

/// <summary>A kind of file that may be filed.</summary>
/// <param name="Code">As the settings name it.</param>
/// <param name="MediaType">What it is served as.</param>
/// <param name="Extensions">The endings that its name may have; the first is added where it has none of them.</param>
public sealed record FileKind(string Code, string MediaType, params string[] Extensions)
{
    public static readonly FileKind Pdf = new("pdf", "application/pdf", ".pdf");
    public static readonly FileKind Png = new("png", "image/png", ".png");
    public static readonly FileKind Jpeg = new("jpeg", "image/jpeg", ".jpg", ".jpeg");
    public static readonly FileKind Docx = new(
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".docx"
    );
    public static readonly FileKind Odt = new("odt", "application/vnd.oasis.opendocument.text", ".odt");

    /// <summary>A signed envelope (CAdES), as Italian offices exchange signed acts.</summary>
    public static readonly FileKind Signed = new("p7m", "application/pkcs7-mime", ".p7m");
    public static readonly FileKind Text = new("text", "text/plain; charset=utf-8", ".txt");

    public static readonly IReadOnlyList<FileKind> All = [Pdf, Docx, Odt, Png, Jpeg, Signed, Text];

    /// <summary>Is what is served as that one of ours?</summary>
    public static bool Knows(string mediaType) => All.Any(kind => kind.MediaType == mediaType);

    /// <summary>The kind that the bytes say, whatever their name says; null when it is none of ours.</summary>
    public static FileKind? Of(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith("%PDF-"u8))
            return Pdf;
        if (content.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
            return Png;
        if (content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            return Jpeg;
        if (content.StartsWith("PK\x03\x04"u8))
            return OfficePackage.KindOf(content);
        if (IsSignedData(content))
            return Signed;
        return IsText(content) ? Text : null;
    }

    /// <summary>PKCS#7 SignedData: a sequence that starts with its object identifier, in DER or in BER.</summary>
    private static bool IsSignedData(ReadOnlySpan<byte> content)
    {
        ReadOnlySpan<byte> signedData = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02];
        if (content.Length < 2 || content[0] != 0x30)
            return false;
        // above 0x80 the low bits say how many bytes of length follow; 0x80 alone is the indefinite length
        var length = content[1] > 0x80 ? content[1] & 0x7F : 0;
        return length <= 4 && content.Length > 2 + length && content[(2 + length)..].StartsWith(signedData);
    }

    private static bool IsText(ReadOnlySpan<byte> content)
    {
        try
        {
            foreach (var c in new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content))
                if (char.IsControl(c) && c is not ('\t' or '\n' or '\r' or '\f'))
                    return false;
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
