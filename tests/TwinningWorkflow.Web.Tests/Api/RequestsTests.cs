using System.Net;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class RequestsTests(SharedTown towns)
{
    [Theory]
    [InlineData("""{"title": "x", "colour": "blue"}""", "$.colour")]
    [InlineData("""{"title": """, "$.title")]
    [InlineData("""{"title": 5}""", "$.title")]
    [InlineData("""{"title": "x", "title": "y"}""", "$.title")]
    [InlineData("""{"profile": {"students": "many"}}""", "$.profile.students")]
    [InlineData("[]", "$")]
    public async Task JSON_that_is_not_what_is_expected_is_refused_with_its_place(string json, string place)
    {
        var clerk = await (await towns.GetAsync()).AsAsync(Roles.Clerk);

        var refused = await clerk.PostTextAsync("/api/v1/dossiers", json);

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal("malformed", refused.Code);
        Assert.Equal($"The JSON is not what is expected at {place}.", refused.Json["detail"]!.GetValue<string>());
        Assert.DoesNotContain("TwinningWorkflow", refused.Text);
    }

    [Fact]
    public async Task A_body_that_is_no_JSON_is_of_the_wrong_type()
    {
        var clerk = await (await towns.GetAsync()).AsAsync(Roles.Clerk);

        var refused = await clerk.SendAsync(HttpMethod.Post, "/api/v1/dossiers", new StringContent("title=x"));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, refused.Status);
        Assert.Equal("unsupportedMediaType", refused.Code);
    }

    [Theory]
    [InlineData("GET", "/api/v1/nothing", HttpStatusCode.NotFound, "notFound")]
    [InlineData("GET", "/api/v1/dossiers/0/history", HttpStatusCode.NotFound, "notFound")]
    [InlineData("DELETE", "/api/v1/dossiers", HttpStatusCode.MethodNotAllowed, "methodNotAllowed")]
    public async Task An_address_mistyped_is_told_and_no_page_answers(
        string method,
        string path,
        HttpStatusCode status,
        string code
    )
    {
        var clerk = await (await towns.GetAsync()).AsAsync(Roles.Clerk);

        var refused = await clerk.SendAsync(HttpMethod.Parse(method), path, null);

        Assert.Equal(status, refused.Status);
        Assert.Equal(code, refused.Code);
    }

    [Theory]
    [InlineData("/api/v1/dossiers")]
    [InlineData("/api/v1/tasks")]
    [InlineData("/api/v1/nothing")]
    public async Task Who_brings_no_token_learns_nothing(string path)
    {
        var stranger = (await towns.GetAsync()).Stranger();

        var refused = await stranger.GetAsync(path);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
        Assert.Equal("unauthorized", refused.Code);
    }

    [Theory]
    [InlineData("/api/v1/sign-in")]
    [InlineData("/api/v1/sign-in/refresh")]
    public async Task Who_signs_in_by_another_method_is_told_that_and_not_asked_for_a_token(string path)
    {
        var stranger = (await towns.GetAsync()).Stranger();

        var refused = await stranger.SendAsync(HttpMethod.Delete, path, null);

        Assert.Equal((HttpStatusCode.MethodNotAllowed, "methodNotAllowed"), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task An_auditor_reads_everything_and_writes_nothing()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var task = await work.TaskPathAsync("agreeText");
        var auditor = await work.Town.AsAsync(Roles.Auditor);
        var before = (await auditor.GetAsync($"{work.Path}/history")).Text;

        var read = new[]
        {
            await auditor.GetAsync("/api/v1/dossiers"),
            await auditor.GetAsync(work.Path),
            await auditor.GetAsync($"{work.Path}/diagram"),
            await auditor.GetAsync(task),
            await auditor.GetAsync("/api/v1/tasks"),
            await auditor.GetAsync("/api/v1/definitions"),
            await auditor.GetAsync("/api/v1/incidents"),
        };
        var written = new[]
        {
            await auditor.PostAsync("/api/v1/dossiers", Work.Data()),
            await auditor.PutAsync(work.Path, new { version = 1, data = Work.Data() }),
            await auditor.PostAsync($"{task}/complete", new { }),
            await auditor.PostAsync($"{work.Path}/messages", new { message = "partnerWithdraws" }),
            await auditor.PostAsync($"{work.Path}/suspend", new { reason = "x" }),
            await auditor.PostAsync($"{work.Path}/withdraw", new { reason = "x" }),
            await auditor.UploadAsync("x.pdf", "%PDF-1.7"u8.ToArray()),
            await auditor.PostAsync("/api/v1/incidents/retry", new { key = "x", reason = "x" }),
        };

        Assert.All(read, x => Assert.Equal(HttpStatusCode.OK, x.Status));
        Assert.All(written, x => Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), (x.Status, x.Code)));
        Assert.Equal(before, (await auditor.GetAsync($"{work.Path}/history")).Text);
    }
}
