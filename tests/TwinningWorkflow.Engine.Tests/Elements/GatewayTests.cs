namespace TwinningWorkflow.Engine.Tests.Elements;

public sealed class GatewayTests
{
    private const string Choice = """
        <startEvent id="s"/><exclusiveGateway id="x" DEFAULT/><userTask id="a"/><userTask id="b"/><userTask id="c"/>
        <flow path="s x"/><flow path="x a" when="n &gt; 10"/><flow path="x b" when="n &gt; 5"/><flow path="x c" WHEN/>
        """;

    private const string Number = """<tw:variable name="n" type="number"/>""";

    [Theory]
    [InlineData(20, "a")]
    [InlineData(7, "b")]
    [InlineData(1, "c")]
    public void An_exclusive_gateway_takes_the_first_true_flow_in_file_order_else_the_default(long n, string taken) =>
        Scenario
            .Given(Choice.Replace("DEFAULT", """default="x-c" """).Replace("WHEN", ""), Number)
            .Start(("n", DataValue.Of(n)))
            .Waits(taken);

    [Fact]
    public void An_exclusive_gateway_without_a_true_flow_keeps_its_token_at_an_incident() =>
        Scenario
            .Given(Choice.Replace("DEFAULT", "").Replace("WHEN", """when="n == 0" """), Number)
            .Start(("n", DataValue.Of(1)))
            .Incident("no-flow", "x")
            .Waits("x")
            .Running();

    [Fact]
    public void A_gateway_stopped_for_want_of_a_flow_is_entered_again_by_a_retry() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="fork"/><exclusiveGateway id="x"/>
                <userTask id="u"><ext><tw:form><tw:field id="n" type="integer"/></tw:form></ext></userTask>
                <userTask id="a"/><userTask id="b"/>
                <flow path="s fork x"/><flow path="fork u"/>
                <flow path="x a" when="u.n == 1"/><flow path="x b" when="u.n == 2"/>
                """
            )
            .Start()
            .Incident("no-flow", "x")
            .Complete("u", null, ("n", DataValue.Of(2)))
            .Retry()
            .NoIncident()
            .Waits("b");

    [Fact]
    public void A_missing_value_makes_a_condition_false_and_no_exception() =>
        Scenario.Given(Choice.Replace("DEFAULT", """default="x-c" """).Replace("WHEN", ""), Number).Start().Waits("c");

    [Fact]
    public void A_condition_that_overflows_is_an_incident() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><exclusiveGateway id="x" default="x-b"/><userTask id="a"/><userTask id="b"/>
                <flow path="s x b"/><flow path="x a" when="n + 1 &gt; 0"/>
                """,
                Number
            )
            .Start(("n", DataValue.Of(DataValue.Number.Largest)))
            .Incident("expression", "x");

    [Fact]
    public void An_exclusive_gateway_that_brings_flows_together_lets_every_token_pass() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="fork"/><exclusiveGateway id="merge"/><userTask id="a"/>
                <manualTask id="l"/><manualTask id="r"/>
                <flow path="s fork l merge a"/><flow path="fork r merge"/>
                """
            )
            .Start()
            .Waits("a", "a");

    [Fact]
    public void A_parallel_join_waits_for_each_flow_and_goes_on_once() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="fork"/><userTask id="a"/><userTask id="b"/><userTask id="c"/>
                <parallelGateway id="join"/><userTask id="after"/>
                <flow path="s fork a join after"/><flow path="fork b join"/><flow path="fork c join"/>
                """
            )
            .Start()
            .Complete("b")
            .Waits("a", "c")
            .Complete("a")
            .Waits("c")
            .Complete("c")
            .Waits("after");

    [Fact]
    public void Two_tokens_on_one_flow_do_not_stand_for_a_missing_one_on_another_and_the_extra_stays() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="fork"/><manualTask id="m1"/><manualTask id="m2"/>
                <userTask id="a"/><userTask id="b"/><parallelGateway id="join"/><userTask id="after"/>
                <flow path="s fork m1 a join after"/><flow path="fork m2 a"/><flow path="fork b join"/>
                """
            )
            .Start()
            .Waits("a", "a", "b")
            .Complete("a")
            .Complete("a")
            .Waits("b")
            .Then(s => Assert.Equal(2, s.State.Scopes[1].Joins["join"]["a-join"]))
            .Complete("b")
            .Waits("after")
            .Then(s => Assert.Equal(1, s.State.Scopes[1].Joins["join"]["a-join"]))
            .Complete("after")
            .Running()
            .Incident("deadlock", "join");

    [Fact]
    public void A_join_that_can_never_fire_is_an_incident_and_not_a_completion() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><exclusiveGateway id="x" default="x-a"/><userTask id="a"/><userTask id="b"/>
                <parallelGateway id="join"/><endEvent id="e"/>
                <flow path="s x a join e"/><flow path="x b" when="false"/><flow path="b join"/>
                """
            )
            .Start()
            .Complete("a")
            .Incident("deadlock", "join")
            .Running();

    [Fact]
    public void A_deadlock_stays_in_sight_however_often_it_is_retried_and_goes_with_a_withdrawal() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><exclusiveGateway id="x" default="x-join"/><userTask id="b"/>
                <parallelGateway id="join"/><endEvent id="e"/>
                <flow path="s x join e"/><flow path="x b" when="false"/><flow path="b join"/>
                """
            )
            .Start()
            .Retry()
            .Incident("deadlock", "join")
            .Retry()
            .Incident("deadlock", "join")
            .Withdraw()
            .Ended(ProcessStatus.Withdrawn, "");

    [Fact]
    public void A_deadlock_inside_a_sub_process_does_not_complete_it() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/>
                <subProcess id="sub"><startEvent id="is"/><exclusiveGateway id="x" default="x-join"/><userTask id="b"/>
                  <parallelGateway id="join"/><endEvent id="ie"/>
                  <flow path="is x join ie"/><flow path="x b" when="false"/><flow path="b join"/></subProcess>
                <boundaryEvent id="late" attachedToRef="sub"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent>
                <userTask id="rescue"/><endEvent id="e"/>
                <flow path="s sub e"/><flow path="late rescue"/>
                """
            )
            .Start()
            .Incident("deadlock", "join")
            .Running()
            .Fire("late")
            .NoIncident()
            .Waits("rescue");

    [Fact]
    public void The_first_event_behind_an_event_based_gateway_wins_and_the_others_are_gone_in_the_same_step()
    {
        var scenario = Scenario
            .Given(
                """
                <startEvent id="s"/><eventBasedGateway id="g"/>
                <intermediateCatchEvent id="elapsed"><timerEventDefinition><timeDuration>P30D</timeDuration></timerEventDefinition></intermediateCatchEvent>
                <intermediateCatchEvent id="clearance"><messageEventDefinition messageRef="nullaOsta"/></intermediateCatchEvent>
                <intermediateCatchEvent id="objection"><messageEventDefinition messageRef="objection"/></intermediateCatchEvent>
                <userTask id="a"/><userTask id="b"/><userTask id="c"/>
                <flow path="s g elapsed a"/><flow path="g clearance b"/><flow path="g objection c"/>
                """
            )
            .Start()
            .Waits("g")
            .Timers("elapsed")
            .Listens("clearance", "objection");
        var timer = scenario.Timer("elapsed");

        scenario.Receive("nullaOsta").Waits("b").Timers().Listens();

        scenario
            .At("2024-01-01T00:00:00Z")
            .When((at, who) => new FireTimer(at, who, timer.Id, timer.Generation))
            .Refused(RejectionCode.TimerGone)
            .Receive("objection")
            .Refused(RejectionCode.NobodyWaits);
    }

    [Fact]
    public void An_event_based_gateway_paints_the_flow_that_was_taken() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><eventBasedGateway id="g"/>
                <intermediateCatchEvent id="t"><timerEventDefinition><timeDuration>P30D</timeDuration></timerEventDefinition></intermediateCatchEvent>
                <receiveTask id="r" messageRef="m"/><endEvent id="e"/>
                <flow path="s g t e"/><flow path="g r e"/>
                """
            )
            .Start()
            .Receive("m", null, ("x", DataValue.Of(1)))
            .Ended(ProcessStatus.Completed, "e")
            .Holds("r.x", DataValue.Of(1))
            .Then(s => Assert.Equal(["g-r", "r", "r-e", "e"], Assert.Single(s.Of<FlowsTaken>()).Flows));

    [Fact]
    public void A_loop_that_never_rests_ends_at_the_step_budget_with_an_incident_that_a_retry_takes_up_again() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><exclusiveGateway id="x" default="x-m"/><manualTask id="m"/><userTask id="a"/>
                <flow path="s x m x"/><flow path="x a" when="has(stop)"/>
                """,
                """<tw:variable name="stop" type="flag"/>"""
            )
            .Start()
            .Then(s =>
                Assert.Equal("step-budget", Assert.Single(s.State.Incidents.Values).Code.Replace("leaving-", ""))
            )
            .Running()
            .Retry()
            .Then(s => Assert.Single(s.State.Incidents));

    [Fact]
    public void A_loop_around_multi_instance_bodies_ends_at_the_step_budget_too() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><exclusiveGateway id="x" default="x-m"/><userTask id="a"/>
                <sendTask id="m" messageRef="notice"><multiInstanceLoopCharacteristics><loopCardinality>5</loopCardinality></multiInstanceLoopCharacteristics></sendTask>
                <flow path="s x m x"/><flow path="x a" when="false"/>
                """
            )
            .Start()
            .Then(s =>
                Assert.Contains("step-budget", Assert.Single(s.State.Incidents.Values).Code, StringComparison.Ordinal)
            )
            .Then(s => Assert.InRange(s.Of<MessageSent>().Count(), 5, 10_000));

    [Fact]
    public void A_token_that_the_step_budget_stops_before_a_join_does_not_slip_past_it_on_retry()
    {
        // a doubling loop: every round sends one more token to the join, over one flow only
        var scenario = Scenario
            .Given(
                """
                <startEvent id="s"/><manualTask id="m"/><parallelGateway id="join"/><userTask id="b"/><userTask id="after"/>
                <exclusiveGateway id="x" default="x-m"/>
                <flow path="s x m x"/><flow path="m join after"/><flow path="x b" when="false"/><flow path="b join"/>
                """
            )
            .Start();

        while (scenario.State.Incidents.Values.FirstOrDefault(i => i.Node == "join") is { } atJoin)
            scenario.When((at, who) => new RetryIncident(at, who, atJoin.Id) { Reason = "again" });

        Assert.DoesNotContain(scenario.State.Elements.Values, e => e.Node == "after");
        Assert.Contains(scenario.State.Incidents.Values, i => i.Code.EndsWith("step-budget", StringComparison.Ordinal));
    }
}
