using System.Net;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Api;

[Collection(ApiCollection.Name)]
[Trait("pace", "full")]
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

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_kept_fact_that_is_set_aside_stays_with_its_document_and_its_step_waits_for_another(
        Provider provider
    )
    {
        await using var town = await Town.BuildAsync(postgres, provider);
        var work = await Work.OpenAsync(town);
        var textVersion = await work.AgreeTextAsync();
        await work.RecordAsync(await work.PartnerActAsync(textVersion));
        var before = await work.ReadAsync();
        var fact = before["kept"]![0]!["id"]!.GetValue<string>();
        var clerk = await town.AsAsync(Roles.Clerk);

        var aside = await clerk.PostAsync($"{work.Path}/kept/{fact}/set-aside", new { reason = " Voto da rifare " });

        Assert.Equal((HttpStatusCode.OK, fact), (aside.Status, aside.Json["setAside"]?.GetValue<string>()));
        await work.FromTheTextToBothCouncilsAsync(textVersion);
        var then = await work.ReadAsync();
        Assert.Empty(then["kept"]!.AsArray());
        var stays = Assert.Single(then["setAside"]!.AsArray())!;
        Assert.Equal(("partnerCouncilAct", fact), (stays["message"]!.GetValue<string>(), $"{stays["id"]}"));
        Assert.Equal(("2022-12-05T09:00:00Z", "Persona clerk"), ($"{stays["setAsideAt"]}", $"{stays["setAsideBy"]}"));
        var file = await work.UploadAsync("atto-partner.pdf");
        Assert.Contains(then["documents"]!.AsArray(), x => x!["file"]!.GetValue<string>() == file);
        Assert.Contains(
            then["process"]!["messages"]!.AsArray(),
            x => x!["message"]!.GetValue<string>() == "partnerCouncilAct" && x["isAwaited"]!.GetValue<bool>()
        );
        var told = (await clerk.GetAsync($"{work.Path}/history"))
            .Json.AsArray()
            .Single(x => x!["kind"]!.GetValue<string>() == "fact-set-aside")!;
        Assert.Equal("Voto da rifare", told["reason"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("en", "Persona clerk set it aside already")]
    [InlineData("it", "Persona clerk l'ha già messo da parte")]
    public async Task Who_comes_second_with_a_kept_fact_is_told_by_whom_it_was_set_aside(string language, string words)
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var path = await KeptPathAsync(work);
        var administrator = (await work.Town.AsAsync(Roles.Administrator)).Reading(language);
        await (await work.Town.AsAsync(Roles.Clerk)).PostAsync(path, new { reason = "Superato" });
        var before = await work.Town.WrittenAsync();

        var late = await administrator.PostAsync(path, new { reason = "Superato" });

        Assert.Equal((HttpStatusCode.Conflict, "notKept"), (late.Status, late.Code));
        Assert.Contains(words, late.Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(before, await work.Town.WrittenAsync());
    }

    [Fact]
    public async Task A_kept_fact_is_set_aside_once_under_one_key_and_both_are_told_so()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var path = await KeptPathAsync(work);
        var administrator = await work.Town.AsAsync(Roles.Administrator);
        var key = Guid.NewGuid().ToString();

        var answers = await Task.WhenAll(
            administrator.PostAsync(path, new { reason = "Superato" }, key),
            administrator.PostAsync(path, new { reason = "Superato" }, key)
        );

        Assert.All(answers, x => Assert.Equal(HttpStatusCode.OK, x.Status));
        Assert.Equal(answers[0].Text, answers[1].Text);
    }

    [Theory]
    [InlineData("", "reason: required")]
    [InlineData("  ", "reason: required")]
    [InlineData("\0", "reason: wrongType")]
    public async Task A_kept_fact_is_not_set_aside_without_a_reason(string reason, string error)
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var path = await KeptPathAsync(work);

        var refused = await (await work.Town.AsAsync(Roles.Clerk)).PostAsync(path, new { reason });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal([error], refused.Errors);
        Assert.Single((await work.ReadAsync())["kept"]!.AsArray());
    }

    [Fact]
    public async Task A_kept_fact_of_another_role_is_not_set_aside()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var path = await KeptPathAsync(work);

        var refused = await (await work.Town.AsAsync(Roles.Mayor)).PostAsync(path, new { reason = "Superato" });

        Assert.Equal((HttpStatusCode.Forbidden, "notYours"), (refused.Status, refused.Code));
        Assert.Single((await work.ReadAsync())["kept"]!.AsArray());
    }

    /// <summary>Keeps the partner's act; answers where it is set aside.</summary>
    private static async Task<string> KeptPathAsync(Work work)
    {
        var kept = await work.RecordAsync(await work.PartnerActAsync(await work.AgreeTextAsync()));
        return $"{work.Path}/kept/{kept.Json["kept"]}/set-aside";
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
