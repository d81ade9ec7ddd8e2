using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Api;

/// <summary>Who may read and do what, endpoint by endpoint: the list is the description's, which is that of what is mapped.</summary>
[Collection(ApiDemoCollection.Name)]
public sealed class AccessTests(SharedDemo demo)
{
    private static readonly string[] Everybody = [.. Roles.All];
    private static readonly string[] Workers = [.. Roles.All.Except([Roles.Auditor, Roles.Administrator])];
    private static readonly string[] Keepers = [Roles.Clerk, Roles.Secretariat];
    private static readonly string[] SittingKeepers = [.. Keepers, Roles.Administrator];
    private static readonly string[] Administrators = [Roles.Administrator];
    private static readonly string[] Overseers = [Roles.Administrator, Roles.Auditor];

    private static readonly Dictionary<string, string[]> WhoMay = new(StringComparer.Ordinal)
    {
        ["DELETE /api/v1/sittings/{sitting}"] = SittingKeepers,
        ["GET /api/v1/calendar"] = Everybody,
        ["GET /api/v1/correspondence/{message}"] = Everybody,
        ["GET /api/v1/correspondence/{message}/files/{index}"] = Everybody,
        ["GET /api/v1/definitions"] = Everybody,
        ["GET /api/v1/definitions/{hash}"] = Everybody,
        ["GET /api/v1/demo/clock"] = Administrators,
        ["GET /api/v1/dossiers"] = Everybody,
        ["GET /api/v1/dossiers/{id}"] = Everybody,
        ["GET /api/v1/dossiers/{id}/correspondence"] = Everybody,
        ["GET /api/v1/dossiers/{id}/diagram"] = Everybody,
        ["GET /api/v1/dossiers/{id}/forecast"] = Everybody,
        ["GET /api/v1/dossiers/{id}/history"] = Everybody,
        ["GET /api/v1/dossiers/{id}/recorded"] = Everybody,
        ["GET /api/v1/files/{hash}"] = Everybody,
        ["GET /api/v1/forecasts/{process}"] = Everybody,
        ["GET /api/v1/incidents"] = Overseers,
        ["GET /api/v1/incidents/detail"] = Overseers,
        ["GET /api/v1/sittings"] = Everybody,
        ["GET /api/v1/tasks"] = Everybody,
        ["GET /api/v1/tasks/{instance}/{task}"] = Everybody,
        ["POST /api/v1/calendar/preview"] = Administrators,
        ["POST /api/v1/demo/clock"] = Administrators,
        ["POST /api/v1/dossiers"] = Keepers,
        ["POST /api/v1/dossiers/{id}/corrections"] = Workers,
        ["POST /api/v1/dossiers/{id}/kept/{fact}/set-aside"] = [.. Roles.All.Except([Roles.Auditor])],
        ["POST /api/v1/dossiers/{id}/messages"] = Workers,
        ["POST /api/v1/dossiers/{id}/resume"] = Keepers,
        ["POST /api/v1/dossiers/{id}/suspend"] = Keepers,
        ["POST /api/v1/dossiers/{id}/withdraw"] = Keepers,
        ["POST /api/v1/files"] = Workers,
        ["POST /api/v1/incidents/correct"] = Administrators,
        ["POST /api/v1/incidents/move"] = Administrators,
        ["POST /api/v1/incidents/retry"] = Administrators,
        ["POST /api/v1/sittings"] = SittingKeepers,
        ["POST /api/v1/tasks/{instance}/{task}/claim"] = Workers,
        ["POST /api/v1/tasks/{instance}/{task}/complete"] = Workers,
        ["POST /api/v1/tasks/{instance}/{task}/hand-over"] = [.. Roles.All.Except([Roles.Auditor])],
        ["POST /api/v1/tasks/{instance}/{task}/release"] = [.. Roles.All.Except([Roles.Auditor])],
        ["PUT /api/v1/calendar"] = Administrators,
        ["PUT /api/v1/dossiers/{id}"] = Keepers,
    };

    /// <summary>What all authorities share.</summary>
    private static readonly string[] Shared = ["GET /api/v1/definitions/{hash}", "GET /api/v1/forecasts/{process}"];

    /// <summary>What names no dossier.</summary>
    private static readonly string[] Wordless = ["/definitions", "/clock", "/calendar"];

    [Fact]
    public async Task Every_operation_lets_in_the_roles_that_are_listed_for_it_and_no_others()
    {
        var town = await demo.GetAsync();
        var world = await World.BuildAsync(town);
        var operations = Guarded(town);
        Assert.Equal(WhoMay.Keys.Order(StringComparer.Ordinal), operations.Select(x => x.Name));

        foreach (var operation in operations)
        foreach (var role in Roles.All)
        {
            var caller = await town.AsAsync(role);
            // the clock stays where it is
            var answer = operation.Name.Contains("POST /api/v1/demo", StringComparison.Ordinal)
                ? await caller.PostAsync(operation.Path, new { to = "2000-01-01T00:00:00Z" })
                : await world.AskAsync(caller, operation);

            var isLetIn = answer is not { Status: HttpStatusCode.Forbidden, Code: "forbidden" };
            Assert.True(isLetIn == WhoMay[operation.Name].Contains(role), $"{role}: {operation}: {answer.Text}");
        }
    }

    [Fact]
    public async Task Who_brings_no_token_gets_nowhere()
    {
        var town = await demo.GetAsync();
        var world = await World.BuildAsync(town);

        foreach (var operation in Guarded(town))
        {
            var answer = await world.AskAsync(town.Stranger(), operation);

            Assert.True(answer is { Status: HttpStatusCode.Unauthorized, Code: "unauthorized" }, $"{operation}");
        }
    }

    [Fact]
    public async Task Who_holds_no_role_today_gets_nowhere()
    {
        var town = await demo.GetAsync();
        var world = await World.BuildAsync(town);
        var nobody = await town.NewcomerAsync("senza-ruolo");

        foreach (var operation in Guarded(town))
        {
            var answer = await world.AskAsync(nobody, operation);

            Assert.True(answer is { Status: HttpStatusCode.Forbidden, Code: "forbidden" }, $"{operation}");
        }
    }

    [Fact]
    public async Task Whose_account_is_disabled_is_out_at_once_whatever_token_they_have()
    {
        var town = await demo.GetAsync();
        var clerk = await town.NewcomerAsync("uscente", Roles.Clerk);
        Assert.Equal(HttpStatusCode.OK, (await clerk.GetAsync("/api/v1/tasks")).Status);
        var world = await World.BuildAsync(town);

        await using (var scope = town.Services.CreateAsyncScope())
        {
            await using var database = town.Database();
            var account = await database.Users.SingleAsync(x => x.Email == "uscente@brescia.example");
            await scope
                .ServiceProvider.GetRequiredService<PeopleChanges>()
                .SetDisabledAsync(Actor.System("brescia", "test"), account.Id, true, CancellationToken.None);
        }

        foreach (var operation in Guarded(town))
            Assert.Equal(HttpStatusCode.Unauthorized, (await world.AskAsync(clerk, operation)).Status);
    }

    [Fact]
    public async Task What_belongs_to_another_authority_does_not_exist_in_any_way()
    {
        var town = await demo.GetAsync();
        var world = await World.BuildAsync(town);
        var named = Guarded(town)
            .Where(x => x.Path.Contains('{') || x.Path.Contains("/incidents/", StringComparison.Ordinal))
            .Where(x => !Shared.Contains(x.Name))
            .ToList();
        var before = await town.WrittenAsync();

        foreach (var operation in named)
        {
            var answer = await world.AskAsync(await AllowedAsync(town, operation, Town.Other), operation);

            Assert.True(answer is { Status: HttpStatusCode.NotFound, Code: "notFound" }, $"{operation}: {answer.Text}");
        }

        Assert.Equal(before, await town.WrittenAsync());
        // and the addresses were right: to its own people each is there
        foreach (var operation in named)
        {
            var own = await world.AskAsync(await AllowedAsync(town, operation, TestStore.Authority), operation);

            Assert.True(own.Status != HttpStatusCode.NotFound, $"{operation}: {own.Text}");
        }
    }

    [Fact]
    public async Task No_list_holds_anything_of_another_authority()
    {
        var town = await demo.GetAsync();
        var world = await World.BuildAsync(town);

        foreach (var operation in Guarded(town).Where(x => x.Method == "GET" && IsList(x.Path)))
        {
            var own = await AllowedAsync(town, operation, TestStore.Authority);
            var neighbour = await AllowedAsync(town, operation, Town.Other);
            var list =
                operation.Path + (operation.Path.EndsWith("/dossiers", StringComparison.Ordinal) ? "?size=100" : "");

            var seen = (await neighbour.GetAsync(list)).Text;

            Assert.DoesNotContain($"{world.Work.Dossier:D}", seen, StringComparison.Ordinal);
            Assert.DoesNotContain($"{world.Work.Instance:D}", seen, StringComparison.Ordinal);
            Assert.DoesNotContain($"{world.SittingId:D}", seen, StringComparison.Ordinal);
            if (operation.Path.EndsWith("/sittings", StringComparison.Ordinal))
                Assert.Contains($"{world.SittingId:D}", (await own.GetAsync(list)).Text, StringComparison.Ordinal);
            else if (!Wordless.Any(operation.Path.EndsWith))
                Assert.Contains($"{world.Work.Dossier:D}", (await own.GetAsync(list)).Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_of_another_authority_cannot_be_filed_by_its_hash()
    {
        var town = await demo.GetAsync();
        var work = await Work.OpenAsync(town);
        var theirs = await work.UploadAsync("riservato.pdf");
        var neighbour = await town.AsAsync(Roles.Clerk, Town.Other);
        var opened = (await neighbour.PostAsync("/api/v1/dossiers", Work.Data())).Json;
        var dossier = (await neighbour.GetAsync($"/api/v1/dossiers/{opened["id"]}")).Json;
        var task = $"/api/v1/tasks/{opened["instance"]}/{dossier["process"]!["tasks"]![0]!["task"]}/complete";

        var refused = await neighbour.PostAsync(
            task,
            new { fields = new { text = new { it = theirs }, agreedOn = "2022-12-05" } }
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(["text: fileUnknown"], refused.Errors);
    }

    private static bool IsList(string path) =>
        !path.Contains('{') && !path.EndsWith("/detail", StringComparison.Ordinal);

    private static List<Described> Guarded(Town town) => [.. town.Document.Operations.Where(x => !x.SignsIn)];

    private static Task<Caller> AllowedAsync(Town town, Described operation, string authority) =>
        town.AsAsync(WhoMay[operation.Name].Contains(Roles.Clerk) ? Roles.Clerk : Roles.Administrator, authority);
}
