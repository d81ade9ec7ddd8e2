using System.Net;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Api;

[Collection(ApiCollection.Name)]
[Trait("pace", "full")]
public sealed class AssignmentsApiTests(SharedTown towns)
{
    [Fact]
    public async Task A_task_is_taken_on_handed_over_and_given_back()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var clerk = await work.Town.AsAsync(Roles.Clerk);
        var other = await work.Town.NewcomerAsync($"collega-{work.Dossier:N}"[..20], Roles.Clerk);
        var path = await work.TaskPathAsync("agreeText");

        Assert.Equal(HttpStatusCode.OK, (await clerk.SendAsync(HttpMethod.Post, $"{path}/claim", null)).Status);
        var lost = await other.SendAsync(HttpMethod.Post, $"{path}/claim", null);
        Assert.Equal((HttpStatusCode.Conflict, "assignedToAnother"), (lost.Status, lost.Code));
        Assert.Contains("clerk", lost.Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        var done = await other.PostAsync($"{path}/complete", new { fields = new { } });
        Assert.Equal((HttpStatusCode.Conflict, "assignedToAnother"), (done.Status, done.Code));
        Assert.Equal("assignedToAnother", (await other.PostAsync($"{path}/release", new { })).Code);
        var theirs = (await other.GetAsync($"/api/v1/tasks?dossier={work.Dossier}")).Json["items"]!.AsArray();
        Assert.Empty(theirs);

        var task = (await clerk.GetAsync(path)).Json;
        var to = task["candidates"]!.AsArray().First()!["id"]!.GetValue<string>();
        var noReason = await clerk.PostAsync($"{path}/hand-over", new { to });
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalidFields"), (noReason.Status, noReason.Code));
        Assert.Equal(["reason: required"], noReason.Errors);
        var given = await clerk.PostAsync($"{path}/hand-over", new { to, reason = "Da domani sono in ferie" });
        Assert.Equal(HttpStatusCode.OK, given.Status);
        Assert.Equal(to, (await clerk.GetAsync(path)).Json["assignee"]!["id"]!.GetValue<string>());

        var secretariat = await work.Town.AsAsync(Roles.Secretariat);
        var mute = await secretariat.PostAsync($"{path}/release", new { });
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "reasonRequired"), (mute.Status, mute.Code));
        var back = await secretariat.PostAsync($"{path}/release", new { reason = "È in malattia" });
        Assert.Equal(HttpStatusCode.OK, back.Status);
        await work.AgreeTextAsync();
    }

    [Fact]
    public async Task Nobody_gets_a_task_who_may_not_do_it_and_who_does_not_hold_its_role_takes_nothing_on()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var path = await work.TaskPathAsync("agreeText");
        var mayor = await work.Town.AsAsync(Roles.Mayor);

        var refused = await mayor.SendAsync(HttpMethod.Post, $"{path}/claim", null);
        Assert.Equal((HttpStatusCode.Forbidden, "notYours"), (refused.Status, refused.Code));
        var secretariat = await work.Town.AsAsync(Roles.Secretariat);
        var nobody = await secretariat.PostAsync($"{path}/hand-over", new { to = Guid.NewGuid(), reason = "prova" });
        Assert.Equal(["to: notOffered"], nobody.Errors);
        var stranger = await mayor.PostAsync($"{path}/hand-over", new { to = Guid.NewGuid(), reason = "prova" });
        Assert.Equal((HttpStatusCode.Forbidden, "notYours"), (stranger.Status, stranger.Code));
    }

    [Fact]
    public async Task Who_did_what_is_to_be_judged_learns_so_from_the_task_and_by_its_code()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var both = await work.Town.NewcomerAsync($"due-{work.Dossier:N}"[..20], Roles.Clerk, Roles.DepartmentHead);
        var text = new { it = await work.UploadAsync("a-it.pdf"), lt = await work.UploadAsync("a-lt.pdf") };
        var agreed = await both.PostAsync(
            await work.TaskPathAsync("agreeText") + "/complete",
            new { fields = new { text, agreedOn = "2022-12-05" } }
        );
        Assert.Equal(HttpStatusCode.OK, agreed.Status);
        var path = await work.TaskPathAsync("technicalOpinion");

        Assert.Equal("Agree the text", (await both.GetAsync(path)).Json["barredBy"]!.GetValue<string>());
        var refused = await both.PostAsync($"{path}/complete", new { outcome = "favourable" });
        Assert.Equal((HttpStatusCode.Conflict, "fourEyes"), (refused.Status, refused.Code));
        Assert.Contains("Agree the text", refused.Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("fourEyes", (await both.SendAsync(HttpMethod.Post, $"{path}/claim", null)).Code);
    }
}
