using System.Net;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Api;

[Collection(ApiCollection.Name)]
[Trait("pace", "full")]
public sealed class TasksApiTests(SharedTown towns, Postgres postgres)
{
    [Fact]
    public async Task A_task_tells_its_form_with_labels_in_both_languages()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var clerk = await work.Town.AsAsync(Roles.Clerk);

        var task = (await clerk.GetAsync(await work.TaskPathAsync("agreeText"))).Json;

        Assert.True(task["isMine"]!.GetValue<bool>());
        var field = task["form"]!["fields"]![0]!;
        Assert.Equal("newTextVersion", field["kind"]!.GetValue<string>());
        Assert.Equal("Testo concordato", field["label"]!["it"]!.GetValue<string>());
        Assert.Equal("Agreed text", field["label"]!["en"]!.GetValue<string>());
    }

    [Fact]
    public async Task Everybody_finds_the_open_tasks_of_their_roles_and_no_others()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        await work.AgreeTextAsync();

        var mine = await (await work.Town.AsAsync(Roles.DepartmentHead)).GetAsync(
            $"/api/v1/tasks?dossier={work.Dossier}"
        );

        var task = Assert.Single(mine.Json["items"]!.AsArray())!;
        Assert.Equal("technicalOpinion", task["node"]!.GetValue<string>());
        Assert.Equal("departmentHead", task["role"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_task_is_done_with_values_of_every_kind_and_the_dossier_goes_on(Provider provider)
    {
        await using var town = await Town.BuildAsync(postgres, provider);
        var work = await Work.OpenAsync(town);

        await work.ToBothCouncilsAsync();

        Assert.Equal(
            ["council", "publishOnAlbo", "recordDelivery", "recordDelivery", "recordDelivery"],
            (await work.OpenTasksAsync()).Order(StringComparer.Ordinal)
        );
        var documents = (await work.ReadAsync())["documents"]!.AsArray();
        Assert.Contains(documents, x => x!["name"]!.GetValue<string>() == "Delibera di Giunta.pdf");
    }

    [Fact]
    public async Task Values_that_are_wrong_are_told_beside_their_fields_and_nothing_is_written()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var before = (await work.ReadAsync())["process"]!["version"]!.GetValue<long>();

        var refused = await work.CompleteAsync(
            Roles.Clerk,
            "agreeText",
            new
            {
                fields = new
                {
                    text = new { it = new string('0', 64) },
                    agreedOn = "20/12/2022",
                    note = 7,
                    signature = "X",
                },
            }
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal("invalidFields", refused.Code);
        Assert.Equal(
            ["agreedOn: wrongType", "note: wrongType", "signature: unknown", "text: fileUnknown"],
            refused.Errors.Order(StringComparer.Ordinal)
        );
        Assert.Equal(before, (await work.ReadAsync())["process"]!["version"]!.GetValue<long>());
    }

    [Fact]
    public async Task An_act_dated_before_the_one_it_follows_is_refused_with_the_first_possible_day()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        await work.AgreeTextAsync();

        var refused = await work.CompleteAsync(
            Roles.DepartmentHead,
            "technicalOpinion",
            new { outcome = "favourable", fields = new { givenOn = "2022-11-30", signer = "FITTIZIO" } }
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(["givenOn: tooEarly"], refused.Errors);
        Assert.Equal("2022-12-05", refused.Json["errors"]![0]!["argument"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_act_dated_in_the_future_is_refused_in_the_readers_language()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var clerk = (await work.Town.AsAsync(Roles.Clerk)).Reading("it");
        var it = await work.UploadAsync("it.pdf");

        var refused = await clerk.PostAsync(
            await work.TaskPathAsync("agreeText") + "/complete",
            new { fields = new { text = new { it }, agreedOn = "2022-12-06" } }
        );

        Assert.Equal(["agreedOn: tooLate"], refused.Errors);
        Assert.Contains("lunedì 5 dicembre 2022", refused.Json["errors"]![0]!["message"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("maybe", "notOffered")]
    [InlineData(null, "required")]
    public async Task An_outcome_that_is_not_offered_is_refused(string? outcome, string code)
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        await work.AgreeTextAsync();

        var refused = await work.CompleteAsync(
            Roles.DepartmentHead,
            "technicalOpinion",
            new { outcome, fields = new { givenOn = "2022-12-05", signer = "FITTIZIO" } }
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal([$"outcome: {code}"], refused.Errors);
    }

    [Fact]
    public async Task A_task_of_another_role_is_refused_and_the_authoritys_history_tells_it()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());

        var refused = await work.CompleteAsync(Roles.Mayor, "agreeText", new { fields = new { } });

        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Equal("notYours", refused.Code);
        await using var database = work.Town.Database();
        Assert.Contains(
            database.Journal.Where(x => x.Kind == "step-refused").AsEnumerable(),
            x => System.Text.Encoding.UTF8.GetString(x.Body).Contains($"{work.Instance:D}", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_task_already_done_says_by_whom_and_when()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var path = await work.TaskPathAsync("agreeText");
        await work.AgreeTextAsync();

        var late = await (await work.Town.AsAsync(Roles.Clerk)).PostAsync($"{path}/complete", new { });

        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        Assert.Equal("taskNotOpen", late.Code);
        Assert.Contains("Persona clerk", late.Json["detail"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Of_two_who_do_a_task_at_once_one_does_it_and_the_other_is_told(Provider provider)
    {
        await using var town = await Town.BuildAsync(postgres, provider);
        var work = await Work.OpenAsync(town);
        var path = await work.TaskPathAsync("agreeText");
        var it = await work.UploadAsync("it.pdf");
        var clerk = await town.AsAsync(Roles.Clerk);
        var completion = new { fields = new { text = new { it }, agreedOn = "2022-12-05" } };

        var answers = await Task.WhenAll(
            clerk.PostAsync($"{path}/complete", completion),
            clerk.PostAsync($"{path}/complete", completion)
        );

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], answers.Select(x => x.Status).Order());
        Assert.Single((await work.ReadAsync())["textVersions"]!.AsArray());
    }

    [Fact]
    public async Task A_closed_gate_refuses_and_names_what_is_missing()
    {
        await using var town = await Town.BuildAsync(postgres, Provider.Sqlite, demo: true);
        var work = await Work.OpenAsync(town);
        await work.FromBothCouncilsToTheCeremonyAsync(await work.ToBothCouncilsAsync());
        Work.Done(await work.CompleteAsync(Roles.Clerk, "planCeremony", new { fields = new { place = "Kaunas" } }));
        var change = new { message = "mandateChange", fields = new { side = "ours", changedOn = "2023-01-09" } };
        Work.Done(await (await town.AsAsync(Roles.Secretariat)).PostAsync($"{work.Path}/messages", change));

        var refused = await work.CompleteAsync(
            Roles.Mayor,
            "sign",
            new
            {
                outcome = "signed",
                fields = new
                {
                    signedOn = "2023-01-10",
                    place = "Kaunas",
                    signatories = "FITTIZIO",
                    scans = new
                    {
                        it = await work.UploadAsync("firmato.pdf"),
                        lt = await work.UploadAsync("firmato.pdf"),
                    },
                },
            }
        );

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Equal("gateClosed", refused.Code);
        Assert.Equal(["signatoryConfirmed: gateCondition"], refused.Errors);
        Assert.Contains(
            "The signatory is in office. After a change of mandate, confirm the signatory.",
            refused.Json["errors"]![0]!["message"]!.GetValue<string>()
        );
    }
}
