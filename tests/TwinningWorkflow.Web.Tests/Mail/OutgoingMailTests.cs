using System.Text;
using MimeKit;
using TwinningWorkflow.Web.Mail;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Mail;

public sealed class OutgoingMailTests
{
    [Fact]
    public void A_message_read_back_has_its_headers_and_both_parts()
    {
        var read = ReadBack(Mails.ToClerk());

        Assert.Equal("0123456789abcdef0123@comune.test", read.MessageId);
        Assert.Equal("Da fare: Protocolla l'avviso (Città di là)", read.Subject);
        Assert.Equal("\"Comune di prova\" <gemellaggi@comune.test>", read.From.ToString());
        Assert.Equal("\"Anna Rossi\" <clerk@comune.test>", read.To.ToString());
        Assert.Equal("it", read.Body!.Headers[HeaderId.ContentLanguage]);
        Assert.Equal("auto-generated", read.Headers[HeaderId.AutoSubmitted]);
        Assert.Contains("Così è più chiaro.", read.TextBody);
        Assert.Contains("<h1>Così è più chiaro</h1>", read.HtmlBody);
        Assert.IsType<MultipartAlternative>(read.Body);
    }

    [Fact]
    public void The_same_mail_makes_the_same_bytes()
    {
        var mail = Mails.ToClerk() with { Files = [new("accordo.txt", "text/plain", "testo"u8.ToArray())] };

        Assert.Equal(Bytes(mail), Bytes(mail));
    }

    [Fact]
    public void Files_go_as_attachments_byte_for_byte()
    {
        byte[] content = [0, 13, 10, 255, 46, 13, 10];
        var mail = Mails.ToClerk() with { Files = [new("Testo è qui.pdf", "application/pdf", content)] };

        var attachment = Assert.IsType<MimePart>(Assert.Single(ReadBack(mail).Attachments));

        Assert.Equal("Testo è qui.pdf", attachment.FileName);
        Assert.Equal("application/pdf", attachment.ContentType.MimeType);
        using var decoded = new MemoryStream();
        attachment.Content!.DecodeTo(decoded);
        Assert.Equal(content, decoded.ToArray());
    }

    [Theory]
    [InlineData("Da fare\r\nBcc: everyone@elsewhere.test")]
    [InlineData("Da fare\nBcc: everyone@elsewhere.test")]
    [InlineData("Da fare\r\n\r\n<script>alert(1)</script>")]
    [InlineData("Da fare\u0000\u2028Bcc: everyone@elsewhere.test")]
    public void No_value_adds_a_header_or_ends_the_headers(string hostile)
    {
        var mail = Mails.ToClerk() with
        {
            Subject = hostile,
            FromName = hostile,
            ToName = hostile,
            Files = [new(hostile, "text/plain\r\nBcc: everyone@elsewhere.test", [1])],
        };

        var plain = ReadBack(Mails.ToClerk());
        var read = ReadBack(mail);

        Assert.Equal(plain.Headers.Select(header => header.Field), read.Headers.Select(header => header.Field));
        Assert.Equal(MailAddress.OneLine(hostile), read.Subject);
        Assert.Empty(read.Bcc);
        Assert.Equal("clerk@comune.test", Assert.Single(read.To.Mailboxes).Address);
        Assert.DoesNotContain("\nBcc:", Encoding.UTF8.GetString(Bytes(mail)));
    }

    private static MimeMessage ReadBack(OutgoingMail mail) => MimeMessage.Load(new MemoryStream(Bytes(mail)));

    private static byte[] Bytes(OutgoingMail mail)
    {
        using var stream = new MemoryStream();
        mail.ToMime().WriteTo(stream);
        return stream.ToArray();
    }
}
