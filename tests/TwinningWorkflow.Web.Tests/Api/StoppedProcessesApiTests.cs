using System.Net;
using Microsoft.Extensions.DependencyInjection;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class StoppedProcessesApiTests(SharedTown towns)
{
    private const string Incidents = "/api/v1/incidents";

    [Fact]
    public async Task A_stopped_process_says_so_and_its_incident_what_is_read_and_where_it_may_go()
    {
        var (work, key) = await StopAsync();
        var auditor = await work.Town.AsAsync(Roles.Auditor);

        var listed = (await auditor.GetAsync(Incidents)).Json.AsArray().Single(x => Text(x!["key"]) == key)!;
        var detail = (await auditor.GetAsync($"{Incidents}/detail?key={key}")).Json;

        Assert.Equal(("no-flow", "Voti bastanti?"), (Text(listed["code"]), Text(listed["step"])));
        Assert.Equal(["vote.outcome", "vote.votes"], detail["reads"]!.AsArray().Select(x => Text(x!["variable"])));
        Assert.Equal(["text", "number"], detail["reads"]!.AsArray().Select(x => Text(x!["type"])));
        Assert.Equal("""{"vote.outcome":"yes","vote.votes":7}""", detail["values"]!.ToJsonString());
        Assert.Equal(
            ["vote", "enough", "sign", "again", "end"],
            detail["targets"]!.AsArray().Select(x => Text(x!["target"]))
        );
        var stopped = (await work.ReadAsync())["process"]!["stopped"]!.AsArray().Single()!;
        Assert.Equal(("enough", "no-flow"), (Text(stopped["node"]), Text(stopped["code"])));
    }

    [Fact]
    public async Task Corrected_data_and_a_retry_heal()
    {
        var (work, key) = await StopAsync();
        var administrator = await work.Town.AsAsync(Roles.Administrator);
        var values = new Dictionary<string, object?> { ["vote.votes"] = 27 };

        Work.Done(
            await administrator.PostAsync(
                $"{Incidents}/correct",
                new
                {
                    key,
                    reason = "riletto",
                    values,
                }
            )
        );
        Work.Done(await administrator.PostAsync($"{Incidents}/retry", new { key, reason = "riletto" }));

        Assert.Equal(["sign"], await work.OpenTasksAsync());
        Assert.Equal(
            HttpStatusCode.Conflict,
            (
                await administrator.PostAsync(
                    $"{Incidents}/correct",
                    new
                    {
                        key,
                        reason = "ancora",
                        values,
                    }
                )
            ).Status
        );
    }

    [Fact]
    public async Task A_process_is_moved_once_however_often_it_is_asked_under_one_key()
    {
        var (work, key) = await StopAsync();
        var administrator = await work.Town.AsAsync(Roles.Administrator);
        var move = new
        {
            key,
            reason = "si rivota",
            target = "again",
        };

        var first = await administrator.PostAsync($"{Incidents}/move", move, "una-sola-volta");
        var second = await administrator.PostAsync($"{Incidents}/move", move, "una-sola-volta");

        Work.Done(first);
        Assert.Equal(first.Text, second.Text);
        Assert.Equal(["again"], await work.OpenTasksAsync());
    }

    [Fact]
    public async Task What_is_wrong_with_a_correction_is_told_name_by_name()
    {
        var (work, key) = await StopAsync();
        var administrator = await work.Town.AsAsync(Roles.Administrator);

        Task<Answer> CorrectAsync(object values) =>
            administrator.PostAsync(
                $"{Incidents}/correct",
                new
                {
                    key,
                    reason = "riletto",
                    values,
                }
            );

        Assert.Equal(
            ["nobody: unknown", "vote.outcome: notOffered"],
            (
                await CorrectAsync(new Dictionary<string, object?> { ["vote.outcome"] = "perhaps", ["nobody"] = "x" })
            ).Errors
        );
        Assert.Equal(
            ["vote.votes: wrongType"],
            (await CorrectAsync(new Dictionary<string, object?> { ["vote.votes"] = "27" })).Errors
        );
        Assert.Equal(
            ["vote.votes: wrongType"],
            (await CorrectAsync(new Dictionary<string, object?> { ["vote.votes"] = 2.5 })).Errors
        );
        Assert.Equal(
            "nothingChanges",
            (await CorrectAsync(new Dictionary<string, object?> { ["vote.votes"] = 7 })).Code
        );
        Assert.Equal(
            ["reason: required"],
            (await administrator.PostAsync($"{Incidents}/correct", new { key, values = new { } })).Errors
        );
        Assert.Equal(
            ["target: notOffered"],
            (
                await administrator.PostAsync(
                    $"{Incidents}/move",
                    new
                    {
                        key,
                        reason = "x",
                        target = "start",
                    }
                )
            ).Errors
        );
        Assert.Equal(
            ["target: required"],
            (await administrator.PostAsync($"{Incidents}/move", new { key, reason = "x" })).Errors
        );
    }

    [Fact]
    public async Task A_value_is_taken_away_by_null()
    {
        var (work, key) = await StopAsync();
        var administrator = await work.Town.AsAsync(Roles.Administrator);
        var values = new Dictionary<string, object?> { ["vote.votes"] = null };

        Work.Done(
            await administrator.PostAsync(
                $"{Incidents}/correct",
                new
                {
                    key,
                    reason = "mai contati",
                    values,
                }
            )
        );

        var detail = (await administrator.GetAsync($"{Incidents}/detail?key={key}")).Json;
        Assert.Equal("""{"vote.outcome":"yes"}""", detail["values"]!.ToJsonString());
    }

    [Fact]
    public async Task Who_audits_reads_incidents_and_who_administers_sees_to_them_and_nobody_else_learns_of_them()
    {
        var (work, key) = await StopAsync();
        var auditor = await work.Town.AsAsync(Roles.Auditor);
        var clerk = await work.Town.AsAsync(Roles.Clerk);
        var neighbour = await work.Town.AsAsync(Roles.Administrator, Town.Other);
        var body = new
        {
            key,
            reason = "x",
            target = "again",
        };

        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.PostAsync($"{Incidents}/move", body)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.PostAsync($"{Incidents}/move", body)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.GetAsync(Incidents)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.GetAsync($"{Incidents}/detail?key={key}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await neighbour.PostAsync($"{Incidents}/move", body)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await neighbour.GetAsync($"{Incidents}/detail?key={key}")).Status);
        Assert.Empty((await neighbour.GetAsync(Incidents)).Json.AsArray());
    }

    private static string Text(System.Text.Json.Nodes.JsonNode? node) => node!.GetValue<string>();

    private async Task<(Work Work, string Key)> StopAsync()
    {
        var town = await towns.GetAsync();
        var folder = Directory.CreateTempSubdirectory("twinning-bpmn-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "stopping.bpmn"), Bpmn.Stopping("stopping"));
        await town
            .Services.GetRequiredService<DefinitionCatalog>()
            .PublishAsync(new ProcessFolder(folder), CancellationToken.None);
        Directory.Delete(folder, recursive: true);
        var work = await Work.OpenAsync(town, "stopping");
        Work.Done(await work.CompleteAsync(Roles.Clerk, "vote", new { outcome = "yes", fields = new { votes = 7 } }));
        var open = (await (await town.AsAsync(Roles.Administrator)).GetAsync(Incidents)).Json.AsArray();
        return (work, Text(open.Single(x => x!["instance"]?.GetValue<Guid>() == work.Instance)!["key"]));
    }
}
