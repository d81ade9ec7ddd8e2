using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using NodaTime;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Tests;

/// <summary>
/// Large processes complete without meeting the step budget, and cost in proportion. The seconds are printed, the memory is
/// asserted: a quadratic step would take a hundred times as much for ten times the size.
/// </summary>
public sealed class SizeTests
{
    private static readonly Actor Clerk = new("account-1", "person-1", "authority-1", "clerk");
    private static readonly Instant Now = Instant.FromUtc(2022, 12, 9, 9, 0);
    private static readonly ImmutableDictionary<string, DataValue> Nothing = ImmutableDictionary<
        string,
        DataValue
    >.Empty;

    [Theory]
    [InlineData(1_000)]
    [InlineData(10_000)]
    public void A_parallel_split_and_join_of_many_branches_is_passed_in_one_step(int branches)
    {
        var body = string.Concat(
            Enumerable.Range(0, branches).Select(i => $"""<manualTask id="m{i}"/><flow path="f m{i} j"/>""")
        );
        var process = Timed(
            $"reading {branches} branches",
            () =>
                ProcessText.Definition(
                    $"""<startEvent id="s"/><parallelGateway id="f"/><parallelGateway id="j"/><endEvent id="e"/><flow path="s f"/><flow path="j e"/>{body}"""
                )
        );

        var state = Timed($"passing {branches} branches", () => Start(process));

        Assert.Equal(ProcessStatus.Completed, state.Status);
    }

    [Theory]
    [InlineData("parallelGateway")]
    [InlineData("inclusiveGateway")]
    public void Ten_times_as_many_branches_cost_no_more_than_twenty_times_the_memory(string gateway)
    {
        long Cost(int branches)
        {
            var when = gateway == "inclusiveGateway" ? "when=\"true\"" : "";
            var body = string.Concat(
                Enumerable
                    .Range(0, branches)
                    .Select(i => $"""<manualTask id="m{i}"/><flow path="f m{i}" {when}/><flow path="m{i} j"/>""")
            );
            var process = ProcessText.Definition(
                $"""<startEvent id="s"/><{gateway} id="f"/><{gateway} id="j"/><endEvent id="e"/><flow path="s f"/><flow path="j e"/>{body}"""
            );
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Equal(ProcessStatus.Completed, Start(process).Status);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        var (one, ten) = (Cost(1_000), Cost(10_000));

        Assert.InRange((double)ten / one, 5, 20);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(10_000)]
    public void A_parallel_split_of_many_tasks_is_joined_by_the_last(int branches)
    {
        var body = string.Concat(
            Enumerable.Range(0, branches).Select(i => $"""<userTask id="a{i}"/><flow path="f a{i} j"/>""")
        );
        var process = ProcessText.Definition(
            $"""<startEvent id="s"/><parallelGateway id="f"/><parallelGateway id="j"/><endEvent id="e"/><flow path="s f"/><flow path="j e"/>{body}"""
        );
        var state = Start(process);
        Assert.Equal(branches, state.Elements.Count);

        state = Timed($"completing {branches} tasks one by one", () => CompleteAll(process, state));

        Assert.Equal(ProcessStatus.Completed, state.Status);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(10_000)]
    public void An_inclusive_split_and_join_of_many_branches_is_passed_in_one_step(int branches)
    {
        var body = string.Concat(
            Enumerable
                .Range(0, branches)
                .Select(i => $"""<manualTask id="m{i}"/><flow path="f m{i}" when="true"/><flow path="m{i} j"/>""")
        );
        var process = Timed(
            $"reading {branches} inclusive branches",
            () =>
                ProcessText.Definition(
                    $"""<startEvent id="s"/><inclusiveGateway id="f"/><inclusiveGateway id="j"/><endEvent id="e"/><flow path="s f"/><flow path="j e"/>{body}"""
                )
        );

        var state = Timed($"passing {branches} inclusive branches", () => Start(process));

        Assert.Equal(ProcessStatus.Completed, state.Status);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(10_000)]
    public void An_inclusive_split_of_many_tasks_is_joined_by_the_last(int branches)
    {
        var body = string.Concat(
            Enumerable
                .Range(0, branches)
                .Select(i => $"""<userTask id="a{i}"/><flow path="f a{i}" when="true"/><flow path="a{i} j"/>""")
        );
        var process = ProcessText.Definition(
            $"""<startEvent id="s"/><inclusiveGateway id="f"/><inclusiveGateway id="j"/><endEvent id="e"/><flow path="s f"/><flow path="j e"/>{body}"""
        );
        var state = Start(process);
        Assert.Equal(branches, state.Elements.Count);

        state = Timed($"completing {branches} inclusive tasks one by one", () => CompleteAll(process, state));

        Assert.Equal(ProcessStatus.Completed, state.Status);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(10_000)]
    public void As_many_bodies_as_are_allowed_run_and_end(int bodies)
    {
        var process = ProcessText.Definition(
            $"""
            <startEvent id="s"/><userTask id="a"><multiInstanceLoopCharacteristics><loopCardinality>{bodies}</loopCardinality></multiInstanceLoopCharacteristics></userTask>
            <endEvent id="e"/><flow path="s a e"/>
            """
        );
        var state = Timed($"opening {bodies} bodies", () => Start(process));
        Assert.Equal(bodies + 1, state.Elements.Count);

        state = Timed($"completing {bodies} bodies one by one", () => CompleteAll(process, state));

        Assert.Equal(ProcessStatus.Completed, state.Status);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(10_000)]
    public void Bodies_that_are_counted_run_and_end(int bodies)
    {
        foreach (var sequential in (string[])["false", "true"])
        {
            var process = ProcessText.Definition(
                $"""
                <startEvent id="s"/><userTask id="a"><multiInstanceLoopCharacteristics isSequential="{sequential}"><loopCardinality>{bodies}</loopCardinality><completionCondition>numberOfCompletedInstances == {bodies}</completionCondition></multiInstanceLoopCharacteristics></userTask>
                <endEvent id="e"/><flow path="s a e"/>
                """
            );
            var state = Start(process);

            state = Timed(
                $"completing {bodies} counted bodies one by one, sequential {sequential}",
                () =>
                {
                    while (state.Status == ProcessStatus.Running)
                        state = CompleteAll(process, state);
                    return state;
                }
            );

            Assert.Equal(ProcessStatus.Completed, state.Status);
        }
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(10_000)]
    public void Sub_process_bodies_that_need_nobody_are_passed_in_one_step(int bodies)
    {
        var process = ProcessText.Definition(
            $"""
            <startEvent id="s"/>
            <subProcess id="each"><startEvent id="is"/><manualTask id="m"><ext><tw:set variable="n" value="1"/></ext></manualTask>
              <sendTask id="tell" messageRef="note"/><exclusiveGateway id="x" default="x-b"/><manualTask id="a"/><manualTask id="b"/><endEvent id="ie"/>
              <flow path="is m tell x b ie"/><flow path="x a" when="n == 2"/><flow path="a ie"/>
              <multiInstanceLoopCharacteristics><loopCardinality>{bodies}</loopCardinality></multiInstanceLoopCharacteristics></subProcess>
            <endEvent id="e"/><flow path="s each e"/>
            """,
            """<tw:variable name="n" type="number"/>"""
        );

        var state = Timed($"passing {bodies} sub-process bodies", () => Start(process));

        Assert.Equal(ProcessStatus.Completed, state.Status);
        Assert.Equal(DataValue.Of(1), state.Data["n." + bodies.ToString(CultureInfo.InvariantCulture)]);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(10_000)]
    public void Many_bodies_with_incidents_are_cancelled_at_once(int bodies)
    {
        var process = ProcessText.Definition(
            $"""
            <startEvent id="s"/><subProcess id="sub"><startEvent id="is"/>
              <receiveTask id="a" messageRef="note"><ext><tw:key value="missing"/></ext><multiInstanceLoopCharacteristics><loopCardinality>{bodies}</loopCardinality></multiInstanceLoopCharacteristics></receiveTask>
              <flow path="is a"/></subProcess>
            <boundaryEvent id="late" attachedToRef="sub"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent>
            <endEvent id="e"/><flow path="s sub e"/><flow path="late e"/>
            """,
            """<tw:variable name="missing"/>"""
        );
        var state = Start(process);
        Assert.Equal(bodies, state.Incidents.Count);
        var timer = Assert.Single(state.Timers.Values);

        state = Timed(
            $"cancelling {bodies} bodies with incidents",
            () => Decide(process, state, new FireTimer(timer.Due, Clerk, timer.Id, timer.Generation))
        );

        Assert.Equal(ProcessStatus.Completed, state.Status);
    }

    private static ProcessState CompleteAll(ProcessDefinition process, ProcessState state)
    {
        foreach (var task in state.Elements.Values.Where(e => !e.Holder).Select(e => e.Id).ToList())
            state = Decide(process, state, new CompleteTask(Now, Clerk, task, null, Nothing));
        return state;
    }

    private static ProcessState Start(ProcessDefinition process) =>
        Decide(process, ProcessState.Empty, new StartProcess(Now, Clerk, "instance-1", Nothing));

    private static ProcessState Decide(ProcessDefinition process, ProcessState state, Command command)
    {
        var accepted = Assert.IsType<Decision.Accepted>(
            ProcessEngine.Decide(process, state, command, PlainTerms.Resolve)
        );
        Assert.DoesNotContain(
            accepted.Events,
            e => e is IncidentRaised { Code: "step-budget" or "leaving-step-budget" }
        );
        return accepted.State;
    }

    private static T Timed<T>(string what, Func<T> action)
    {
        var clock = Stopwatch.StartNew();
        var result = action();
        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{what}: {clock.Elapsed.TotalMilliseconds:0} ms")
        );
        return result;
    }
}
