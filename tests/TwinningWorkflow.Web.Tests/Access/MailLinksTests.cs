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
