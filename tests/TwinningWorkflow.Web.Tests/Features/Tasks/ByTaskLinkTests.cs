using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using TwinningWorkflow.Running;
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

        // the application's own job may have it in hand
        var letter = await Until.HoldsAsync(
            () =>
                Task.FromResult(
                    web.Letters()
                        .LastOrDefault(x =>
                            x.To.ToString().Contains(RunningWeb.EmailOf(Roles.DepartmentHead), StringComparison.Ordinal)
                        )
                ),
            found => found is not null,
            TimeSpan.FromSeconds(30)
        );
        var path = PathIn(letter!.TextBody!);
        var opened = await web.Browser().GetAsync(path);

        Assert.Contains(path, letter.HtmlBody!, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, opened.Status);
        Assert.Contains("Accedi per svolgerlo", opened.Words, StringComparison.Ordinal);
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
    public async Task A_step_that_needs_identity_offers_no_form_to_the_link_and_takes_none()
    {
        await using var web = await RunningWeb.StartAsync();
        var (path, _) = await LinkAsync(web);
        var browser = web.Browser();

        var shown = await browser.GetAsync(path);
        var sent = await browser.SendFormAsync(path, new Dictionary<string, string>(), ("outcome", "favourable"));

        Assert.DoesNotContain("name=\"outcome\"", shown.Text, StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.OK, sent.Status);
        Assert.Equal(1, await OpenAsync(web, "technicalOpinion"));
    }

    [Fact]
    public async Task A_step_that_its_file_opens_to_the_mail_is_done_by_the_link_and_the_history_says_so()
    {
        await using var web = await RunningWeb.StartAsync(("Workflows", OpenToMail().FullName));
        var (path, _) = await LinkAsync(web);
        var other = await web.ReadAsync(x =>
            x.Tasks.AsNoTracking().SingleAsync(row => row.Node == "accountingOpinion")
        );
        var browser = web.Browser();
        var shown = await browser.GetAsync(path);
        Assert.Equal(1, await OpenAsync(web, "technicalOpinion"));

        var sent = await browser.SendFormAsync(
            path,
            Browser.HiddenIn(shown),
            // whatever a form says, a link is for its own task
            ("Instance", $"{other.InstanceId:D}"),
            ("Task", $"{other.TaskId}"),
            ("outcome", "favourable"),
            ("f.givenOn", "2022-12-05"),
            ("f.signer", "Anna Rossi")
        );

        Assert.Equal((HttpStatusCode.Redirect, path), (sent.Status, sent.Location?.OriginalString));
        Assert.Equal(0, await OpenAsync(web, "technicalOpinion"));
        Assert.Equal(1, await OpenAsync(web, "accountingOpinion"));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(path)).Status);
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var dossier = await web.ReadAsync(x => x.Dossiers.Select(row => row.Id).SingleAsync());
        Assert.Contains(
            "dal collegamento ricevuto per posta elettronica",
            (await clerk.GetAsync($"/dossiers/{dossier:D}")).Words,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_head_takes_the_step_on_by_the_link_without_signing_in_and_looking_takes_nothing(
        Provider provider
    )
    {
        await using var web = await RunningWeb.StartAsync(postgres, provider);
        var (path, account) = await LinkAsync(web);
        var browser = web.Browser();

        var shown = await browser.GetAsync(path);
        await browser.GetAsync(path + "?handler=Claim");
        await browser.GetAsync(path + "?handler=claim&Submission=1");
        Assert.Null(await AssigneeAsync(web));
        var without = await browser.SendFormAsync(path + "?handler=Claim", new Dictionary<string, string>());
        Assert.Null(await AssigneeAsync(web));
        var taken = await browser.SendFormAsync(path + "?handler=Claim", Browser.HiddenIn(shown));

        Assert.Contains("Prendi in carico", shown.Words, StringComparison.Ordinal);
        Assert.Contains("chi ha il tuo stesso ruolo vede", shown.Words, StringComparison.Ordinal);
        Assert.Contains("Non inoltrare il collegamento", shown.Words, StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.Redirect, without.Status);
        Assert.Equal((HttpStatusCode.Redirect, path), (taken.Status, taken.Location?.OriginalString));
        Assert.Equal(account.PersonId, await AssigneeAsync(web));
        var after = await browser.GetAsync(path);
        Assert.Contains("Accedi per svolgerlo", after.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("handler=Claim", after.Text, StringComparison.Ordinal);
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var dossier = await web.ReadAsync(x => x.Dossiers.Select(row => row.Id).SingleAsync());
        Assert.Contains(
            "dal collegamento ricevuto per posta elettronica",
            (await clerk.GetAsync($"/dossiers/{dossier:D}")).Words,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_deputy_reads_at_the_link_that_they_take_the_step_on_for_whom_they_replace()
    {
        await using var web = await RunningWeb.StartAsync();
        var (path, head) = await LinkAsync(web);
        var email = RunningWeb.EmailOf(Roles.Mayor);
        var deputy = await web.ReadAsync(x => x.Users.AsNoTracking().SingleAsync(row => row.Email == email));
        await web.ReadAsync(database =>
        {
            database.Absences.Add(
                new Absence
                {
                    Id = Guid.CreateVersion7(),
                    AuthorityId = RunningWeb.Brescia,
                    PersonId = head.PersonId,
                    DeputyId = deputy.PersonId,
                    ValidFrom = new LocalDate(2022, 1, 1),
                    ValidTo = new LocalDate(2099, 1, 1),
                }
            );
            return database.SaveChangesAsync();
        });
        var parts = path.Split('/');
        var links = web.Services.GetRequiredService<MailLinks>();
        var task = long.Parse(parts[3], System.Globalization.CultureInfo.InvariantCulture);

        var shown = await web.Browser().GetAsync("/" + links.TaskPath(deputy, Guid.Parse(parts[2]), task));

        Assert.Contains("per chi sostituisci", shown.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("chi ha il tuo stesso ruolo vede", shown.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_took_the_step_on_gives_it_back_to_nobody()
    {
        await using var web = await RunningWeb.StartAsync();
        var (path, account) = await LinkAsync(web);
        var browser = web.Browser();
        var hidden = Browser.HiddenIn(await browser.GetAsync(path));
        await browser.SendFormAsync(path + "?handler=Claim", hidden);

        var sent = await browser.SendFormAsync(path + "?handler=Release", hidden);

        Assert.StartsWith("/tasks/", sent.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(account.PersonId, await AssigneeAsync(web));
    }

    private static Task<Guid?> AssigneeAsync(RunningWeb web) =>
        web.ReadAsync(x =>
            x.Tasks.Where(row => row.Node == "technicalOpinion").Select(row => row.Assignee).SingleAsync()
        );

    [Fact]
    public async Task A_page_whose_address_holds_a_secret_tells_no_other_page_where_one_came_from()
    {
        await using var web = await RunningWeb.StartAsync();
        var (path, _) = await LinkAsync(web);

        var shown = await web.Browser().GetAsync(path);

        Assert.Equal("no-referrer", Assert.Single(shown.Message.Headers.GetValues("Referrer-Policy")));
    }

    /// <summary>The twinning process with an opinion that may be given from the mail.</summary>
    private static DirectoryInfo OpenToMail([CallerFilePath] string here = "")
    {
        var workflows = Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "..", "workflows");
        var folder = Directory.CreateTempSubdirectory("twinning-bpmn-");
        File.WriteAllText(
            Path.Combine(folder.FullName, "twinning.bpmn"),
            File.ReadAllText(Path.Combine(workflows, "twinning.bpmn"))
                .Replace(
                    "<tw:form role=\"departmentHead\"",
                    "<tw:form byMail=\"true\" role=\"departmentHead\"",
                    StringComparison.Ordinal
                )
        );
        return folder;
    }

    private static Task<int> OpenAsync(RunningWeb web, string node) =>
        web.ReadAsync(x => x.Tasks.CountAsync(row => row.Node == node && row.Status == TaskRow.Open));

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
