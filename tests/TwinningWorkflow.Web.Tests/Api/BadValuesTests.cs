using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Simulation;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Api;

/// <summary>Values of the right shape that cannot be: told beside their fields, and nothing is written.</summary>
[Collection(ApiCollection.Name)]
[Trait("pace", "full")]
public sealed class BadValuesTests(SharedTown towns, Postgres postgres)
{
    [Theory]
    // half of a character, which is no text
    [InlineData("""{"note": "\ud800"}""", "note: wrongType")]
    [InlineData("""{"agreedOn": "\udfff"}""", "agreedOn: wrongType")]
    [InlineData("""{"text": "\ud800"}""", "text: wrongType")]
    [InlineData("""{"text": {"it": "\ud800"}}""", "text: wrongType")]
    [InlineData("""{"text": {"it": {"file": "\ud800"}}}""", "text: wrongType")]
    [InlineData("""{"text": {"it": {"file": "FILE", "name": "\ud800"}}}""", "text: wrongType")]
    // characters that no text holds
    [InlineData("""{"note": "a\u0000b"}""", "note: wrongType")]
    [InlineData("""{"text": {"i\u0000": "FILE"}}""", "text: notOffered")]
    // values of other kinds
    [InlineData("""{"agreedOn": 20221201}""", "agreedOn: wrongType")]
    [InlineData("""{"agreedOn": "2022-12-1"}""", "agreedOn: wrongType")]
    [InlineData("""{"agreedOn": "2022-13-01"}""", "agreedOn: wrongType")]
    [InlineData("""{"agreedOn": "2022-02-29"}""", "agreedOn: wrongType")]
    [InlineData("""{"agreedOn": "01/12/2022"}""", "agreedOn: wrongType")]
    [InlineData("""{"agreedOn": ["2022-12-01"]}""", "agreedOn: wrongType")]
    [InlineData("""{"note": 1e400}""", "note: wrongType")]
    [InlineData("""{"note": {"a": 1}}""", "note: wrongType")]
    [InlineData("""{"text": "FILE"}""", "text: wrongType")]
    [InlineData("""{"text": ["FILE"]}""", "text: wrongType")]
    [InlineData("""{"text": {"it": {"file": "FILE", "size": 3}}}""", "text: wrongType")]
    // values that are none of those offered
    [InlineData("""{"text": {"italiano": "FILE"}}""", "text: notOffered")]
    [InlineData("""{"text": {"it": "nothing"}}""", "text: fileUnknown")]
    [InlineData("""{"colour": "blue"}""", "colour: unknown")]
    // missing, past, to come
    [InlineData("""{"agreedOn": null}""", "agreedOn: required")]
    [InlineData("""{"agreedOn": ""}""", "agreedOn: wrongType")]
    [InlineData("""{"text": {}}""", "text: required")]
    [InlineData("""{"agreedOn": "2022-12-06"}""", "agreedOn: tooLate")]
    [InlineData("""{"agreedOn": "9999-12-31"}""", "agreedOn: tooLate")]
    public async Task A_tasks_value_that_cannot_be_is_told_beside_its_field(string fields, string error)
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var file = await work.UploadAsync("accordo-it.pdf");
        var right = new JsonObject
        {
            ["text"] = new JsonObject { ["it"] = file },
            ["agreedOn"] = "2022-12-05",
        };
        // as text, since half a character goes through no writer of JSON
        var wrong = fields.Replace("FILE", file, StringComparison.Ordinal)[1..^1];
        var rest = right
            .Where(x => !wrong.StartsWith($"\"{x.Key}\"", StringComparison.Ordinal))
            .Select(x => $", \"{x.Key}\": {x.Value!.ToJsonString()}");
        var path = await work.TaskPathAsync("agreeText") + "/complete";
        var clerk = await work.Town.AsAsync(Roles.Clerk);
        var before = await work.Town.WrittenAsync();

        var refused = await clerk.PostTextAsync(path, "{\"fields\": {" + wrong + string.Concat(rest) + "}}");

        Assert.True(refused.Status == HttpStatusCode.UnprocessableEntity, refused.Text);
        Assert.Equal([error], refused.Errors);
        Assert.All(refused.Json["errors"]!.AsArray(), x => Assert.NotEmpty(x!["message"]!.GetValue<string>()));
        Assert.Equal(before, await work.Town.WrittenAsync());
    }

    [Theory]
    [InlineData("""{"\ud800": 1}""")]
    [InlineData("""{"text": {"\ud800": "x"}}""")]
    [InlineData("""{"text": {"it": {"\ud800": "x"}}}""")]
    [InlineData("""{"text": {"it": "x", "it": "y"}}""")]
    public async Task A_name_that_is_no_text_or_comes_twice_makes_the_request_unreadable(string fields)
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var clerk = await work.Town.AsAsync(Roles.Clerk);
        var path = await work.TaskPathAsync("agreeText") + "/complete";

        var refused = await clerk.PostTextAsync(path, "{\"fields\": " + fields + "}");

        Assert.Equal((HttpStatusCode.BadRequest, "malformed"), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task A_text_longer_than_its_field_is_refused_with_the_bound_in_the_readers_language()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var it = await work.UploadAsync("it.pdf");
        var before = await work.Town.WrittenAsync();
        var clerk = (await work.Town.AsAsync(Roles.Clerk)).Reading("it");

        var refused = await clerk.PostAsync(
            await work.TaskPathAsync("agreeText") + "/complete",
            new
            {
                fields = new
                {
                    text = new { it },
                    agreedOn = "2022-12-05",
                    note = new string('x', 4001),
                },
            }
        );

        Assert.Equal(["note: tooLong"], refused.Errors);
        Assert.Equal("4000", refused.Json["errors"]![0]!["argument"]!.GetValue<string>());
        Assert.Contains("4.000", refused.Json["errors"]![0]!["message"]!.GetValue<string>());
        Assert.Equal(before, await work.Town.WrittenAsync());
    }

    [Fact]
    public async Task All_that_is_wrong_with_a_task_is_told_in_one_answer()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var file = await work.UploadAsync("it.pdf");
        var before = await work.Town.WrittenAsync();

        var refused = await work.CompleteAsync(
            Roles.Clerk,
            "agreeText",
            new
            {
                outcome = "x",
                fields = new
                {
                    text = new { it = new { file, name = "accordo.txt" } },
                    agreedOn = "2030-01-01",
                    note = new string('x', 4001),
                },
            }
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(
            ["agreedOn: tooLate", "note: tooLong", "outcome: notOffered", "text: fileNotAsNamed"],
            refused.Errors.Order(StringComparer.Ordinal)
        );
        Assert.Equal(before, await work.Town.WrittenAsync());
    }

    [Fact]
    public async Task An_outcome_where_none_is_offered_is_refused()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var it = await work.UploadAsync("it.pdf");
        var before = await work.Town.WrittenAsync();

        var refused = await work.CompleteAsync(
            Roles.Clerk,
            "agreeText",
            new { outcome = "approved", fields = new { text = new { it }, agreedOn = "2022-12-05" } }
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(["outcome: notOffered"], refused.Errors);
        Assert.Equal(before, await work.Town.WrittenAsync());
    }

    [Theory]
    [InlineData("""{"message": "partnerCouncilAct", "key": "a\u0000"}""", "key: wrongType")]
    [InlineData("""{"message": "partnerCouncilAct", "key": "LONG"}""", "key: tooLong")]
    [InlineData("""{"message": "partnerCouncilAct", "fields": {"outcome": "\ud800", REST}}""", "outcome: wrongType")]
    [InlineData("""{"message": "partnerCouncilAct", "fields": {"outcome": 1, REST}}""", "outcome: wrongType")]
    [InlineData("""{"message": "partnerCouncilAct", "fields": {"outcome": "maybe", REST}}""", "outcome: notOffered")]
    [InlineData("""{"message": "partnerCouncilAct", "fields": {"outcome": null, REST}}""", "outcome: required")]
    public async Task A_facts_value_that_cannot_be_is_told_and_the_fact_is_not_kept(string body, string error)
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var act = JsonSerializer.SerializeToNode(await work.PartnerActAsync(await work.AgreeTextAsync()))!;
        var rest = act["fields"]!.AsObject();
        rest.Remove("outcome");
        var clerk = await work.Town.AsAsync(Roles.Clerk);
        var before = await work.Town.WrittenAsync();

        var refused = await clerk.PostTextAsync(
            $"{work.Path}/messages",
            body.Replace("LONG", new string('k', 201), StringComparison.Ordinal)
                .Replace("REST", rest.ToJsonString()[1..^1], StringComparison.Ordinal)
        );

        Assert.True(refused.Status == HttpStatusCode.UnprocessableEntity, refused.Text);
        Assert.Contains(error, refused.Errors);
        Assert.Equal(before, await work.Town.WrittenAsync());
    }

    [Theory]
    [InlineData("suspend", "x\u0000", "reason: wrongType")]
    [InlineData("withdraw", "", "reason: required")]
    [InlineData("resume", "LONG", "reason: tooLong")]
    public async Task A_reason_that_cannot_be_kept_is_refused(string act, string reason, string error)
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var clerk = await work.Town.AsAsync(Roles.Clerk);
        var before = await work.Town.WrittenAsync();

        var refused = await clerk.PostAsync(
            $"{work.Path}/{act}",
            Work.Order(reason.Replace("LONG", new string('r', 2001), StringComparison.Ordinal))
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal([error], refused.Errors);
        Assert.Equal(before, await work.Town.WrittenAsync());
    }

    [Fact]
    public async Task A_process_is_neither_suspended_twice_nor_resumed_unless_suspended()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var clerk = await work.Town.AsAsync(Roles.Clerk);

        var resumed = await clerk.PostAsync($"{work.Path}/resume", Work.Order("x"));
        Work.Done(await clerk.PostAsync($"{work.Path}/suspend", Work.Order("x")));
        var before = await work.Town.WrittenAsync();
        var suspended = await clerk.PostAsync($"{work.Path}/suspend", Work.Order("x"));

        Assert.Equal((HttpStatusCode.Conflict, "notSuspended"), (resumed.Status, resumed.Code));
        Assert.Equal((HttpStatusCode.Conflict, "suspended"), (suspended.Status, suspended.Code));
        Assert.Equal(before, await work.Town.WrittenAsync());
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Characters_that_a_database_cannot_hold_are_a_refusal_and_no_fault_of_ours(Provider provider)
    {
        await using var town = await Town.BuildAsync(postgres, provider);
        var work = await Work.OpenAsync(town);
        var clerk = await town.AsAsync(Roles.Clerk);
        var administrator = await town.AsAsync(Roles.Administrator);
        const string no = "a\u0000b";

        var answers = new[]
        {
            await town.Stranger().PostAsync("/api/v1/sign-in", new { email = no, password = no }),
            await clerk.GetAsync("/api/v1/dossiers?search=a%00b"),
            await clerk.GetAsync("/api/v1/dossiers?status=a%00b"),
            await clerk.PostAsync("/api/v1/dossiers", Work.Data(no)),
            await clerk.PutAsync(work.Path, new { version = 1, data = Work.Data(no) }),
            await clerk.PostAsync($"{work.Path}/messages", new { message = no, key = no }),
            await clerk.PostAsync($"{work.Path}/suspend", Work.Order(no)),
            await work.CompleteAsync(Roles.Clerk, "agreeText", new { outcome = no, fields = new { note = no } }),
            await work.CompleteAsync(Roles.Mayor, "agreeText", new { outcome = no, fields = new { note = no } }),
            await administrator.PostAsync("/api/v1/incidents/retry", new { key = no, reason = "x" }),
            await administrator.PostAsync("/api/v1/incidents/retry", new { key = "x", reason = no }),
            await clerk.UploadAsync(no, [1, 2, 3]),
        };
        var named = await clerk.UploadAsync("a\u0000b\u202Ec.pdf", PseudoFile.Bytes("nome"));

        Assert.All(answers, x => Assert.InRange((int)x.Status, 400, 499));
        Assert.Equal("abc.pdf", named.Json["name"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(
        "it",
        "Il tuo ruolo di oggi non lo consente",
        "Nel tuo ente non esiste",
        "Serve un token bearer valido"
    )]
    [InlineData(
        "en",
        "Your role of today does not allow it",
        "There is no such thing in your authority",
        "A valid bearer token is required"
    )]
    public async Task A_refusal_speaks_the_language_that_the_program_asks_for_whatever_its_persons_own(
        string language,
        string forbidden,
        string missing,
        string unknown
    )
    {
        var town = await towns.GetAsync();
        var clerk = (await town.AsAsync(Roles.Clerk)).Reading(language);

        Assert.Equal(forbidden, Title(await clerk.GetAsync("/api/v1/incidents")));
        Assert.Equal(missing, Title(await clerk.GetAsync($"/api/v1/dossiers/{Guid.Empty}")));
        Assert.Equal(unknown, Title(await town.Stranger().Reading(language).GetAsync("/api/v1/tasks")));
    }

    private static string Title(Answer answer) => answer.Json["title"]!.GetValue<string>();
}
