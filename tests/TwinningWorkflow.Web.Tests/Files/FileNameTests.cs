using TwinningWorkflow.Web.Files;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Files;

public sealed class FileNameTests
{
    [Theory]
    [InlineData("../../etc/passwd", "passwd.pdf")]
    [InlineData("C:\\acts\\delibera.pdf", "delibera.pdf")]
    [InlineData("delibera.PDF", "delibera.pdf")]
    [InlineData("atto.html", "atto.html.pdf")]
    [InlineData("atto\u202Efdp.exe", "attofdp.exe.pdf")]
    [InlineData("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf")]
    [InlineData("a<b>\"c|d?.pdf", "a_b__c_d_.pdf")]
    [InlineData("CON.pdf", "_CON.pdf")]
    [InlineData("...", "documento.pdf")]
    [InlineData("", "documento.pdf")]
    [InlineData("Delibera di Giunta n° 7 – Città.pdf", "Delibera di Giunta n° 7 – Città.pdf")]
    public void A_name_is_made_harmless_and_ends_as_its_content_is(string given, string clean) =>
        Assert.Equal(clean, FileName.Clean(given, FileKind.Pdf));

    [Fact]
    public void A_name_without_end_is_cut_and_keeps_its_ending()
    {
        var clean = FileName.Clean(new string('è', 500) + ".pdf", FileKind.Pdf);

        Assert.Equal(120, clean.Length);
        Assert.EndsWith("è.pdf", clean, StringComparison.Ordinal);
    }
}
