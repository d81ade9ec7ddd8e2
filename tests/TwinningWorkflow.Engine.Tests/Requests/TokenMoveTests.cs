namespace TwinningWorkflow.Engine.Tests.Requests;

public sealed class TokenMoveTests
{
    private const string Timer = "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>";

    private const string Service = """<serviceTask id="w"><ext><tw:service name="work"/></ext></serviceTask>""";

    [Fact]
    public void The_token_of_a_failed_service_goes_on_elsewhere_and_nothing_of_the_service_is_left() =>
        Scenario
            .Given(
                $"""
                <startEvent id="s"/>{Service}<boundaryEvent id="late" attachedToRef="w">{Timer}</boundaryEvent>
                <userTask id="a"/><userTask id="b"/><flow path="s w a"/><flow path="late b"/>
                """
            )
            .Start()
            .Fail("w")
            .Timers("late")
            .Move("a")
            .NoIncident()
            .Waits("a")
            .Timers()
            .Then(s =>
            {
                Assert.Equal("moved", Assert.Single(s.Of<ElementsCancelled>()).Because);
                var moved = Assert.Single(s.Of<TokenMoved>());
                Assert.Equal(("w", "a", ""), (moved.From, moved.To, moved.Via));
                Assert.Equal(moved.Incident, Assert.Single(s.Of<IncidentResolved>()).Incident);
            });

    [Fact]
    public void A_node_is_entered_anew_even_the_one_that_the_token_stands_at() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><userTask id="a"><ext><tw:form><tw:field id="n" type="integer"/></tw:form></ext></userTask>
                <userTask id="b"/><userTask id="c"/><flow path="s a"/><flow path="a b" when="a.n &gt; 1"/><flow path="a c" when="a.n &gt; 2"/>
                """
            )
            .Start()
            .Complete("a", null, ("n", DataValue.Of(1)))
            .Incident("leaving-no-flow", "a")
            .Move("a")
            .Waits("a")
            .Then(s => Assert.Single(s.Of<TaskOpened>()))
            .Complete("a", null, ("n", DataValue.Of(2)))
            .Waits("b");

    [Fact]
    public void Only_nodes_that_a_token_enters_by_itself_are_offered_and_none_of_another_container() =>
        Scenario
            .Given(
                $"""
                <startEvent id="s"/>{Service}<boundaryEvent id="late" attachedToRef="w">{Timer}</boundaryEvent>
                <subProcess id="sub"><startEvent id="s1"/><userTask id="inner"/><flow path="s1 inner"/></subProcess>
                <subProcess id="esp" triggeredByEvent="true"><startEvent id="s2" isInterrupting="false"><messageEventDefinition messageRef="m2"/></startEvent><userTask id="handler"/><flow path="s2 handler"/></subProcess>
                <eventBasedGateway id="g"/><receiveTask id="r" messageRef="m1"/><intermediateCatchEvent id="t">{Timer}</intermediateCatchEvent>
                <intermediateCatchEvent id="free">{Timer}</intermediateCatchEvent>
                <intermediateThrowEvent id="go"><linkEventDefinition name="l"/></intermediateThrowEvent><intermediateCatchEvent id="come"><linkEventDefinition name="l"/></intermediateCatchEvent>
                <endEvent id="e"/><endEvent id="stop"><terminateEventDefinition/></endEvent>
                <flow path="s w sub g r free e"/><flow path="g t go"/><flow path="come stop"/><flow path="late stop"/>
                """
            )
            .Start()
            .Fail("w")
            .Offers("w", "sub", "g", "free", "go", "come", "e", "stop")
            .Move("late")
            .Refused(RejectionCode.InvalidFields, "target:NotOffered")
            .Move("inner")
            .Refused(RejectionCode.InvalidFields, "target:NotOffered")
            .Move("esp")
            .Refused(RejectionCode.InvalidFields, "target:NotOffered")
            .Move("r")
            .Refused(RejectionCode.InvalidFields, "target:NotOffered")
            .Move("nowhere")
            .Refused(RejectionCode.InvalidFields, "target:NotOffered")
            .Move("s")
            .Refused(RejectionCode.InvalidFields, "target:NotOffered")
            .Move("g")
            .Waits("g")
            .Listens("r", "s2")
            .Timers("t");

    [Fact]
    public void An_end_event_ends_the_branch_and_a_terminating_one_the_scope() =>
        Scenario
            .Given(
                $"""
                <startEvent id="s"/><parallelGateway id="f"/>{Service}<userTask id="a"/><endEvent id="e"/><endEvent id="stop"><terminateEventDefinition/></endEvent>
                <flow path="s f w e"/><flow path="f a stop"/>
                """
            )
            .Start()
            .Fail("w")
            .Move("e")
            .Waits("a")
            .Complete("a")
            .Ended(ProcessStatus.Terminated, "stop");

    [Fact]
    public void A_join_is_entered_by_one_of_its_flows_and_by_none_on_which_a_token_waits() =>
        Scenario
            .Given(
                $"""
                <startEvent id="s"/><parallelGateway id="f"/>{Service}<userTask id="a"/><userTask id="b"/><parallelGateway id="j"/><userTask id="after"/>
                <flow path="s f w j after"/><flow path="f a j"/><flow path="f b j"/>
                """
            )
            .Start()
            .Fail("w")
            .Complete("a")
            .Offers("f", "w", "a", "b", "w-j", "b-j", "after", "p-end")
            .Move("j")
            .Refused(RejectionCode.InvalidFields, "target:NotOffered")
            .Move("w-j")
            .NoIncident()
            .Waits("b")
            .Then(s => Assert.Equal(("j", "w-j"), s.Of<TokenMoved>().Select(m => (m.To, m.Via)).Single()))
            .Complete("b")
            .Waits("after");

    [Fact]
    public void An_inclusive_join_looks_again_when_a_token_for_which_it_waits_is_moved_away() =>
        Scenario
            .Given(
                $"""
                <startEvent id="s"/><inclusiveGateway id="f"/>{Service}<userTask id="a"/><inclusiveGateway id="j"/><userTask id="after"/><userTask id="aside"/>
                <flow path="s f"/><flow path="f w" when="true"/><flow path="f a" when="true"/><flow path="f aside" when="false"/><flow path="w j after"/><flow path="a j"/>
                """
            )
            .Start()
            .Fail("w")
            .Complete("a")
            .Waits("w")
            .Offers("f", "w", "a", "w-j", "after", "aside", "p-end")
            .Move("aside")
            .Waits("after", "aside");

    [Fact]
    public void The_bodies_of_a_multi_instance_activity_share_one_token_which_goes_with_all_of_them() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/>
                <serviceTask id="w"><ext><tw:service name="work"/></ext><multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics></serviceTask>
                <userTask id="a"/><flow path="s w a"/>
                """
            )
            .Start()
            .Serve("w[1]")
            .Fail("w[2]")
            .Offers("w", "a", "p-end")
            .Move("a")
            .NoIncident()
            .Waits("a")
            .Then(s => Assert.Equal(3, Assert.Single(s.Of<ElementsCancelled>()).Elements.Length));

    [Fact]
    public void Inside_a_body_the_token_moves_inside_it_and_the_other_bodies_go_on() =>
        Scenario
            .Given(
                $"""
                <startEvent id="s"/>
                <subProcess id="saga"><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>
                  <startEvent id="s1"/>{Service}<userTask id="byHand"/><endEvent id="e1"/><flow path="s1 w e1"/><boundaryEvent id="bad" attachedToRef="w"><errorEventDefinition/></boundaryEvent><flow path="bad byHand e1"/>
                </subProcess><userTask id="after"/><flow path="s saga after"/>
                """
            )
            .Start()
            .Fail("w")
            .Offers("w", "byHand", "e1")
            .Move("byHand")
            .Waits("byHand", "w")
            .Complete("byHand")
            .Serve("w")
            .Waits("after");

    [Fact]
    public void A_deadlocked_join_gives_its_tokens_as_one_and_what_came_in_excess_is_told_again() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="f"/><manualTask id="m1"/><manualTask id="m2"/><exclusiveGateway id="x" default="x-j"/><userTask id="never"/>
                <parallelGateway id="j"/><userTask id="after"/><endEvent id="e"/>
                <flow path="s f m1 x j after e"/><flow path="f m2 x"/><flow path="x never" when="false"/><flow path="never j"/>
                """
            )
            .Start()
            .Incident("deadlock", "j")
            .Reads()
            .Offers("f", "m1", "m2", "x", "never", "after", "e")
            .Move("never")
            .NoIncident()
            .Complete("never")
            .Waits("after")
            .Complete("after")
            .Ended(ProcessStatus.Completed, "e");

    [Fact]
    public void What_a_deadlocked_join_holds_in_excess_is_an_incident_again() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="f"/><manualTask id="m1"/><manualTask id="m2"/><exclusiveGateway id="x" default="x-j"/><userTask id="never"/>
                <parallelGateway id="j"/><userTask id="after"/><endEvent id="e"/>
                <flow path="s f m1 x j after e"/><flow path="f m2 x"/><flow path="x never" when="false"/><flow path="never j"/>
                """
            )
            .Start()
            .Move("after")
            .Waits("after")
            .NoIncident()
            .Complete("after")
            .Incident("deadlock", "j")
            .Move("e")
            .Ended(ProcessStatus.Completed, "e");

    [Fact]
    public void A_deadlock_in_a_sub_process_is_moved_in_it() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><subProcess id="sub"><startEvent id="s1"/><exclusiveGateway id="x" default="x-a"/><manualTask id="a"/><manualTask id="b"/><parallelGateway id="j"/><endEvent id="e1"/>
                <flow path="s1 x a j e1"/><flow path="x b" when="false"/><flow path="b j"/></subProcess><userTask id="after"/><flow path="s sub after"/>
                """
            )
            .Start()
            .Incident("deadlock", "j")
            .Move("after")
            .Refused(RejectionCode.InvalidFields, "target:NotOffered")
            .Move("e1")
            .NoIncident()
            .Waits("after");

    [Fact]
    public void A_token_that_could_not_begin_its_scope_is_not_moved_because_nothing_would_listen_there() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><userTask id="a"/>
                <subProcess id="esp" triggeredByEvent="true"><startEvent id="s2"><timerEventDefinition><timeDate>${day}</timeDate></timerEventDefinition></startEvent><userTask id="handler"/><flow path="s2 handler"/></subProcess>
                <flow path="s a"/>
                """,
                """<tw:variable name="day" type="date"/>"""
            )
            .Start()
            .Incident("expression", "s")
            .Offers()
            .Move("a")
            .Refused(RejectionCode.InvalidFields, "target:NotOffered")
            .Reads("day=")
            .Correct(("day", DataValue.Of(new NodaTime.LocalDate(2023, 1, 1))))
            .Retry()
            .Waits("a")
            .Timers("s2");

    [Fact]
    public void A_start_event_that_failed_on_leaving_listens_already_and_lets_its_token_go() =>
        Scenario
            .Given(
                """
                <startEvent id="s"><ext><tw:set variable="n" value="n + 1"/></ext></startEvent><userTask id="a"/>
                <subProcess id="esp" triggeredByEvent="true"><startEvent id="s2" isInterrupting="false"><messageEventDefinition messageRef="m"/></startEvent><userTask id="handler"/><flow path="s2 handler"/></subProcess>
                <flow path="s a"/>
                """,
                """<tw:variable name="n" type="number"/>"""
            )
            .Start()
            .Incident("leaving-expression", "s")
            .Listens("s2")
            .Offers("a", "p-end")
            .Move("a")
            .Waits("a")
            .Listens("s2");

    [Fact]
    public void A_move_takes_a_reason_and_an_open_incident()
    {
        var scenario = Scenario
            .Given($"""<startEvent id="s"/>{Service}<userTask id="a"/><flow path="s w a"/>""")
            .Start()
            .Fail("w");
        var id = Assert.Single(scenario.State.Incidents).Key;

        scenario
            .When((at, who) => new MoveToken(at, who, id, "a") { Reason = " " })
            .Refused(RejectionCode.ReasonRequired)
            .When((at, who) => new MoveToken(at, who, id + 1, "a") { Reason = "cannot be done" })
            .Refused(RejectionCode.ElementNotActive)
            .StillOpen("w");
    }

    [Fact]
    public void An_operator_repairs_a_suspended_process_too() =>
        Scenario
            .Given($"""<startEvent id="s"/>{Service}<userTask id="a"/><flow path="s w a"/>""")
            .Start()
            .Fail("w")
            .Suspend()
            .Move("a")
            .Waits("a")
            .Complete("a")
            .Refused(RejectionCode.Suspended);
}
