using System.Net;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class MessagesApiTests(SharedTown towns, Postgres postgres)
{
    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_partners_act_that_comes_early_is_kept_shown_and_matched_when_its_step_opens(Provider provider)
    {
        await using var town = await Town.BuildAsync(postgres, provider);
        var work = await Work.OpenAsync(town);
        var textVersion = await work.AgreeTextAsync();

        var early = await work.RecordAsync(await work.PartnerActAsync(textVersion));

        Assert.Equal(HttpStatusCode.Accepted, early.Status);
        var kept = Assert.Single((await work.ReadAsync())["kept"]!.AsArray())!;
        Assert.Equal("partnerCouncilAct", kept["message"]!.GetValue<string>());
        Assert.Equal(early.Json["kept"]!.GetValue<string>(), kept["id"]!.GetValue<string>());

        await work.FromTheTextToBothCouncilsAsync(textVersion);
        var then = await work.ReadAsync();
        Assert.Empty(then["kept"]!.AsArray());
        Assert.Contains(
            then["process"]!["gates"]![0]!["conditions"]!.AsArray(),
            x => x!["condition"]!.GetValue<string>() == "partnerActHeld" && x["holds"]!.GetValue<bool>()
        );
    }

    [Fact]
    public async Task A_fact_that_is_awaited_takes_effect_at_once()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var textVersion = await work.ToBothCouncilsAsync();

        var recorded = await work.RecordAsync(await work.PartnerActAsync(textVersion));

        Assert.Equal(HttpStatusCode.OK, recorded.Status);
        Assert.True(recorded.Json["version"]!.GetValue<long>() > 0);
    }

    [Fact]
    public async Task A_message_that_the_process_does_not_know_is_refused()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());

        var refused = await work.RecordAsync(new { message = "weather" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal("unknownMessage", refused.Code);
    }

    [Fact]
    public async Task A_fact_whose_values_are_wrong_is_not_kept()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());

        var refused = await work.RecordAsync(
            new { message = "partnerCouncilAct", fields = new { outcome = 1, actDate = "yesterday" } }
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("actDate: wrongType", refused.Errors);
        Assert.Contains("outcome: wrongType", refused.Errors);
        Assert.Empty((await work.ReadAsync())["kept"]!.AsArray());
    }

    [Fact]
    public async Task A_fact_of_another_role_is_refused()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var mayor = await work.Town.AsAsync(Roles.Mayor);

        var refused = await mayor.PostAsync($"{work.Path}/messages", new { message = "partnerWithdraws" });

        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
    }
}
