using System.Collections.Immutable;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Tests.Processes;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Reading;

public sealed class StandingTests(Postgres postgres)
{
    [Fact]
    public async Task A_manual_task_that_was_passed_is_done()
    {
        await using var store = await TestStore.CreateAsync(
            postgres,
            Provider.Sqlite,
            Bpmn.Process(
                "manual",
                $"""
                <bpmn:startEvent id="start" />
                <bpmn:manualTask id="post" name="Affiggi" />
                {Bpmn.Task("sign")}
                <bpmn:endEvent id="end" />
                {Bpmn.Flow("f1", "start", "post")}
                {Bpmn.Flow("f2", "post", "sign")}
                {Bpmn.Flow("f3", "sign", "end")}
                """
            )
        );
        var (view, journal) = await store.ReadAsync(await store.StartAsync("manual"));

        Assert.Equal(
            [("post", Stand.Done), ("sign", Stand.Open)],
            Standing.Of(view, journal).Select(x => (x.Node, x.Stand))
        );
    }

    [Fact]
    public async Task Where_a_process_has_stopped_list_and_drawing_say_so()
    {
        await using var store = await TestStore.CreateAsync(postgres, Provider.Sqlite, Bpmn.Stopping("stopping"));
        var instance = await store.StartAsync("stopping");
        var vote = await store.OpenTaskAsync(instance, "vote");
        var command = store.Completing(vote.TaskId, "yes") with
        {
            Fields = ImmutableDictionary<string, DataValue>.Empty.Add("votes", DataValue.Of(7)),
        };
        Assert.IsType<StepResult.Done>(await store.RunAsync(instance, command));
        var (view, journal) = await store.ReadAsync(instance);

        Assert.Equal(
            [("vote", Stand.Done), ("enough", Stand.Stopped), ("sign", Stand.ToCome), ("again", Stand.ToCome)],
            Standing.Of(view, journal).Select(x => (x.Node, x.Stand))
        );
        Assert.Equal(["enough"], Standing.Now(view).Select(x => x.Node));
        Assert.Equal("stopped", DiagramState.Of(view, journal).Elements["enough"].State);
    }
}
