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
    public async Task A_signal_that_is_one_way_among_others_is_nothing_to_wait_for()
    {
        const string Signal = """<bpmn:signalEventDefinition id="{0}Signal" signalRef="signalCleared" />""";
        await using var store = await TestStore.CreateAsync(
            postgres,
            Provider.Sqlite,
            Bpmn.Process(
                "clearing",
                $"""
                <bpmn:startEvent id="start" />
                <bpmn:eventBasedGateway id="await" />
                <bpmn:intermediateCatchEvent id="term"><bpmn:timerEventDefinition id="termTimer"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P30D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
                <bpmn:intermediateCatchEvent id="cleared">{Signal.Replace(
                    "{0}",
                    "cleared",
                    StringComparison.Ordinal
                )}</bpmn:intermediateCatchEvent>
                <bpmn:parallelGateway id="fork" />
                <bpmn:intermediateCatchEvent id="alone">{Signal.Replace(
                    "{0}",
                    "alone",
                    StringComparison.Ordinal
                )}</bpmn:intermediateCatchEvent>
                <bpmn:endEvent id="end" />
                {Bpmn.Flow("f1", "start", "fork")}{Bpmn.Flow("f2", "fork", "await")}{Bpmn.Flow("f3", "fork", "alone")}
                {Bpmn.Flow("f4", "await", "term")}{Bpmn.Flow("f5", "await", "cleared")}
                {Bpmn.Flow("f6", "term", "end")}{Bpmn.Flow("f7", "cleared", "end")}{Bpmn.Flow("f8", "alone", "end")}
                """,
                beside: """<bpmn:signal id="signalCleared" name="cleared" />"""
            )
        );

        var (view, _) = await store.ReadAsync(await store.StartAsync("clearing"));

        Assert.Equal(["term", "alone"], Standing.Now(view).Select(x => x.Node));
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
