namespace TwinningWorkflow.Engine.Tests.Elements;

public sealed class InclusiveGatewayTests
{
    private const string Flags = """
        <tw:variable name="x" type="flag"/><tw:variable name="y" type="flag"/><tw:variable name="z" type="flag"/><tw:variable name="n" type="number"/>
        """;

    /// <summary>Three branches from one inclusive gateway into another.</summary>
    private const string Choice = """
        <startEvent id="s"/><inclusiveGateway id="or" DEFAULT/><userTask id="a"/><userTask id="b"/><userTask id="c"/>
        <inclusiveGateway id="join"/><userTask id="after"/>
        <flow path="s or"/><flow path="or a" when="x"/><flow path="or b" when="y"/><flow path="or c" WHEN/>
        <flow path="a join after"/><flow path="b join"/><flow path="c join"/>
        """;

    private const string WithDefault = """default="or-c" """;

    [Theory]
    [InlineData(true, true, "a b")]
    [InlineData(true, false, "a")]
    [InlineData(false, true, "b")]
    [InlineData(false, false, "c")]
    public void Every_true_flow_is_taken_and_the_default_only_when_none_is(bool x, bool y, string taken) =>
        Scenario
            .Given(Choice.Replace("DEFAULT", WithDefault).Replace("WHEN", ""), Flags)
            .Start(("x", DataValue.Of(x)), ("y", DataValue.Of(y)))
            .Waits(taken.Split(' '));

    [Fact]
    public void Without_a_true_flow_and_a_default_the_token_stays_at_an_incident_and_a_retry_chooses_again() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="fork"/><inclusiveGateway id="or"/>
                <userTask id="u"><ext><tw:form><tw:field id="n" type="integer"/></tw:form></ext></userTask>
                <userTask id="a"/><userTask id="b"/>
                <flow path="s fork or"/><flow path="fork u"/>
                <flow path="or a" when="u.n &gt; 1"/><flow path="or b" when="u.n &gt; 2"/>
                """
            )
            .Start()
            .Incident("leaving-no-flow", "or")
            .Waits("or", "u")
            .Complete("u", null, ("n", DataValue.Of(3)))
            .Retry()
            .NoIncident()
            .Waits("a", "b");

    [Fact]
    public void A_join_waits_for_the_branches_that_were_taken_and_for_no_other()
    {
        Join(x: true, y: true).Complete("a").Waits("b").Complete("b").Waits("after").Complete("after");
        Join(x: true, y: false).Complete("a").Waits("after");
        Join(x: false, y: false).Complete("c").Waits("after");

        static Scenario Join(bool x, bool y) =>
            Scenario
                .Given(Choice.Replace("DEFAULT", WithDefault).Replace("WHEN", ""), Flags)
                .Start(("x", DataValue.Of(x)), ("y", DataValue.Of(y)));
    }

    [Fact]
    public void A_join_behind_an_exclusive_choice_lets_the_one_token_pass() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><exclusiveGateway id="g" default="g-b"/><userTask id="a"/><userTask id="b"/><inclusiveGateway id="join"/><userTask id="after"/>
                <flow path="s g b join after"/><flow path="g a" when="x"/><flow path="a join"/>
                """,
                Flags
            )
            .Start()
            .Complete("b")
            .Waits("after");

    [Fact]
    public void A_join_that_is_reached_by_all_in_one_step_goes_on_once() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="fork"/><manualTask id="a"/><manualTask id="b"/><inclusiveGateway id="join"/><userTask id="after"/>
                <flow path="s fork a join after"/><flow path="fork b join"/>
                """
            )
            .Start()
            .Waits("after")
            .Then(s => Assert.Single(s.Of<JoinPassed>()));

    /// <summary>A token waits at the join; another is where it may still come there, or end.</summary>
    private const string Apart = """
        <startEvent id="s"/><parallelGateway id="fork"/><manualTask id="a"/><userTask id="b"/>
        <exclusiveGateway id="g" default="g-e"/><endEvent id="e"/><inclusiveGateway id="join"/><userTask id="after"/>
        <flow path="s fork a join after"/><flow path="fork b g e"/><flow path="g join" when="x"/>
        """;

    [Fact]
    public void A_join_goes_on_when_a_token_elsewhere_ends() =>
        Scenario.Given(Apart, Flags).Start().Waits("b").Complete("b").Waits("after");

    [Fact]
    public void A_join_goes_on_when_a_token_elsewhere_is_cancelled() =>
        Scenario
            .Given(
                Apart
                    + """
                    <boundaryEvent id="late" attachedToRef="b"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent>
                    <userTask id="aside"/><flow path="late aside"/>
                    """,
                Flags
            )
            .Start()
            .Waits("b")
            .Fire("late")
            .Waits("after", "aside");

    [Fact]
    public void A_join_goes_on_when_a_wait_elsewhere_takes_another_way() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="fork"/><manualTask id="a"/>
                <eventBasedGateway id="eg"/><receiveTask id="yes" messageRef="yes"/><receiveTask id="no" messageRef="no"/>
                <userTask id="aside"/><inclusiveGateway id="join"/><userTask id="after"/>
                <flow path="s fork a join after"/><flow path="fork eg yes join"/><flow path="eg no aside"/>
                """
            )
            .Start()
            .Waits("eg")
            .Receive("no")
            .Waits("after", "aside");

    [Fact]
    public void A_join_waits_for_what_an_event_based_gateway_may_bring() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="fork"/><manualTask id="a"/>
                <eventBasedGateway id="eg"/><receiveTask id="yes" messageRef="yes"/><receiveTask id="no" messageRef="no"/>
                <userTask id="aside"/><inclusiveGateway id="join"/><userTask id="after"/>
                <flow path="s fork a join after"/><flow path="fork eg yes join"/><flow path="eg no aside"/>
                """
            )
            .Start()
            .Receive("yes")
            .Waits("after")
            .Then(s => Assert.Single(s.Of<JoinPassed>()));

    [Fact]
    public void A_join_waits_for_what_a_boundary_event_of_an_activity_may_bring_and_for_that_alone() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="fork"/><manualTask id="a"/><userTask id="b"/><endEvent id="e"/>
                <boundaryEvent id="late" attachedToRef="b"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent>
                <inclusiveGateway id="join"/><userTask id="after"/>
                <flow path="s fork a join after"/><flow path="fork b e"/><flow path="late join"/>
                """
            )
            .Start()
            .Waits("b")
            .Complete("b")
            .Waits("after");

    [Fact]
    public void A_token_inside_a_sub_process_counts_as_at_the_sub_process() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="fork"/><manualTask id="a"/>
                <subProcess id="sub"><startEvent id="is"/><subProcess id="deep"><startEvent id="ds"/><userTask id="b"/><userTask id="c"/><flow path="ds b c"/></subProcess><flow path="is deep"/></subProcess>
                <inclusiveGateway id="join"/><userTask id="after"/>
                <flow path="s fork a join after"/><flow path="fork sub join"/>
                """
            )
            .Start()
            .Waits("b")
            .Complete("b")
            .Waits("c")
            .Complete("c")
            .Waits("after");

    [Fact]
    public void A_join_inside_a_sub_process_does_not_wait_for_tokens_outside() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="fork"/><userTask id="outside"/><endEvent id="e"/>
                <subProcess id="sub"><startEvent id="is"/><inclusiveGateway id="or" default="or-c"/><userTask id="b"/><userTask id="c"/><inclusiveGateway id="join"/><userTask id="after"/>
                  <flow path="is or c join after"/><flow path="or b" when="x"/><flow path="b join"/></subProcess>
                <flow path="s fork outside e"/><flow path="fork sub e"/>
                """,
                Flags
            )
            .Start()
            .Complete("c")
            .Waits("after", "outside");

    [Fact]
    public void Bodies_of_a_multi_instance_activity_count_as_at_the_activity() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="fork"/><manualTask id="a"/>
                <userTask id="b"><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>
                <inclusiveGateway id="join"/><userTask id="after"/>
                <flow path="s fork a join after"/><flow path="fork b join"/>
                """
            )
            .Start()
            .Complete("b[1]")
            .Waits("b[2]")
            .Complete("b[2]")
            .Waits("after");

    [Fact]
    public void A_join_waits_for_a_token_that_may_come_round_a_loop() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="fork"/><manualTask id="a"/>
                <exclusiveGateway id="merge"/><userTask id="b"><ext><tw:form><tw:field id="again" type="flag"/></tw:form></ext></userTask><exclusiveGateway id="decide" default="decide-join"/>
                <inclusiveGateway id="join"/><userTask id="after"/>
                <flow path="s fork a join after"/><flow path="fork merge b decide join"/><flow path="decide merge" when="b.again"/>
                """
            )
            .Start()
            .Complete("b", null, ("again", DataValue.Of(true)))
            .Waits("b")
            .Complete("b")
            .Waits("after");

    [Fact]
    public void A_token_that_went_through_the_join_is_waited_for_when_it_may_come_back() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="fork"/><userTask id="a"/><userTask id="b"/>
                <inclusiveGateway id="join"/><userTask id="after"/><exclusiveGateway id="decide" default="decide-e"/><endEvent id="e"/>
                <flow path="s fork a join after decide e"/><flow path="fork b join"/><flow path="decide join" when="x"/>
                """,
                Flags
            )
            .Start(("x", DataValue.Of(true)))
            .Complete("a")
            .Complete("b")
            .Waits("after")
            // round the loop, with nothing else to wait for
            .Complete("after")
            .Waits("after");

    [Fact]
    public void A_token_that_can_reach_a_flow_which_has_one_is_not_waited_for() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="fork"/><manualTask id="a"/><userTask id="b"/><exclusiveGateway id="decide" default="decide-merge"/>
                <exclusiveGateway id="merge"/><inclusiveGateway id="join"/><userTask id="after"/>
                <flow path="s fork a merge join after"/><flow path="fork b decide merge"/><flow path="decide join" when="x"/>
                """,
                Flags
            )
            .Start()
            .Waits("b", "after")
            .Complete("b")
            .Waits("after", "after");

    [Fact]
    public void Two_tokens_on_one_flow_are_two_passages() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="fork"/><manualTask id="l"/><manualTask id="r"/><userTask id="b"/>
                <exclusiveGateway id="merge"/><inclusiveGateway id="join"/><userTask id="after"/>
                <flow path="s fork l merge join after"/><flow path="fork r merge"/><flow path="fork b join"/>
                """
            )
            .Start()
            .Waits("b")
            .Then(s => Assert.Equal(2, s.State.Scopes[1].Joins["join"]["merge-join"]))
            .Complete("b")
            .Waits("after", "after")
            .Then(s => Assert.Empty(s.State.Scopes[1].Joins));

    [Fact]
    public void Of_two_joins_in_a_row_the_first_does_not_wait_for_the_second() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="fork"/><manualTask id="a"/><manualTask id="b"/><userTask id="c"/>
                <inclusiveGateway id="one"/><inclusiveGateway id="two"/><userTask id="after"/>
                <flow path="s fork a one two after"/><flow path="fork b two"/><flow path="fork c one"/>
                """
            )
            .Start()
            .Waits("c")
            .Complete("c")
            .Waits("after")
            .Then(s => Assert.Equal(["one", "two"], s.Of<JoinPassed>().Select(j => j.Node)));

    /// <summary>Behind each of two joins the way leads to the other.</summary>
    private const string Mutual = """
        <startEvent id="s"/><parallelGateway id="fork"/><manualTask id="a"/><manualTask id="b"/>
        <inclusiveGateway id="one"/><inclusiveGateway id="two"/>
        <exclusiveGateway id="d1" default="d1-e"/><exclusiveGateway id="d2" default="d2-e"/><endEvent id="e"/>
        <flow path="s fork a one d1 e"/><flow path="fork b two d2 e"/><flow path="d1 two" when="x"/><flow path="d2 one" when="y"/>
        """;

    [Fact]
    public void Two_joins_that_wait_for_each_other_are_a_deadlock_that_an_operator_sees() =>
        Scenario.Given(Mutual, Flags).Start().Running().Incident("deadlock", "one").Retry().Incident("deadlock", "one");

    [Fact]
    public void A_join_on_a_circle_goes_on_when_the_other_has_no_token() =>
        Scenario
            .Given(
                Mutual.Replace("""<manualTask id="b"/>""", """<userTask id="b"/>""")
                    + """<boundaryEvent id="gone" attachedToRef="b"><messageEventDefinition messageRef="gone"/></boundaryEvent><endEvent id="e2"/><flow path="gone e2"/>""",
                Flags
            )
            .Start()
            .Waits("b")
            .Receive("gone")
            .Ended(ProcessStatus.Completed, "e");

    [Fact]
    public void A_join_that_also_splits_takes_every_true_flow() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="fork"/><userTask id="a"/><userTask id="b"/><inclusiveGateway id="both" default="both-q"/><userTask id="p1"/><userTask id="q"/><userTask id="r"/>
                <flow path="s fork a both q"/><flow path="fork b both"/><flow path="both p1" when="x"/><flow path="both r" when="y"/>
                """,
                Flags
            )
            .Start(("x", DataValue.Of(true)), ("y", DataValue.Of(true)))
            .Complete("a")
            .Waits("b")
            .Complete("b")
            .Waits("p1", "r");

    [Fact]
    public void A_join_without_a_true_flow_behind_it_keeps_its_token_and_not_those_it_consumed() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="fork"/><userTask id="a"/><userTask id="b"/><inclusiveGateway id="both"/><userTask id="p1"/><userTask id="q"/>
                <flow path="s fork a both"/><flow path="fork b both"/><flow path="both p1" when="x"/><flow path="both q" when="y"/>
                """,
                Flags
            )
            .Start()
            .Complete("a")
            .Complete("b")
            .Incident("leaving-no-flow", "both")
            .Waits("both")
            .Then(s => Assert.Empty(s.State.Scopes[1].Joins))
            .Retry()
            .Incident("leaving-no-flow", "both");

    [Fact]
    public void A_join_in_a_loop_without_a_wait_ends_at_the_step_budget() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><inclusiveGateway id="join"/><manualTask id="m"/><endEvent id="e"/><exclusiveGateway id="g" default="g-join"/>
                <flow path="s join m g join"/><flow path="g e" when="x"/>
                """,
                Flags
            )
            .Start()
            .Then(s => Assert.EndsWith("step-budget", Assert.Single(s.State.Incidents.Values).Code));

    [Fact]
    public void Assignments_are_made_when_it_is_left() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><inclusiveGateway id="or" default="or-b"><ext><tw:set variable="x" value="true"/></ext></inclusiveGateway><userTask id="a"/><userTask id="b"/>
                <flow path="s or b"/><flow path="or a" when="x"/>
                """,
                Flags
            )
            .Start()
            .Waits("a")
            .Holds("x", DataValue.Of(true));

    [Fact]
    public void Tokens_that_wait_at_a_join_go_with_their_sub_process() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><subProcess id="sub"><startEvent id="is"/><parallelGateway id="fork"/><manualTask id="a"/><userTask id="b"/><inclusiveGateway id="join"/><userTask id="after"/>
                  <flow path="is fork a join after"/><flow path="fork b join"/></subProcess>
                <boundaryEvent id="late" attachedToRef="sub"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent>
                <userTask id="next"/><userTask id="aside"/><flow path="s sub next"/><flow path="late aside"/>
                """
            )
            .Start()
            .Waits("b")
            .Fire("late")
            .Waits("aside")
            .Then(s => Assert.Single(s.State.Scopes));
}
