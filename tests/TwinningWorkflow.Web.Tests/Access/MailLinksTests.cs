using Microsoft.AspNetCore.DataProtection;
using MimeKit;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Mail.Incoming;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Access;

public sealed class MailLinksTests
{
    private static readonly MailLinks Links = new(new EphemeralDataProtectionProvider());

    [Fact]
    public void A_text_that_quotes_our_links_is_kept_without_what_opens_them()
    {
        var account = new Account
        {
            Id = Guid.NewGuid(),
            AuthorityId = "brescia",
            PersonId = Guid.NewGuid(),
        };
        string[] paths =
        [
            Links.TaskPath(account, Guid.NewGuid(), 12),
            Links.StopPath(Guid.NewGuid(), isWeekly: true),
            Links.AddressPath(Guid.NewGuid(), "a@b.test"),
        ];
        var quoted = string.Join('\n', paths.Select(path => $"> https://gemellaggi.comune.test/{path}\nand more"));

        var kept = MailLinks.Blank(quoted);

        Assert.All(paths, path => Assert.DoesNotContain(path.Split('/')[^1][..12], kept, StringComparison.Ordinal));
        Assert.Contains("/act/", kept, StringComparison.Ordinal);
        Assert.Equal(3, kept.Split("and more").Length - 1);
    }

    [Theory]
    [InlineData("plain", 0)]
    [InlineData("broken", 72)]
    [InlineData("broken", 75)]
    [InlineData("broken", 76)]
    [InlineData("broken", 77)]
    [InlineData("broken", 78)]
    [InlineData("rewritten", 0)]
    [InlineData("quoted-printable", 0)]
    [InlineData("attached", 0)]
    public void A_file_that_came_says_until_when_a_link_that_it_quotes_opens_its_task(string kind, int width)
    {
        var account = new Account
        {
            Id = Guid.NewGuid(),
            AuthorityId = "brescia",
            PersonId = Guid.NewGuid(),
        };
        var link = "https://gemellaggi.comune.test/" + Links.TaskPath(account, Guid.NewGuid(), 12);
        var other = "https://gemellaggi.comune.test/" + Links.StopPath(Guid.NewGuid(), isWeekly: true);

        var end = Links.LiveUntil(QuotedTexts.Of(File(link + "\n" + other)));

        Assert.InRange(end!.Value - DateTimeOffset.UtcNow, TimeSpan.FromDays(29), TimeSpan.FromDays(31));
        Assert.Null(Links.LiveUntil(QuotedTexts.Of(File(other))));
        Assert.Null(new MailLinks(new EphemeralDataProtectionProvider()).LiveUntil(QuotedTexts.Of(File(link))));

        byte[] File(string text)
        {
            var message = new MimeMessage();
            message.From.Add(new MailboxAddress("Anna", "anna@comune.test"));
            message.Body = kind switch
            {
                "broken" => new TextPart("plain")
                {
                    Text = "> " + string.Join("\n> ", text.Chunk(width).Select(x => new string(x))),
                },
                "rewritten" => new TextPart("plain") { Text = "https://links.test/?url=" + Uri.EscapeDataString(text) },
                "quoted-printable" => new TextPart("html")
                {
                    Text = $"<a href=\"{text}\">è</a>",
                    ContentTransferEncoding = ContentEncoding.QuotedPrintable,
                },
                "attached" => new Multipart("mixed")
                {
                    new TextPart("plain") { Text = "vedi" },
                    new MimePart("application", "octet-stream")
                    {
                        Content = new MimeContent(new MemoryStream(Bytes(new TextPart("plain") { Text = text }))),
                        ContentTransferEncoding = ContentEncoding.Base64,
                        FileName = "inoltrato.eml",
                    },
                },
                _ => new TextPart("plain") { Text = text },
            };
            return Bytes(message);
        }

        static byte[] Bytes(object what)
        {
            using var stream = new MemoryStream();
            if (what is MimeMessage message)
                message.WriteTo(stream);
            else
                ((MimeEntity)what).WriteTo(stream);
            return stream.ToArray();
        }
    }

    [Theory]
    [InlineData("safelinks")]
    [InlineData("urldefense")]
    [InlineData("broken")]
    [InlineData("broken at once")]
    public void A_link_that_a_server_rewrote_or_a_quote_broke_keeps_no_secret(string how)
    {
        var path = Links.StopPath(Guid.NewGuid(), isWeekly: true);
        var secret = path.Split('/')[^1];
        var page = "https://gemellaggi.comune.test/" + path;

        var kept = MailLinks.Blank(
            how switch
            {
                "safelinks" =>
                    $"<https://eur01.safelinks.protection.outlook.com/?url={Uri.EscapeDataString(page)}&data=05> fine",
                "urldefense" =>
                    $"https://urldefense.proofpoint.com/v2/url?u={page.Replace("-", "-2D").Replace("_", "-5F").Replace(":", "-3A").Replace('/', '_')}&d=Dw fine",
                "broken" => $"> {page[..90]}\n> {page[90..]}\n> fine",
                _ => $"> https://x.test/?u={secret[..8]}\n>> {secret[8..]}\n>> fine",
            }
        );

        var plain = kept.Replace("-5F", "_").Replace("-2D", "-");
        Assert.DoesNotContain(secret[..8], plain, StringComparison.Ordinal);
        Assert.DoesNotContain(secret[40..60], plain, StringComparison.Ordinal);
        Assert.DoesNotContain(secret[^30..], plain, StringComparison.Ordinal);
        Assert.EndsWith("fine", kept, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_of_one_sort_is_none_of_another()
    {
        var stop = Links.StopPath(Guid.NewGuid(), isWeekly: false).Split('/')[^1];

        Assert.Null(Links.ReadTask(stop));
        Assert.Null(Links.ReadAddress(stop));
        Assert.NotNull(Links.ReadStop(stop));
        Assert.Null(Links.ReadStop(stop[..^2]));
    }
}
