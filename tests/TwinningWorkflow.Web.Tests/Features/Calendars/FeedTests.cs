using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Ical.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Features.Calendars;

public sealed partial class FeedTests(Postgres postgres)
{
    private const string Page = "/calendar/feed";

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Whoever_has_the_link_reads_the_owner_s_deadlines_and_the_sittings_until_it_is_revoked(
        Provider provider
    )
    {
        await using var web = await RunningWeb.StartAsync(postgres, provider);
        var clerk = await web.SignedInAsync(Roles.Clerk);
        await clerk.OpenDossierAsync();
        await web.AgreeTextAsync(clerk);
        await AddSittingAsync(web);
        var owner = await OwnerOfATermAsync(web);
        var browser = await web.SignedInAsync(owner.Role);

        var made = await browser.SubmitAsync(Page);

        var path = PathIn(made);
        var read = await web.Browser().GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, read.Status);
        Assert.Equal("text/calendar", read.Message.Content.Headers.ContentType?.MediaType);
        var events = Calendar.Load(read.Text)!.Events;
        var deadline = Assert.Single(events, x => x.Uid!.StartsWith("task-", StringComparison.Ordinal));
        Assert.Equal(owner.DueOn!.Value.ToDateOnly(), deadline.Start!.Date);
        Assert.Contains("Kaunas", deadline.Summary, StringComparison.Ordinal);
        Assert.Contains("10 giorni lavorativi dall'assegnazione", deadline.Description, StringComparison.Ordinal);
        Assert.Equal(2, events.Count(x => x.Uid!.Contains("0000", StringComparison.Ordinal)));
        var closes = Assert.Single(events, x => x.Uid!.StartsWith("agenda-", StringComparison.Ordinal));
        Assert.Contains("prima della seduta", closes.Description, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Redirect, (await RevokeAsync(browser)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await web.Browser().GetAsync(path)).Status);
    }

    [Fact]
    public async Task A_form_sent_twice_makes_one_link_and_a_new_one_ends_the_one_before()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var hidden = await clerk.HiddenAsync(Page);
        var first = PathIn(await clerk.SendFormAsync(Page, hidden));

        var again = await clerk.SendFormAsync(Page, hidden);

        Assert.Equal(HttpStatusCode.Redirect, again.Status);
        Assert.Equal(HttpStatusCode.OK, (await web.Browser().GetAsync(first)).Status);
        var second = PathIn(await clerk.SubmitAsync(Page));
        Assert.Equal(HttpStatusCode.NotFound, (await web.Browser().GetAsync(first)).Status);
        Assert.Equal(HttpStatusCode.OK, (await web.Browser().GetAsync(second)).Status);
        var told = await web.ReadAsync(x =>
            x.Journal.Where(row => row.Kind.StartsWith("feed-link")).Select(row => row.Kind).ToListAsync()
        );
        Assert.Equal(["feed-link-made", "feed-link-made"], told);
    }

    [Fact]
    public async Task The_secret_itself_is_stored_nowhere()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);

        var secret = PathIn(await clerk.SubmitAsync(Page)).Split('/', '.')[2];

        var link = await web.ReadAsync(x => x.FeedLinks.SingleAsync());
        Assert.Equal(32, link.SecretHash.Length);
        Assert.DoesNotContain(secret, (await clerk.GetAsync(Page)).Text, StringComparison.Ordinal);
        var journal = await web.ReadAsync(x => x.Journal.Select(row => row.Body).ToListAsync());
        Assert.DoesNotContain(
            journal,
            body => Encoding.UTF8.GetString(body).Contains(secret, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Who_may_not_sign_in_any_more_or_holds_no_role_is_read_no_further()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var mayor = await web.SignedInAsync(Roles.Mayor);
        var (left, without) = (PathIn(await clerk.SubmitAsync(Page)), PathIn(await mayor.SubmitAsync(Page)));
        await web.ReadAsync(x =>
            x.Users.Where(it => it.Email == RunningWeb.EmailOf(Roles.Clerk, RunningWeb.Brescia))
                .ExecuteUpdateAsync(it => it.SetProperty(account => account.Disabled, true))
        );
        await web.ReadAsync(x =>
            x.RoleAssignments.Where(it => it.Role == Roles.Mayor)
                .ExecuteUpdateAsync(it => it.SetProperty(role => role.ValidTo, new LocalDate(2022, 12, 4)))
        );

        Assert.Equal(HttpStatusCode.NotFound, (await web.Browser().GetAsync(left)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await web.Browser().GetAsync(without)).Status);
    }

    [Fact]
    public async Task A_link_of_before_stays_dead_when_a_disabled_account_is_enabled_again()
    {
        await using var web = await RunningWeb.StartAsync();
        var path = PathIn(await (await web.SignedInAsync(Roles.Clerk)).SubmitAsync(Page));
        var administrator = await web.SignedInAsync(Roles.Administrator);
        var person = await PersonPageAsync(web, Roles.Clerk);

        foreach (var act in new[] { "Disable", "Enable" })
            await administrator.SendFormAsync($"{person}?handler={act}", await administrator.HiddenAsync(person));

        Assert.Equal(HttpStatusCode.NotFound, (await web.Browser().GetAsync(path)).Status);
    }

    [Fact]
    public async Task An_administrator_ends_another_s_link()
    {
        await using var web = await RunningWeb.StartAsync();
        var path = PathIn(await (await web.SignedInAsync(Roles.Clerk)).SubmitAsync(Page));
        var administrator = await web.SignedInAsync(Roles.Administrator);
        var person = await PersonPageAsync(web, Roles.Clerk);

        var ended = await administrator.SendFormAsync(
            person + "?handler=RevokeFeed",
            await administrator.HiddenAsync(person)
        );

        Assert.Equal(HttpStatusCode.Redirect, ended.Status);
        Assert.Equal(HttpStatusCode.NotFound, (await web.Browser().GetAsync(path)).Status);
        Assert.DoesNotContain("RevokeFeed", (await administrator.GetAsync(person)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/feeds/x.ics")]
    [InlineData("/feeds/%0a.ics")]
    [InlineData("/feeds/..%2f..%2f.ics")]
    public async Task What_is_no_secret_finds_nothing(string path)
    {
        await using var web = await RunningWeb.StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await web.Browser().GetAsync(path)).Status);
    }

    private static async Task<Answer> RevokeAsync(Browser browser) =>
        await browser.SendFormAsync(Page + "?handler=Revoke", await browser.HiddenAsync(Page));

    private static async Task<string> PersonPageAsync(RunningWeb web, string role)
    {
        var email = RunningWeb.EmailOf(role);
        var person = await web.ReadAsync(x => x.People.SingleAsync(it => it.Email == email));
        return $"/administration/people/{person.Id:D}";
    }

    private static string PathIn(Answer made)
    {
        Assert.Equal(HttpStatusCode.OK, made.Status);
        return Address().Match(made.Words).Value;
    }

    private static Task<TaskRow> OwnerOfATermAsync(RunningWeb web) =>
        web.ReadAsync(x =>
            x.Tasks.Where(task => task.Status == TaskRow.Open && task.DueOn != null)
                .OrderBy(task => task.TaskId)
                .FirstAsync()
        );

    private static Task AddSittingAsync(RunningWeb web) =>
        web.ReadAsync(async database =>
        {
            database.Sittings.Add(
                new Sitting
                {
                    Id = new Guid("00000000-0000-0000-0000-000000000001"),
                    AuthorityId = RunningWeb.Brescia,
                    Body = Sitting.Council,
                    Day = new LocalDate(2022, 12, 19),
                    BeginsAt = "18:00",
                }
            );
            return await database.SaveChangesAsync();
        });

    [GeneratedRegex(@"/feeds/[A-Za-z0-9_-]+\.ics", RegexOptions.NonBacktracking)]
    private static partial Regex Address();
}
