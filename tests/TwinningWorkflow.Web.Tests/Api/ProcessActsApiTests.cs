using System.Net;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class ProcessActsApiTests(SharedTown towns)
{
    [Fact]
    public async Task While_a_process_is_suspended_its_tasks_are_refused_until_it_is_resumed()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var clerk = await work.Town.AsAsync(Roles.Clerk);
        var it = await work.UploadAsync("it.pdf");
        var completion = new { fields = new { text = new { it }, agreedOn = "2022-12-01" } };

        Work.Done(await clerk.PostAsync($"{work.Path}/suspend", new { reason = "Elezioni" }));
        var refused = await work.CompleteAsync(Roles.Clerk, "agreeText", completion);
        Work.Done(await clerk.PostAsync($"{work.Path}/resume", new { reason = "Nuova Giunta" }));
        var done = await work.CompleteAsync(Roles.Clerk, "agreeText", completion);

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Equal("suspended", refused.Code);
        Assert.Equal(HttpStatusCode.OK, done.Status);
    }

    [Theory]
    [InlineData("suspend")]
    [InlineData("withdraw")]
    public async Task An_act_upon_a_process_needs_a_reason(string act)
    {
        var work = await Work.OpenAsync(await towns.GetAsync());

        var refused = await (await work.Town.AsAsync(Roles.Clerk)).PostAsync(
            $"{work.Path}/{act}",
            new { reason = " " }
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(["reason: required"], refused.Errors);
    }

    [Fact]
    public async Task A_withdrawn_process_takes_no_more_steps_and_its_history_says_why()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var clerk = await work.Town.AsAsync(Roles.Clerk);

        Work.Done(await clerk.PostAsync($"{work.Path}/withdraw", new { reason = "Rinuncia FITTIZIA" }));
        var again = await clerk.PostAsync($"{work.Path}/withdraw", new { reason = "Di nuovo" });

        Assert.Equal(HttpStatusCode.Conflict, again.Status);
        Assert.Equal("ended", again.Code);
        Assert.Equal("withdrawn", (await work.ReadAsync())["status"]!.GetValue<string>());
        var history = (await clerk.GetAsync($"{work.Path}/history")).Json.AsArray();
        Assert.Contains(history, x => x!["reason"]!.GetValue<string>() == "Rinuncia FITTIZIA");
    }
}
