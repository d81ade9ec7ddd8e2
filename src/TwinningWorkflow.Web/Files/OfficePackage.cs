using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace TwinningWorkflow.Web.Files;

/// <summary>Tells a word-processor document from any other zip archive. Nothing of it is unpacked.</summary>
internal static class OfficePackage
{
    /// <summary>More entries than any real document has; a directory of millions would cost memory to list.</summary>
    private const int MostEntries = 5_000;

    private const int DirectoryEndLength = 22;

    public static FileKind? KindOf(ReadOnlySpan<byte> content)
    {
        if (EntryCount(content) is not (> 0 and <= MostEntries))
            return null;
        try
        {
            using var archive = new ZipArchive(new MemoryStream(content.ToArray()), ZipArchiveMode.Read);
            if (
                archive.GetEntry("[Content_Types].xml") is not null
                && archive.GetEntry("word/document.xml") is not null
            )
                return FileKind.Docx;
            return archive.GetEntry("mimetype") is { } entry && FirstBytes(entry) == FileKind.Odt.MediaType
                ? FileKind.Odt
                : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>What the end of the archive's directory says, read without listing it; null when there is none.</summary>
    private static int? EntryCount(ReadOnlySpan<byte> content)
    {
        var tail = content[^Math.Min(content.Length, DirectoryEndLength + ushort.MaxValue)..];
        var end = tail.LastIndexOf("PK\x05\x06"u8);
        return end < 0 || tail.Length - end < DirectoryEndLength
            ? null
            : BinaryPrimitives.ReadUInt16LittleEndian(tail[(end + 10)..]);
    }

    private static string FirstBytes(ZipArchiveEntry entry)
    {
        Span<byte> bytes = stackalloc byte[64];
        using var stream = entry.Open();
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return Encoding.ASCII.GetString(bytes[..read]);
    }
}
