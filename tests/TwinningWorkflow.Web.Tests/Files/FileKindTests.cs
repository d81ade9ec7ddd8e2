using System.IO.Compression;
using System.Text;
using TwinningWorkflow.Web.Files;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Files;

public sealed class FileKindTests
{
    [Fact]
    public void A_word_processors_document_is_told_from_any_other_archive()
    {
        Assert.Equal(FileKind.Docx, FileKind.Of(Zip(("[Content_Types].xml", "x"), ("word/document.xml", "x"))));
        Assert.Equal(FileKind.Odt, FileKind.Of(Zip(("mimetype", FileKind.Odt.MediaType))));
        Assert.Null(FileKind.Of(Zip(("program.exe", "x"))));
        Assert.Null(FileKind.Of(Zip(("mimetype", "application/vnd.oasis.opendocument.spreadsheet"))));
    }

    [Fact]
    public void An_archive_of_too_many_entries_is_not_even_listed() =>
        Assert.Null(
            FileKind.Of(
                Zip([
                    ("[Content_Types].xml", "x"),
                    ("word/document.xml", "x"),
                    .. Enumerable.Range(0, 5_000).Select(i => ($"{i}", "")),
                ])
            )
        );

    [Fact]
    public void A_signed_envelope_is_told_by_its_object_identifier()
    {
        byte[] signedData = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02];

        Assert.Equal(FileKind.Signed, FileKind.Of([0x30, 0x82, 0x01, 0x00, .. signedData]));
        Assert.Equal(FileKind.Signed, FileKind.Of([0x30, 0x80, .. signedData]));
        Assert.Null(FileKind.Of([0x30, 0x82, 0x01, 0x00, 0x06, 0x03, 0x2A, 0x03, 0x04]));
    }

    [Theory]
    [InlineData("MZ\u0090\0")]
    [InlineData("testo\0nascosto")]
    [InlineData("PK\u0003\u0004 che non è un archivio")]
    public void What_is_nothing_of_ours_has_no_kind(string content) =>
        Assert.Null(FileKind.Of(Encoding.UTF8.GetBytes(content)));

    [Fact]
    public void Plain_text_is_text_whatever_it_says() =>
        Assert.Equal(FileKind.Text, FileKind.Of("<script>alert(1)</script> perché"u8));

    private static byte[] Zip(params (string Name, string Content)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create))
            foreach (var (name, content) in entries)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(content));
            }
        return bytes.ToArray();
    }
}
