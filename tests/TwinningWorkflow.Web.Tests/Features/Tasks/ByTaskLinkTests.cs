using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Jobs;
using TwinningWorkflow.Web.Tests.Features;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Features.Tasks;

/// <summary>The link in a mail opens one task for one person.</summary>
public sealed class ByTaskLinkTests(Postgres postgres)
{
    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task The_link_of_a_real_mail_opens_the_task_and_asks_to_sign_in_where_the_step_needs_it(
        Provider provider
    )
    {
        await using var web = await RunningWeb.StartAsync(postgres, provider);
        var clerk = await web.SignedInAsync(Roles.Clerk);
        await clerk.OpenDossierAsync();
        await web.AgreeTextAsync(clerk);
        await web.Services.GetRequiredService<OutboxJob>().DrainAsync(CancellationToken.None);

        var letter = web.Letters()
            .Last(x => x.To.ToString().Contains(RunningWeb.EmailOf(Roles.DepartmentHead), StringComparison.Ordinal));
        var path = PathIn(letter.TextBody!);
        var opened = await web.Browser().GetAsync(path);

        Assert.Contains(path, letter.HtmlBody!, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, opened.Status);
        Assert.Contains("Accedi e fallo", opened.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("<form method=\"post\" enctype", opened.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("site-nav", opened.Text, StringComparison.Ordinal);
        // all who work in the town can read its mail: the secret stands in no row
        Assert.False(
            await web.ReadAsync(x => x.Mails.AnyAsync(row => row.Text.Contains("/act/") || row.Html.Contains("/act/")))
        );
    }

    [Fact]
    public async Task The_link_opens_nothing_else()
    {
        await using var web = await RunningWeb.StartAsync();
        var (path, _) = await LinkAsync(web);
        var browser = web.Browser();
        await browser.GetAsync(path);

        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/desk")).Status);
        var parts = path.Split('/');
        var other = await browser.GetAsync(
            $"/act/{parts[2]}/{int.Parse(parts[3], System.Globalization.CultureInfo.InvariantCulture) + 1}/{parts[4]}"
        );
        Assert.Equal(HttpStatusCode.Redirect, other.Status);
        Assert.StartsWith("/tasks/", other.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("forged")]
    [InlineData("disabled")]
    [InlineData("stamp")]
    public async Task A_link_that_no_longer_holds_leads_to_the_sign_in(string why)
    {
        await using var web = await RunningWeb.StartAsync();
        var (path, account) = await LinkAsync(web);
        if (why == "forged")
            path = path[..^1] + (path[^1] == 'A' ? 'B' : 'A');
        else
            await web.ReadAsync(x =>
                x.Users.Where(row => row.Id == account.Id)
                    .ExecuteUpdateAsync(row =>
                        row.SetProperty(it => it.Disabled, why == "disabled")
                            .SetProperty(it => it.SecurityStamp, why == "stamp" ? "another" : account.SecurityStamp)
                    )
            );

        var opened = await web.Browser().GetAsync(path);

        Assert.Equal(HttpStatusCode.Redirect, opened.Status);
        Assert.StartsWith("/tasks/", opened.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sending_the_form_of_a_step_that_needs_identity_by_the_link_does_nothing()
    {
        await using var web = await RunningWeb.StartAsync();
        var (path, _) = await LinkAsync(web);
        var browser = web.Browser();
        var hidden = Browser.HiddenIn(await browser.GetAsync("/sign-in"));

        var sent = await browser.SendFormAsync(path, hidden, ("outcome", "favourable"));

        Assert.NotEqual(HttpStatusCode.OK, sent.Status);
        var open = await web.ReadAsync(x =>
            x.Tasks.CountAsync(row => row.Node == "technicalOpinion" && row.Status == TaskRow.Open)
        );
        Assert.Equal(1, open);
    }

    private static async Task<(string Path, Account Account)> LinkAsync(RunningWeb web)
    {
        var clerk = await web.SignedInAsync(Roles.Clerk);
        await clerk.OpenDossierAsync();
        await web.AgreeTextAsync(clerk);
        var task = await web.ReadAsync(x => x.Tasks.AsNoTracking().SingleAsync(row => row.Node == "technicalOpinion"));
        var email = RunningWeb.EmailOf(Roles.DepartmentHead);
        var account = await web.ReadAsync(x => x.Users.AsNoTracking().SingleAsync(row => row.Email == email));
        return (
            "/" + web.Services.GetRequiredService<MailLinks>().TaskPath(account, task.InstanceId, task.TaskId),
            account
        );
    }

    private static string PathIn(string text) =>
        new Uri(text.Split('\n').Single(line => line.Contains("/act/", StringComparison.Ordinal)).Trim()).AbsolutePath;
}
