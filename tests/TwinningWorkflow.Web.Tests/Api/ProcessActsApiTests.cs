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
        var completion = new { fields = new { text = new { it }, agreedOn = "2022-12-05" } };

        Work.Done(await clerk.PostAsync($"{work.Path}/suspend", Work.Order("Elezioni")));
        var refused = await work.CompleteAsync(Roles.Clerk, "agreeText", completion);
        Work.Done(await clerk.PostAsync($"{work.Path}/resume", Work.Order("Nuova Giunta")));
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

        var refused = await (await work.Town.AsAsync(Roles.Clerk)).PostAsync($"{work.Path}/{act}", Work.Order(" "));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(["reason: required"], refused.Errors);
    }

    [Theory]
    [InlineData("suspend", null, null, "actNumber: required", "actDate: required")]
    [InlineData("suspend", "", "2022-12-05", "actNumber: required")]
    [InlineData("suspend", "FITTIZIO", "5/12/2022", "actDate: wrongType")]
    [InlineData("suspend", "FITTIZIO", "2022-12-06", "actDate: tooLate")]
    [InlineData("suspend", "FITTIZIO", "2022-12-04", "actDate: tooEarly")]
    [InlineData("withdraw", "FITTIZIO", null, "actDate: required")]
    [InlineData("withdraw", null, "2022-12-05", "actNumber: required")]
    [InlineData("withdraw", "FITTIZIO", "2022-12-06", "actDate: tooLate")]
    public async Task What_is_wrong_with_its_act_is_told_field_by_field(
        string what,
        string? actNumber,
        string? actDate,
        params string[] problems
    )
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var reason = "Elezioni";

        var refused = await (await work.Town.AsAsync(Roles.Clerk)).PostAsync(
            $"{work.Path}/{what}",
            new
            {
                reason,
                actNumber,
                actDate,
            }
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(problems, refused.Errors);
        Assert.Equal("running", (await work.ReadAsync())["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_act_stands_in_the_history_and_its_file_among_the_documents()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var clerk = await work.Town.AsAsync(Roles.Clerk);
        var file = await work.UploadAsync("decreto.pdf");
        var decree = new
        {
            reason = "Elezioni",
            actNumber = "Decreto 12/2022",
            actDate = "2022-12-05",
            act = new[] { new { file, name = "Decreto.pdf" } },
        };

        Work.Done(await clerk.PostAsync($"{work.Path}/suspend", decree));

        var fact = (await clerk.GetAsync($"{work.Path}/history"))
            .Json.AsArray()
            .Single(x => x!["kind"]!.GetValue<string>() == "process-suspended")!;
        Assert.Equal("Elezioni", fact["reason"]!.GetValue<string>());
        Assert.Contains(
            $$$"""{"act":{"date":"2022-12-05","files":["{{{file}}}"],"number":"Decreto 12/2022"}}""",
            fact["body"]!.GetValue<string>(),
            StringComparison.Ordinal
        );
        Assert.Contains(
            (await work.ReadAsync())["documents"]!.AsArray(),
            x => x!["name"]!.GetValue<string>() == "Decreto.pdf"
        );
    }

    [Fact]
    public async Task An_act_whose_file_was_never_uploaded_is_refused()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());

        var refused = await (await work.Town.AsAsync(Roles.Clerk)).PostAsync(
            $"{work.Path}/suspend",
            new
            {
                reason = "Elezioni",
                actNumber = "FITTIZIO",
                actDate = "2022-12-05",
                act = new[] { new { file = new string('0', 64) } },
            }
        );

        Assert.Equal(["act: fileUnknown"], refused.Errors);
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
