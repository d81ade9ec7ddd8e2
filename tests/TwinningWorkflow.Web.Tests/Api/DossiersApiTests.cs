using System.Net;
using System.Text.Json.Nodes;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class DossiersApiTests(SharedTown towns)
{
    [Fact]
    public async Task A_dossier_opens_with_its_process_and_says_what_is_next_and_why_by_then()
    {
        var town = await towns.GetAsync();
        var clerk = await town.AsAsync(Roles.Clerk);

        var opened = await clerk.PostAsync("/api/v1/dossiers", Work.Data());

        Assert.Equal(HttpStatusCode.Created, opened.Status);
        var dossier = (await clerk.GetAsync($"/api/v1/dossiers/{opened.Json["id"]}")).Json;
        Assert.Equal("running", dossier["status"]!.GetValue<string>());
        var task = Assert.Single(dossier["process"]!["tasks"]!.AsArray())!;
        Assert.Equal("agreeText", task["node"]!.GetValue<string>());
        Assert.Equal("2023-02-03", task["dueOn"]!.GetValue<string>());
        Assert.Contains("60 days", task["explanation"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_gate_tells_item_by_item_what_is_missing_in_the_readers_language()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var clerk = (await work.Town.AsAsync(Roles.Clerk)).Reading("it");

        var gate = (await clerk.GetAsync(work.Path)).Json["process"]!["gates"]![0]!;

        Assert.False(gate["isOpen"]!.GetValue<bool>());
        Assert.Contains(
            gate["conditions"]!.AsArray(),
            x =>
                x!["name"]!.GetValue<string>() == "La delibera di Giunta è esecutiva"
                && !x["holds"]!.GetValue<bool>()
                && x["cure"]!.GetValue<string>().Length > 0
        );
    }

    [Fact]
    public async Task Each_condition_of_the_gate_lists_what_it_stands_on()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        await work.AgreeTextAsync();
        var clerk = (await work.Town.AsAsync(Roles.Clerk)).Reading("it");

        var dossier = (await clerk.GetAsync(work.Path)).Json;

        var conditions = dossier["process"]!["gates"]![0]!["conditions"]!.AsArray();
        Assert.All(conditions, x => Assert.NotEmpty(x!["evidence"]!.AsArray()));
        Assert.Equal(
            [
                "agreeText.text",
                "Concorda il testo: Testo concordato",
                "text",
                $"{dossier["textVersions"]![0]!["hash"]}",
            ],
            Evidence("oneText", "agreeText.text")
        );
        Assert.Equal(
            ["publishGiunta.executoryOn", "Pubblica la delibera di Giunta: Esecutiva dal", "date", ""],
            Evidence("giuntaExecutory", "publishGiunta.executoryOn")
        );
        Assert.Equal(
            ["confirmSignatory.signatory", "Conferma il firmatario: Chi firma", "personal", ""],
            Evidence("signatoryConfirmed", "confirmSignatory.signatory")
        );

        string[] Evidence(string condition, string name)
        {
            var found = conditions.Single(x => $"{x!["condition"]}" == condition)!["evidence"]!
                .AsArray()
                .Single(x => $"{x!["name"]}" == name)!;
            return [$"{found["name"]}", $"{found["label"]}", $"{found["type"]}", $"{found["value"]}"];
        }
    }

    [Fact]
    public async Task A_list_finds_by_words_and_gives_one_page()
    {
        var town = await towns.GetAsync();
        var clerk = await town.AsAsync(Roles.Clerk);
        foreach (var _ in Enumerable.Range(0, 3))
            await clerk.PostAsync("/api/v1/dossiers", Work.Data("Ricerca Šiauliai 100%"));

        var page = (await clerk.GetAsync("/api/v1/dossiers?search=100%25&page=2&size=2")).Json;

        Assert.Equal(3, page["total"]!.GetValue<int>());
        Assert.Single(page["items"]!.AsArray());
    }

    [Fact]
    public async Task Data_that_are_wrong_are_told_field_by_field_and_nothing_is_written()
    {
        var town = await towns.GetAsync();
        var clerk = await town.AsAsync(Roles.Clerk);
        var before = (await clerk.GetAsync("/api/v1/dossiers")).Json["total"]!.GetValue<int>();

        var refused = await clerk.PostAsync(
            "/api/v1/dossiers",
            new
            {
                title = new string('x', 201),
                kind = "alliance",
                partnerCountry = "XX",
                profile = new { students = -1 },
                prioritySectors = new[] { "culture", "nope" },
                contact = new { email = "a b@c d" },
                relations = new object?[] { null, new { when = "luglio", what = "Lettera" } },
            }
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal("application/problem+json", refused.ContentType);
        Assert.Equal(
            [
                "contact.email: wrongType",
                "kind: notOffered",
                "partnerCity: required",
                "partnerCountry: notOffered",
                "prioritySectors[1]: notOffered",
                "profile.students: tooEarly",
                "relations[0].what: required",
                "relations[0].when: wrongType",
                "relations[1].when: wrongType",
                "title: tooLong",
            ],
            refused.Errors.Order(StringComparer.Ordinal)
        );
        Assert.Equal(before, (await clerk.GetAsync("/api/v1/dossiers")).Json["total"]!.GetValue<int>());
    }

    [Fact]
    public async Task Characters_that_are_no_text_are_refused_and_not_a_fault_of_ours()
    {
        var town = await towns.GetAsync();
        var clerk = await town.AsAsync(Roles.Clerk);

        var opened = await clerk.PostAsync("/api/v1/dossiers", Work.Data("Kaunas\0"));
        var found = await clerk.GetAsync("/api/v1/dossiers?search=%00");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, opened.Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, found.Status);
    }

    [Fact]
    public async Task Changed_data_keep_what_was_entered_and_raise_the_version()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var clerk = await work.Town.AsAsync(Roles.Clerk);
        var dossier = await work.ReadAsync();
        var data = dossier["data"]!.DeepClone().AsObject();
        data["objectives"] = "Scambi tra scuole";
        data["relations"] = new JsonArray(
            new JsonObject { ["when"] = "2016", ["what"] = "Visita" },
            new JsonObject { ["when"] = "2002-07", ["what"] = "Lettera d'intenti" }
        );

        var changed = await clerk.PutAsync(work.Path, new { version = 1, data });

        Assert.Equal(HttpStatusCode.OK, changed.Status);
        Assert.Equal(2, changed.Json["version"]!.GetValue<long>());
        Assert.Equal("Scambi tra scuole", changed.Json["data"]!["objectives"]!.GetValue<string>());
        Assert.Equal("2002-07", changed.Json["data"]!["relations"]![0]!["when"]!.GetValue<string>());
    }

    [Fact]
    public async Task Who_changes_data_that_somebody_else_changed_meanwhile_is_told_and_overwrites_nothing()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var clerk = await work.Town.AsAsync(Roles.Clerk);
        await clerk.PutAsync(work.Path, new { version = 1, data = Work.Data("La prima") });

        var second = await clerk.PutAsync(work.Path, new { version = 1, data = Work.Data("La seconda") });

        Assert.Equal(HttpStatusCode.Conflict, second.Status);
        Assert.Equal("conflict", second.Code);
        Assert.Equal("La prima", (await work.ReadAsync())["data"]!["title"]!.GetValue<string>());
    }
}
