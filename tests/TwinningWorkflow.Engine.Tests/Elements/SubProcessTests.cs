namespace TwinningWorkflow.Engine.Tests.Elements;

public sealed class SubProcessTests
{
    [Fact]
    public void A_sub_process_completes_only_when_no_token_is_left_in_it() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/>
                <subProcess id="sub"><startEvent id="is"/><parallelGateway id="f"/><userTask id="a"/><manualTask id="m"/>
                  <endEvent id="e1"/><endEvent id="e2"/><flow path="is f m e1"/><flow path="f a e2"/></subProcess>
                <userTask id="after"/><flow path="s sub after"/>
                """
            )
            .Start()
            .Waits("a")
            .Complete("a")
            .Waits("after");

    [Fact]
    public void A_sub_process_that_needs_nobody_is_passed_in_one_step() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/>
                <subProcess id="sub"><startEvent id="is"/><subProcess id="inner"><startEvent id="ns"/><endEvent id="ne"/><flow path="ns ne"/></subProcess>
                  <endEvent id="ie"/><flow path="is inner ie"/></subProcess>
                <endEvent id="e"/><flow path="s sub e"/>
                """
            )
            .Start()
            .Ended(ProcessStatus.Completed, "e");

    [Fact]
    public void A_sub_process_does_not_complete_while_a_non_interrupting_event_sub_process_runs_in_it() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/>
                <subProcess id="sub"><startEvent id="is"/><userTask id="a"/><flow path="is a"/>
                  <subProcess id="esp" triggeredByEvent="true"><startEvent id="heard" isInterrupting="false"><messageEventDefinition messageRef="observation"/></startEvent>
                    <userTask id="classify"/><flow path="heard classify"/></subProcess></subProcess>
                <userTask id="after"/><flow path="s sub after"/>
                """
            )
            .Start()
            .Receive("observation")
            .Waits("a", "classify")
            .Complete("a")
            .Waits("classify")
            .Complete("classify")
            .Waits("after")
            .Listens();

    [Fact]
    public void Each_message_starts_a_non_interrupting_event_sub_process_once_more() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><userTask id="a"/><flow path="s a"/>
                <subProcess id="esp" triggeredByEvent="true"><startEvent id="heard" isInterrupting="false"><messageEventDefinition messageRef="observation"/></startEvent>
                  <userTask id="classify"/><flow path="heard classify"/></subProcess>
                """
            )
            .Start()
            .Receive("observation")
            .Receive("observation")
            .Waits("a", "classify", "classify")
            .Listens("heard");

    [Fact]
    public void An_interrupting_event_sub_process_takes_over_its_scope_and_closes_the_other_starts() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="fork"/><userTask id="a"/><userTask id="b"/><parallelGateway id="join"/>
                <flow path="s fork a join"/><flow path="fork b join"/>
                <subProcess id="one" triggeredByEvent="true"><startEvent id="withdrawn"><messageEventDefinition messageRef="withdraws"/></startEvent>
                  <userTask id="close"/><endEvent id="closed"/><flow path="withdrawn close closed"/></subProcess>
                <subProcess id="two" triggeredByEvent="true"><startEvent id="heard" isInterrupting="false"><messageEventDefinition messageRef="observation"/></startEvent>
                  <endEvent id="e2"/><flow path="heard e2"/></subProcess>
                <subProcess id="three" triggeredByEvent="true"><startEvent id="lapsed"><timerEventDefinition><timeDuration>P5Y</timeDuration></timerEventDefinition></startEvent>
                  <endEvent id="e3"/><flow path="lapsed e3"/></subProcess>
                """
            )
            .Start()
            .Listens("heard", "withdrawn")
            .Timers("lapsed")
            .Complete("a")
            .Receive("withdraws")
            .Waits("close")
            .Listens()
            .Timers()
            .Then(s => Assert.Empty(s.State.Scopes[1].Joins))
            .Receive("observation")
            .Refused(RejectionCode.NobodyWaits)
            .Complete("close")
            .Ended(ProcessStatus.Completed, "closed");

    [Fact]
    public void A_timer_may_start_an_event_sub_process_again_and_again() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><userTask id="a"/><flow path="s a"/>
                <subProcess id="esp" triggeredByEvent="true"><startEvent id="yearly" isInterrupting="false"><timerEventDefinition><timeCycle>R/P1Y</timeCycle></timerEventDefinition></startEvent>
                  <userTask id="review"/><flow path="yearly review"/></subProcess>
                """
            )
            .Start()
            .Fire("yearly")
            .Fire("yearly")
            .Waits("a", "review", "review")
            .Then(s => Assert.Equal(NodaTime.Instant.FromUtc(2025, 12, 9, 9, 0), s.Timer("yearly").Due));

    [Fact]
    public void What_an_event_sub_process_was_told_is_kept_in_the_scope_that_it_listens_for() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/>
                <subProcess id="each"><startEvent id="is"/><userTask id="a"/><flow path="is a"/>
                  <multiInstanceLoopCharacteristics><ext><tw:items value="towns"/></ext></multiInstanceLoopCharacteristics>
                  <subProcess id="esp" triggeredByEvent="true"><startEvent id="heard" isInterrupting="false">
                    <ext><tw:key value="item"/><tw:form><tw:field id="n" type="integer"/></tw:form></ext><messageEventDefinition messageRef="note"/></startEvent>
                    <endEvent id="ee"/><flow path="heard ee"/></subProcess></subProcess>
                <flow path="s each"/>
                """,
                """<tw:list name="towns" items="KAUNAS TROYES"/>"""
            )
            .Start()
            .Listens("heard:KAUNAS", "heard:TROYES")
            .Receive("note", "TROYES", ("n", DataValue.Of(5)))
            .Complete("a")
            .Complete("a")
            .Holds("heard.n.TROYES", DataValue.Of(5))
            .Holds("heard.n.KAUNAS", null);

    [Fact]
    public void A_start_whose_term_cannot_be_computed_is_an_incident_and_no_exception_and_a_retry_arms_it() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><userTask id="a"/><flow path="s a"/>
                <subProcess id="esp" triggeredByEvent="true"><startEvent id="lapsed"><timerEventDefinition><timeDate>until</timeDate></timerEventDefinition></startEvent>
                  <endEvent id="e"/><flow path="lapsed e"/></subProcess>
                """,
                """<tw:variable name="until" type="date"/>"""
            )
            .Start()
            .Incident("expression", "s")
            .Timers()
            .Retry()
            .Incident("expression", "s");

    [Fact]
    public void An_event_sub_process_within_another_listens_once_the_outer_one_runs_even_when_its_key_is_not_known_yet() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><userTask id="a"><ext><tw:form><tw:field id="no"/></tw:form></ext></userTask><flow path="s a"/>
                <subProcess id="esp" triggeredByEvent="true"><startEvent id="heard" isInterrupting="false"><messageEventDefinition messageRef="objection"/></startEvent>
                  <userTask id="reply"/><flow path="heard reply"/>
                  <subProcess id="nested" triggeredByEvent="true"><startEvent id="dropped"><ext><tw:key value="a.no"/></ext><messageEventDefinition messageRef="dropped"/></startEvent>
                    <endEvent id="ne"/><flow path="dropped ne"/></subProcess></subProcess>
                """
            )
            .Start()
            .Receive("objection")
            .Incident("expression", "heard")
            .Complete("a", null, ("no", DataValue.Of("17")))
            .Retry()
            .Waits("reply")
            .Listens("dropped:17", "heard")
            .Receive("dropped", "17")
            .Ended(ProcessStatus.Completed, "ne");
}
