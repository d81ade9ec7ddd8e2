namespace TwinningWorkflow.Engine.Tests.Elements;

public sealed class EndEventTests
{
    [Fact]
    public void A_process_is_complete_when_the_last_token_has_ended() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="fork"/><userTask id="a"/><userTask id="b"/><endEvent id="e1"/><endEvent id="e2"/>
                <flow path="s fork a e1"/><flow path="fork b e2"/>
                """
            )
            .Start()
            .Complete("a")
            .Running()
            .Waits("b")
            .Complete("b")
            .Ended(ProcessStatus.Completed, "e2");

    [Fact]
    public void A_terminate_end_event_of_the_process_ends_it_with_everything_in_it() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="fork"/><userTask id="a"/>
                <subProcess id="sub"><startEvent id="is"/><userTask id="b"/><flow path="is b"/></subProcess>
                <boundaryEvent id="late" attachedToRef="sub"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent>
                <endEvent id="stop"><terminateEventDefinition/></endEvent><endEvent id="e"/>
                <flow path="s fork a stop"/><flow path="fork sub e"/><flow path="late e"/>
                """
            )
            .Start()
            .Waits("a", "b")
            .Complete("a")
            .Ended(ProcessStatus.Terminated, "stop")
            .Timers();

    [Fact]
    public void A_terminate_end_event_in_a_sub_process_ends_that_sub_process_only() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="fork"/><userTask id="beside"/>
                <subProcess id="sub"><startEvent id="is"/><parallelGateway id="if"/><userTask id="a"/><userTask id="b"/>
                  <endEvent id="stop"><terminateEventDefinition/></endEvent>
                  <flow path="is if a stop"/><flow path="if b"/></subProcess>
                <userTask id="after"/>
                <flow path="s fork sub after"/><flow path="fork beside"/>
                """
            )
            .Start()
            .Complete("a")
            .Running()
            .Waits("after", "beside");

    [Fact]
    public void A_terminate_end_event_drops_the_tokens_that_are_still_on_their_way_in_its_scope() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="fork"/><endEvent id="stop"><terminateEventDefinition/></endEvent>
                <manualTask id="m"/><userTask id="never"/>
                <flow path="s fork stop"/><flow path="fork m never"/>
                """
            )
            .Start()
            .Ended(ProcessStatus.Terminated, "stop")
            .Then(s => Assert.Empty(s.Journal.OfType<TaskOpened>()));

    [Fact]
    public void A_message_end_event_sends_and_ends() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><endEvent id="e"><ext><tw:send to="PARTNER"/></ext><messageEventDefinition messageRef="bye"/></endEvent>
                <flow path="s e"/>
                """
            )
            .Start()
            .Ended(ProcessStatus.Completed, "e")
            .Then(s => Assert.Equal(new MessageSent("e", "bye", "PARTNER"), Assert.Single(s.Of<MessageSent>())));

    [Fact]
    public void An_error_that_nobody_catches_ends_the_process_as_failed_with_its_code() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="fork"/><userTask id="a"/><userTask id="b"/>
                <endEvent id="bad"><errorEventDefinition errorRef="rejected"/></endEvent>
                <flow path="s fork a bad"/><flow path="fork b"/>
                """
            )
            .Start()
            .Complete("a")
            .Ended(ProcessStatus.Failed, "bad")
            .Then(s => Assert.Equal("rejected", Assert.Single(s.Of<ProcessEnded>()).ErrorCode));

    [Fact]
    public void An_end_event_whose_assignment_has_no_value_keeps_its_token() =>
        Scenario
            .Given(
                """<startEvent id="s"/><endEvent id="e"><ext><tw:set variable="n" value="m"/></ext></endEvent><flow path="s e"/>""",
                """<tw:variable name="n" type="number"/><tw:variable name="m" type="number"/>"""
            )
            .Start()
            .Incident("expression", "e")
            .Waits("e");
}
