using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using TwinningWorkflow.Web.Mail.Incoming;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Mail.Incoming;

public sealed class IncomingReaderTests
{
    private const string Ours = "ours@comune.test";
    private const long Limit = 25_000_000;

    [Theory]
    [InlineData("bounce-postfix", "550 5.1.1 <anna@ufficio.test>: Recipient address rejected: no such person")]
    [InlineData(
        "bounce-exchange",
        "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient anna@ufficio.test not found by SMTP address lookup"
    )]
    [InlineData("bounce-headers-only", "5.2.2")]
    public void A_report_of_failure_names_our_message_and_says_why(string sample, string diagnostic)
    {
        var report = Read(sample).Report;

        Assert.Equal(Delivery.Failed, report?.Delivery);
        Assert.Contains(Ours, report!.Messages);
        Assert.Equal(diagnostic, report.Diagnostic);
    }

    [Fact]
    public void A_report_of_delay_is_no_failure()
    {
        var report = Read("delay-postfix").Report;

        Assert.Equal(Delivery.Delayed, report?.Delivery);
        Assert.Equal([Ours], report!.Messages);
    }

    [Fact]
    public void A_bounce_without_the_form_of_reports_is_noted_for_a_person()
    {
        var report = Read("bounce-unformed").Report;

        Assert.Equal(Delivery.Noted, report?.Delivery);
        Assert.Equal([Ours], report!.Messages);
    }

    [Theory]
    [InlineData("away-rfc3834")]
    [InlineData("away-outlook")]
    [InlineData("away-precedence")]
    [InlineData("away-autoreply")]
    [InlineData("receipt")]
    public void What_a_machine_wrote_is_known_in_every_dialect(string sample)
    {
        var message = Read(sample);

        Assert.True(message.IsAutomatic);
        Assert.Null(message.Report);
        Assert.Equal([Ours], message.Answers);
    }

    [Fact]
    public void An_answer_is_read_with_its_text_and_its_files()
    {
        var message = Read("reply-with-file");

        Assert.False(message.IsAutomatic);
        Assert.Null(message.Report);
        Assert.Equal(
            ("reply.1@ufficio.test", "Annà Rossi", "anna@ufficio.test", "Re: Città di là"),
            (message.MessageId, message.FromName, message.FromAddress, message.Subject)
        );
        Assert.Equal([Ours, "first@comune.test"], message.Answers);
        Assert.Equal("Va bene così.\nAllego il testo.", message.Text);
        Assert.Equal(["accordo.pdf", "Inoltrato.eml"], message.Files.Select(file => file.Name));
        Assert.StartsWith("%PDF-1.4", Encoding.ASCII.GetString(message.Files[0].Content!));
        Assert.Contains("dentro", Encoding.ASCII.GetString(message.Files[1].Content!));
    }

    [Fact]
    public void Html_is_read_as_text_and_nothing_of_it_runs_or_shows()
    {
        Assert.Equal("Prima riga <b>\n\nSeconda\nTerza\nqui", Read("reply-html").Text);
    }

    [Fact]
    public void Text_that_goes_on_behind_a_file_is_read_too()
    {
        var message = IncomingReader.Read(
            Samples.Bytes(
                """
                From: anna@ufficio.test
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: text/html

                <p>Prima del file.</p>
                --b
                Content-Type: application/pdf; name=accordo.pdf

                %PDF-1.4
                --b
                Content-Type: text/html

                <p>Dopo il file.</p>
                --b--
                """
            ),
            Limit
        );

        Assert.Equal(["accordo.pdf"], message.Files.Select(file => file.Name));
        Assert.Matches(@"^Prima del file\.\s+Dopo il file\.$", message.Text);
    }

    [Theory]
    [InlineData("smime.p7m", true)]
    [InlineData("Re.eml.P7M", true)]
    [InlineData("contratto.pdf.p7m", false)]
    [InlineData("winmail.dat", true)]
    [InlineData("Testo.TXT", true)]
    [InlineData("message.eml", true)]
    [InlineData("accordo.pdf", false)]
    public void What_may_be_or_hold_a_mail_of_ours_is_known_by_its_name(string name, bool may)
    {
        Assert.Equal(may, IncomingFile.MayQuote(name));
    }

    [Theory]
    [InlineData("application/pkcs7-mime; smime-type=signed-data", "smime.p7m")]
    [InlineData("application/ms-tnef; name=part", "part.dat")]
    public void An_envelope_without_a_name_of_its_own_is_named_by_what_it_is(string type, string name)
    {
        var message = IncomingReader.Read(
            Samples.Bytes($"From: anna@ufficio.test\nContent-Type: {type}\n\nMIIB\n"),
            Limit
        );

        Assert.Equal(name, Assert.Single(message.Files).Name);
    }

    [Fact]
    public void Names_that_would_be_more_than_a_name_stay_on_one_line_without_marks_that_mislead()
    {
        var message = Read("hostile-names");

        Assert.All(
            [message.Subject, message.FromName, .. message.Files.Select(file => file.Name)],
            text => Assert.DoesNotContain(text, char.IsControl)
        );
        Assert.DoesNotContain('\u202E', message.Subject);
        Assert.Equal(4, message.Files.Count);
    }

    [Fact]
    public void A_message_inside_messages_without_end_is_read_in_no_time()
    {
        var text = new StringBuilder("From: a@b.test\r\nSubject: deep\r\n");
        for (var i = 0; i < 5_000; i++)
            text.Append("Content-Type: multipart/mixed; boundary=b")
                .Append(i)
                .Append("\r\n\r\n--b")
                .Append(i)
                .Append("\r\n");
        text.Append("\r\nend\r\n");

        var message = InTime(() => IncomingReader.Read(Encoding.ASCII.GetBytes(text.ToString()), Limit));

        Assert.Equal("deep", message.Subject);
    }

    [Fact]
    public void Nested_messages_without_end_are_one_file()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 5_000; i++)
            text.Append("Subject: deep\r\nContent-Type: message/rfc822\r\n\r\n");
        text.Append("Subject: end\r\n\r\nend\r\n");

        var message = InTime(() => IncomingReader.Read(Encoding.ASCII.GetBytes(text.ToString()), Limit));

        Assert.Single(message.Files);
    }

    [Fact]
    public void A_million_parts_are_not_taken_apart()
    {
        var raw = new StringBuilder("Subject: many\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n");
        for (var i = 0; i < 1_000_000; i++)
            raw.Append("--b\r\n\r\n");

        var read = IncomingReader.Read(Encoding.ASCII.GetBytes(raw.ToString()), 1_000_000);

        Assert.Equal("many", read.Subject);
        Assert.Empty(read.Files);
        Assert.Equal("", read.Text);
    }

    [Fact]
    public void Ten_thousand_parts_are_fifty_files_and_a_number()
    {
        var text = new StringBuilder("Subject: many\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n");
        for (var i = 0; i < 10_000; i++)
            text.Append("--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=")
                .Append(i)
                .Append(".pdf\r\n\r\nx\r\n");
        text.Append("--b--\r\n");

        var message = InTime(() => IncomingReader.Read(Encoding.ASCII.GetBytes(text.ToString()), Limit));

        Assert.Equal(51, message.Files.Count);
        Assert.Equal(("+9950", null), (message.Files[^1].Name, message.Files[^1].Content));
    }

    [Fact]
    public void Huge_headers_are_cut()
    {
        var text =
            $"From: {new string('a', 1_000_000)} <a@b.test>\r\nSubject: {new string('s', 2_000_000)}\r\n"
            + $"References: {string.Concat(Enumerable.Repeat("<a@b.test> <c@d.test>\r\n ", 100_000))}\r\n"
            + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"X-{i}: y\r\n"))
            + "\r\ntext\r\n";

        var message = InTime(() => IncomingReader.Read(Encoding.ASCII.GetBytes(text), Limit));

        Assert.True(message.Subject.Length <= 300 && message.FromName.Length <= 300 && message.Answers.Count <= 50);
    }

    [Fact]
    public void A_header_in_the_midst_that_takes_too_long_is_given_up_and_the_bytes_are_for_a_person()
    {
        var text =
            "Subject: slow\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nReferences: "
            + string.Concat(Enumerable.Repeat("<a@b.test>\r\n ", 1_000_000))
            + "\r\n\r\ntext\r\n--b--\r\n";

        var message = InTime(() => IncomingReader.Read(Encoding.ASCII.GetBytes(text), Limit), seconds: 30);

        Assert.Equal("", message.Text);
    }

    [Fact]
    public void A_long_text_is_cut_to_what_a_page_shows()
    {
        var text = "Subject: long\r\n\r\n" + string.Concat(Enumerable.Repeat("parole parole parole\r\n", 500_000));

        Assert.Equal(20_000, InTime(() => IncomingReader.Read(Encoding.ASCII.GetBytes(text), Limit)).Text.Length, 10.0);
    }

    [Fact]
    public void A_file_above_the_limit_is_named_with_its_size_and_not_kept()
    {
        var raw = Samples.Of("reply-with-file");

        var file = IncomingReader.Read(raw, maxFileBytes: 10).Files[0];

        Assert.Equal(("accordo.pdf", null, 30L), (file.Name, file.Content, file.Size));
    }

    [Fact]
    public void An_archive_that_would_unpack_to_a_gigabyte_stays_packed()
    {
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = archive.CreateEntry("mimetype", CompressionLevel.Fastest).Open())
        {
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 256; i++)
                entry.Write(zeros);
        }
        var text =
            "Subject: zip\r\nContent-Type: application/zip; name=\"dati.zip\"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + Convert.ToBase64String(packed.ToArray(), Base64FormattingOptions.InsertLineBreaks);

        var message = InTime(() => IncomingReader.Read(Encoding.ASCII.GetBytes(text), Limit));

        Assert.Equal(packed.ToArray(), Assert.Single(message.Files).Content);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0")]
    [InlineData("not a message at all")]
    [InlineData("From: \xff\xfe\r\nSubject: =?utf-8?b?////?=\r\n\r\n\0\u0001\ud800")]
    [InlineData("Content-Type: multipart/mixed\r\n\r\n--\r\n")]
    [InlineData("Content-Type: text/plain; charset=no-such-thing\r\n\r\ntext")]
    public void Whatever_came_is_text_that_a_database_takes(string raw)
    {
        var message = IncomingReader.Read(Encoding.Latin1.GetBytes(raw), Limit);

        foreach (var text in new[] { message.Text, message.Subject, message.FromName, message.MessageId })
        {
            Assert.DoesNotContain('\0', text);
            Assert.Equal(text, Encoding.UTF8.GetString(new UTF8Encoding(false, true).GetBytes(text)));
        }
    }

    private static IncomingMessage Read(string sample) => IncomingReader.Read(Samples.Of(sample), Limit);

    /// <summary>Far above what it takes here, far below what a bomb costs.</summary>
    private static IncomingMessage InTime(Func<IncomingMessage> read, int seconds = 10)
    {
        var watch = Stopwatch.StartNew();
        var message = read();
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(seconds), $"It took {watch.Elapsed}.");
        return message;
    }
}
