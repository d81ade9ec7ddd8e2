using System.Net;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Features.Administration;

/// <summary>Nobody goes and leaves tasks with nobody.</summary>
[Trait("pace", "full")]
public sealed class SuccessorPagesTests
{
    [Fact]
    public async Task Whose_role_nobody_else_holds_is_disabled_only_with_a_successor_and_their_tasks_go_back_to_the_role()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var administrator = await web.SignedInAsync(Roles.Administrator);
        await clerk.OpenDossierAsync();
        await clerk.SubmitAsync($"{await web.TaskPageAsync("agreeText")}?handler=Claim");
        var person = await web.PersonAsync(Roles.Clerk);
        var page = $"/administration/people/{person:D}";

        var asked = await administrator.SubmitAsync($"{page}?handler=Disable");
        Assert.Equal($"{page}/disable", asked.Location?.OriginalString);
        var told = await administrator.GetAsync($"{page}/disable");
        Assert.Contains("1 passo aperto resterebbe senza nessuno", told.Words, StringComparison.Ordinal);
        var nobody = await administrator.SubmitAsync($"{page}/disable");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nobody.Status);
        Assert.False(await DisabledAsync(web, person));

        var mayor = await web.PersonAsync(Roles.Mayor);
        var done = await administrator.SubmitAsync($"{page}/disable", ("successor.clerk", $"{mayor:D}"));

        Assert.Equal(HttpStatusCode.Redirect, done.Status);
        Assert.True(await DisabledAsync(web, person));
        await web.WorkAsync();
        Assert.Null(await web.ReadAsync(x => x.Tasks.Select(t => t.Assignee).SingleAsync()));
        await web.AgreeTextAsync(await web.SignedInAsync(Roles.Mayor));
    }

    [Fact]
    public async Task A_role_with_open_tasks_ends_only_when_somebody_follows()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var administrator = await web.SignedInAsync(Roles.Administrator);
        await clerk.OpenDossierAsync();
        var held = await web.ReadAsync(x =>
            x.RoleAssignments.SingleAsync(r => r.Role == Roles.Clerk && r.AuthorityId == RunningWeb.Brescia)
        );
        var page = $"/administration/people/{held.PersonId:D}/roles/{held.Id:D}";

        var asked = await administrator.SubmitAsync(page, ("Last", "2022-12-09"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, asked.Status);
        Assert.Contains("1 passo aperto resterebbe senza nessuno", asked.Words, StringComparison.Ordinal);
        var mayor = await web.PersonAsync(Roles.Mayor);
        var done = await administrator.SubmitAsync(page, ("Last", "2022-12-09"), ("Successor", $"{mayor:D}"));

        Assert.Equal(HttpStatusCode.Redirect, done.Status);
        var roles = await web.ReadAsync(x => x.RoleAssignments.Where(r => r.PersonId == mayor).ToListAsync());
        Assert.Equal(["clerk", "mayor"], roles.Select(r => r.Role).Order(StringComparer.Ordinal));
        // somebody else holds it by now: no question
        var ended = await administrator.SubmitAsync(page, ("Last", "2022-12-08"));
        Assert.Equal(HttpStatusCode.Redirect, ended.Status);
    }

    private static Task<bool> DisabledAsync(RunningWeb web, Guid person) =>
        web.ReadAsync(x => x.Users.AnyAsync(u => u.PersonId == person && u.Disabled));
}
