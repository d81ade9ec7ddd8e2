using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class CorrectionsApiTests(SharedTown towns)
{
    [Fact]
    public async Task What_was_recorded_is_listed_and_who_may_correct_it()
    {
        var work = await DeliveredAsync();

        var clerk = (await (await work.Town.AsAsync(Roles.Clerk)).GetAsync($"{work.Path}/recorded")).Json.AsArray();
        var auditor = (await (await work.Town.AsAsync(Roles.Auditor)).GetAsync($"{work.Path}/recorded")).Json.AsArray();

        Assert.Equal(
            [
                "delivery.on date 2022-12-01 clerk true",
                "delivery.number number 7 clerk true",
                "word.said text sì mayor false",
            ],
            clerk.Select(x => $"{x!["variable"]} {x["type"]} {x["value"]} {x["role"]} {x["yours"]}")
        );
        Assert.Equal("delivery: Delivered on", clerk[0]!["name"]!.GetValue<string>());
        Assert.All(auditor, x => Assert.False(x!["yours"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task A_corrected_date_moves_the_term_and_the_history_tells_what_was_before_and_why()
    {
        var work = await DeliveredAsync();

        var done = await CorrectAsync(work, Roles.Clerk, ("delivery.on", "2022-12-02"));

        Work.Done(done);
        var moved = Assert.Single(done.Json["moved"]!.AsArray())!;
        Assert.Equal(
            ("elapsed", "Thirty days", "2022-12-31", "2023-01-02"),
            (Text(moved["node"]), Text(moved["name"]), Text(moved["before"]), Text(moved["after"]))
        );
        Assert.Contains("2 January 2023", Text(moved["explanation"]), StringComparison.Ordinal);
        var timer = Assert.Single((await work.ReadAsync())["process"]!["timers"]!.AsArray())!;
        Assert.Equal("2023-01-02", Text(timer["lastDay"]));
        // the first of the year, a Sunday, is told as what moved it
        Assert.Equal("2023-01-01", Text(Assert.Single(timer["term"]!["moves"]!.AsArray())!["day"]));
        Assert.Equal(Text(timer["explanation"]), Text(timer["term"]!["explanation"]));
        var fact = (await (await work.Town.AsAsync(Roles.Auditor)).GetAsync($"{work.Path}/history"))
            .Json.AsArray()
            .Single(x => Text(x!["kind"]) == "data-corrected")!;
        Assert.Equal("riletta la ricevuta", Text(fact["reason"]));
        Assert.Contains("2022-12-01", Text(fact["body"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_correction_sent_twice_under_one_key_is_made_once_and_answered_alike()
    {
        var work = await DeliveredAsync();

        var first = await CorrectAsync(work, Roles.Clerk, "due clic", ("delivery.on", "2022-12-02"));
        var second = await CorrectAsync(work, Roles.Clerk, "due clic", ("delivery.on", "2022-12-02"));
        var other = await CorrectAsync(work, Roles.Clerk, "due clic", ("delivery.on", "2022-12-03"));

        Assert.Equal((HttpStatusCode.OK, first.Text), (second.Status, second.Text));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "keyReused"), (other.Status, other.Code));
    }

    [Theory]
    [InlineData(Roles.Clerk, "delivery.on", HttpStatusCode.OK)]
    [InlineData(Roles.Clerk, "word.said", HttpStatusCode.Forbidden)]
    [InlineData(Roles.Mayor, "word.said", HttpStatusCode.OK)]
    [InlineData(Roles.Mayor, "delivery.on", HttpStatusCode.Forbidden)]
    [InlineData(Roles.Secretariat, "delivery.on", HttpStatusCode.OK)]
    [InlineData(Roles.Secretariat, "word.said", HttpStatusCode.OK)]
    [InlineData(Roles.Administrator, "delivery.on", HttpStatusCode.Forbidden)]
    public async Task The_secretariat_corrects_everything_and_others_what_their_own_steps_recorded(
        string role,
        string variable,
        HttpStatusCode expected
    )
    {
        var work = await DeliveredAsync();

        var answer = await CorrectAsync(work, role, (variable, variable == "word.said" ? "no" : "2022-12-02"));

        Assert.Equal(expected, answer.Status);
    }

    [Fact]
    public async Task Who_tries_anothers_is_told_so_and_the_authoritys_history_tells_it()
    {
        var work = await DeliveredAsync();

        var refused = await CorrectAsync(work, Roles.Mayor, ("delivery.on", "when I was away"));
        await CorrectAsync(work, Roles.Mayor, ("delivery.on", "2022-12-02"));

        Assert.Equal((HttpStatusCode.Forbidden, "notYours"), (refused.Status, refused.Code));
        await using var database = work.Town.Database();
        var tried = await database
            .Journal.Where(x => x.Stream == Journal.OfAuthority(TestStore.Authority) && x.Kind == "step-refused")
            .Select(x => x.Body)
            .ToListAsync();
        Assert.Contains(tried, x => System.Text.Encoding.UTF8.GetString(x).Contains("correct-data"));
    }

    [Fact]
    public async Task What_is_wrong_is_told_variable_by_variable()
    {
        var work = await DeliveredAsync();
        async Task Refused(object reason, Dictionary<string, object?> values, params string[] errors)
        {
            var answer = await (await work.Town.AsAsync(Roles.Secretariat)).PostAsync(
                $"{work.Path}/corrections",
                new { reason, values }
            );
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
            Assert.Equal(errors, answer.Errors);
        }

        await Refused(
            " ",
            new() { ["delivery.on"] = "2/12/2022", ["delivery.number"] = "sette" },
            "reason: required",
            "delivery.on: wrongType",
            "delivery.number: wrongType"
        );
        await Refused(
            "dato",
            new()
            {
                ["delivery.on"] = "2023-12-06",
                ["delivery.number"] = null,
                ["delivery.outcome"] = "delivered",
                ["delivery.who"] = "Ada",
                ["nobody.knows"] = 1,
            },
            "delivery.on: tooLate",
            "delivery.outcome: notRecorded",
            "delivery.who: personal",
            "nobody.knows: notRecorded"
        );
        await Refused("dato", new() { ["delivery.on"] = null }, "delivery.on: required");
        await Refused("dato", new() { ["delivery.on"] = "2022-12-01" });
        await Refused("dato", []);
    }

    [Fact]
    public async Task A_process_that_is_suspended_can_be_corrected_and_one_that_has_ended_cannot()
    {
        var work = await DeliveredAsync();
        var clerk = await work.Town.AsAsync(Roles.Clerk);
        Work.Done(await clerk.PostAsync($"{work.Path}/suspend", Work.Order("Elezioni")));

        Work.Done(await CorrectAsync(work, Roles.Clerk, ("delivery.on", "2022-12-02")));
        Work.Done(await clerk.PostAsync($"{work.Path}/withdraw", new { reason = "Rinuncia FITTIZIA" }));
        var late = await CorrectAsync(work, Roles.Clerk, ("delivery.on", "2022-12-03"));

        Assert.Equal((HttpStatusCode.Conflict, "ended"), (late.Status, late.Code));
        Assert.Empty((await clerk.GetAsync($"{work.Path}/recorded")).Json.AsArray());
    }

    [Fact]
    public async Task What_no_longer_runs_within_the_process_cannot_be_corrected()
    {
        var work = await DeliveredAsync();

        var gone = await (await work.Town.AsAsync(Roles.Clerk)).PostAsync(
            $"{work.Path}/corrections",
            new
            {
                scope = 99_999,
                reason = "tardi",
                values = new Dictionary<string, object> { ["delivery.number"] = 8 },
            }
        );

        Assert.Equal((HttpStatusCode.Conflict, "elementNotActive"), (gone.Status, gone.Code));
    }

    [Fact]
    public async Task What_had_been_computed_is_told_and_a_value_that_decided_the_way_is_refused()
    {
        var work = await OpenAsync("counted", Bpmn.Counted("counted"));
        var fields = new { on = "2022-12-02", abroad = false };
        Work.Done(await work.CompleteAsync(Roles.Clerk, "delivery", new { fields }));

        var done = await CorrectAsync(work, Roles.Clerk, ("delivery.on", "2022-12-01"));
        var refused = await CorrectAsync(work, Roles.Clerk, ("delivery.abroad", true));

        Work.Done(done);
        Assert.Equal(
            ["day First day 2022-12-02 2022-12-01", "end End 2022-12-22 2022-12-21"],
            done.Json["recomputed"]!.AsArray().Select(x => $"{x!["variable"]} {x["name"]} {x["before"]} {x["after"]}")
        );
        Assert.Empty(done.Json["left"]!.AsArray());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(["delivery.abroad: decidedTheWay"], refused.Errors);
    }

    private static Task<Answer> CorrectAsync(Work work, string role, params (string Name, object Value)[] values) =>
        CorrectAsync(work, role, null, values);

    private static async Task<Answer> CorrectAsync(
        Work work,
        string role,
        string? key,
        params (string Name, object Value)[] values
    ) =>
        await (await work.Town.AsAsync(role)).PostAsync(
            $"{work.Path}/corrections",
            new { reason = "riletta la ricevuta", values = values.ToDictionary(x => x.Name, x => x.Value) },
            key is null ? null : $"{key} {work.Dossier:D}"
        );

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    /// <summary>A dossier on which a delivery was recorded, and thirty days run from it.</summary>
    private async Task<Work> DeliveredAsync()
    {
        var work = await OpenAsync("delivered", Bpmn.Delivered("delivered"));
        var fields = new
        {
            on = "2022-12-01",
            number = 7,
            who = "Ada",
        };
        Work.Done(await work.CompleteAsync(Roles.Clerk, "delivery", new { outcome = "delivered", fields }));
        Work.Done(await work.CompleteAsync(Roles.Mayor, "word", new { fields = new { said = "sì" } }));
        return work;
    }

    private async Task<Work> OpenAsync(string kind, string file)
    {
        var town = await towns.GetAsync();
        var folder = Directory.CreateTempSubdirectory("twinning-bpmn-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, kind + ".bpmn"), file);
        await town
            .Services.GetRequiredService<DefinitionCatalog>()
            .PublishAsync(new ProcessFolder(folder), CancellationToken.None);
        Directory.Delete(folder, recursive: true);
        return await Work.OpenAsync(town, kind);
    }
}
