using Microsoft.AspNetCore.DataProtection;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
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
