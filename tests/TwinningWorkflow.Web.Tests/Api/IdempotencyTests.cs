using System.Net;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Simulation;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class IdempotencyTests(SharedTown towns)
{
    [Fact]
    public async Task A_dossier_asked_for_twice_under_one_key_opens_once_and_is_answered_alike()
    {
        var clerk = await (await towns.GetAsync()).AsAsync(Roles.Clerk);
        var key = Key();

        var first = await clerk.PostAsync("/api/v1/dossiers", Work.Data(), key);
        var second = await clerk.PostAsync("/api/v1/dossiers", Work.Data(), key);

        Assert.Equal((first.Status, first.Text), (second.Status, second.Text));
        Assert.Equal(HttpStatusCode.Created, second.Status);
    }

    [Fact]
    public async Task A_task_done_twice_under_one_key_is_done_once_and_answered_alike()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var path = await work.TaskPathAsync("agreeText") + "/complete";
        var clerk = await work.Town.AsAsync(Roles.Clerk);
        var it = await work.UploadAsync("it.pdf");
        var completion = new { fields = new { text = new { it }, agreedOn = "2022-12-05" } };
        var key = Key();

        var first = await clerk.PostAsync(path, completion, key);
        var second = await clerk.PostAsync(path, completion, key);
        var other = await clerk.PostAsync(
            path,
            new { fields = new { text = new { it }, agreedOn = "2022-12-02" } },
            key
        );

        Assert.Equal((HttpStatusCode.OK, first.Text), (second.Status, second.Text));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.Status);
        Assert.Equal("keyReused", other.Code);
    }

    [Fact]
    public async Task A_personal_value_does_not_make_a_repeat_another_request()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        await work.AgreeTextAsync();
        var path = await work.TaskPathAsync("technicalOpinion") + "/complete";
        var head = await work.Town.AsAsync(Roles.DepartmentHead);
        var opinion = new { outcome = "favourable", fields = new { givenOn = "2022-12-05", signer = "FITTIZIO" } };
        var key = Key();

        var first = await head.PostAsync(path, opinion, key);
        var second = await head.PostAsync(path, opinion, key);

        Assert.Equal((HttpStatusCode.OK, first.Text), (second.Status, second.Text));
    }

    [Fact]
    public async Task An_early_fact_sent_twice_under_one_key_is_kept_once_and_answered_alike()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var act = await work.PartnerActAsync(await work.AgreeTextAsync());
        var key = Key();

        var first = await work.RecordAsync(act, key);
        var second = await work.RecordAsync(act, key);

        Assert.Equal((HttpStatusCode.Accepted, first.Text), (second.Status, second.Text));
        Assert.Single((await work.ReadAsync())["kept"]!.AsArray());
    }

    [Fact]
    public async Task A_request_sent_twice_at_once_under_one_key_is_done_once_and_both_are_told_so()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var clerk = await work.Town.AsAsync(Roles.Clerk);
        var key = Key();

        var answers = await Task.WhenAll(
            clerk.PostAsync($"{work.Path}/suspend", Work.Order("Elezioni"), key),
            clerk.PostAsync($"{work.Path}/suspend", Work.Order("Elezioni"), key)
        );

        Assert.All(answers, x => Assert.Equal(HttpStatusCode.OK, x.Status));
        Assert.Equal(answers[0].Text, answers[1].Text);
    }

    [Fact]
    public async Task What_was_refused_under_a_key_may_be_mended_under_it()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var clerk = await work.Town.AsAsync(Roles.Clerk);
        var key = Key();

        var refused = await clerk.PostAsync($"{work.Path}/suspend", Work.Order(""), key);
        var mended = await clerk.PostAsync($"{work.Path}/suspend", Work.Order("Elezioni"), key);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(HttpStatusCode.OK, mended.Status);
    }

    [Fact]
    public async Task A_key_serves_one_request_and_no_other_whatever_it_asks_for()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var act = await work.PartnerActAsync(await work.AgreeTextAsync());
        var clerk = await work.Town.AsAsync(Roles.Clerk);
        var key = Key();
        await clerk.PostAsync("/api/v1/dossiers", Work.Data(), key);
        var before = await work.Town.WrittenAsync();

        var answers = new[]
        {
            await clerk.PostAsync("/api/v1/dossiers", Work.Data("Un altro"), key),
            await clerk.PostAsync($"{work.Path}/suspend", Work.Order("Elezioni"), key),
            await clerk.PostAsync($"{work.Path}/withdraw", Work.Order("Rinuncia"), key),
            await clerk.PostAsync($"{work.Path}/messages", act, key),
            await clerk.UploadAsync("c.pdf", PseudoFile.Bytes("c"), key),
        };

        Assert.All(answers, x => Assert.Equal((HttpStatusCode.UnprocessableEntity, "keyReused"), (x.Status, x.Code)));
        Assert.Equal(before, await work.Town.WrittenAsync());
    }

    [Fact]
    public async Task A_key_is_its_callers_own()
    {
        var town = await towns.GetAsync();
        var key = Key();

        var clerk = await (await town.AsAsync(Roles.Clerk)).PostAsync("/api/v1/dossiers", Work.Data(), key);
        var other = await (await town.AsAsync(Roles.Secretariat)).PostAsync(
            "/api/v1/dossiers",
            Work.Data("Altro"),
            key
        );

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (clerk.Status, other.Status));
        Assert.NotEqual(clerk.Text, other.Text);
    }

    [Fact]
    public async Task A_change_whose_answer_was_lost_may_be_sent_again_as_it_was()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var clerk = await work.Town.AsAsync(Roles.Clerk);
        var change = new { version = 1, data = Work.Data("Il nuovo titolo") };

        var first = await clerk.PutAsync(work.Path, change);
        var second = await clerk.PutAsync(work.Path, change);

        Assert.Equal((HttpStatusCode.OK, first.Text), (second.Status, second.Text));
        var history = (await clerk.GetAsync($"{work.Path}/history")).Json.AsArray();
        Assert.Single(history, x => x!["kind"]!.GetValue<string>() == "dossier-changed");
    }

    [Fact]
    public async Task A_key_of_one_upload_does_not_serve_for_another()
    {
        var clerk = await (await towns.GetAsync()).AsAsync(Roles.Clerk);
        var key = Key();

        var first = await clerk.UploadAsync("a.pdf", PseudoFile.Bytes("a"), key);
        var second = await clerk.UploadAsync("a.pdf", PseudoFile.Bytes("a"), key);
        var other = await clerk.UploadAsync("b.pdf", PseudoFile.Bytes("b"), key);

        Assert.Equal((first.Status, first.Text), (second.Status, second.Text));
        Assert.Equal("keyReused", other.Code);
    }

    [Fact]
    public async Task A_key_that_cannot_be_kept_is_refused_before_anything_is_done()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var clerk = await work.Town.AsAsync(Roles.Clerk);

        var refused = await clerk.PostAsync($"{work.Path}/suspend", Work.Order("x"), new string('k', 256));

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal("running", (await work.ReadAsync())["status"]!.GetValue<string>());
    }

    private static string Key() => Guid.NewGuid().ToString("D");
}
