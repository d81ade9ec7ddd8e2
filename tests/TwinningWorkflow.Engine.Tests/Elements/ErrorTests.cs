namespace TwinningWorkflow.Engine.Tests.Elements;

public sealed class ErrorTests
{
    private const string Thrower = """
        <startEvent id="is"/><userTask id="a"/><userTask id="beside"/><parallelGateway id="f"/>
        <endEvent id="bad"><errorEventDefinition errorRef="rejected"/></endEvent><flow path="is f a bad"/><flow path="f beside"/>
        """;

    [Fact]
    public void An_error_is_caught_at_the_nearest_border_and_interrupts() =>
        Scenario
            .Given(
                $"""
                <startEvent id="s"/>
                <subProcess id="outer"><startEvent id="os"/><subProcess id="inner">{Thrower}</subProcess>
                  <boundaryEvent id="near" attachedToRef="inner"><errorEventDefinition errorRef="rejected"/></boundaryEvent>
                  <userTask id="b"/><flow path="os inner"/><flow path="near b"/></subProcess>
                <boundaryEvent id="far" attachedToRef="outer"><errorEventDefinition errorRef="rejected"/></boundaryEvent>
                <userTask id="c"/><flow path="s outer"/><flow path="far c"/>
                """
            )
            .Start()
            .Complete("a")
            .Waits("b")
            .Then(s => Assert.Equal(new ErrorThrown("bad", "rejected", "near"), Assert.Single(s.Of<ErrorThrown>())));

    [Fact]
    public void A_border_that_catches_another_code_lets_the_error_pass_outwards() =>
        Scenario
            .Given(
                $"""
                <startEvent id="s"/>
                <subProcess id="outer"><startEvent id="os"/><subProcess id="inner">{Thrower}</subProcess>
                  <boundaryEvent id="near" attachedToRef="inner"><errorEventDefinition errorRef="other"/></boundaryEvent>
                  <userTask id="b"/><flow path="os inner"/><flow path="near b"/></subProcess>
                <boundaryEvent id="far" attachedToRef="outer"><errorEventDefinition/></boundaryEvent>
                <userTask id="c"/><flow path="s outer"/><flow path="far c"/>
                """
            )
            .Start()
            .Complete("a")
            .Waits("c");

    [Fact]
    public void The_code_comes_before_a_catch_all_whatever_their_order_in_the_file() =>
        Scenario
            .Given(
                $"""
                <startEvent id="s"/><subProcess id="sub">{Thrower}</subProcess>
                <boundaryEvent id="any" attachedToRef="sub"><errorEventDefinition/></boundaryEvent>
                <boundaryEvent id="exact" attachedToRef="sub"><errorEventDefinition errorRef="rejected"/></boundaryEvent>
                <userTask id="b"/><userTask id="c"/><flow path="s sub"/><flow path="any b"/><flow path="exact c"/>
                """
            )
            .Start()
            .Complete("a")
            .Waits("c");

    [Fact]
    public void An_event_sub_process_inside_comes_before_the_border() =>
        Scenario
            .Given(
                $"""
                <startEvent id="s"/>
                <subProcess id="sub">{Thrower}
                  <subProcess id="esp" triggeredByEvent="true"><startEvent id="caught"><errorEventDefinition errorRef="rejected"/></startEvent>
                    <userTask id="mend"/><flow path="caught mend"/></subProcess></subProcess>
                <boundaryEvent id="far" attachedToRef="sub"><errorEventDefinition errorRef="rejected"/></boundaryEvent>
                <userTask id="b"/><userTask id="after"/><flow path="s sub after"/><flow path="far b"/>
                """
            )
            .Start()
            .Complete("a")
            .Waits("mend")
            .Complete("mend")
            .Waits("after");

    [Fact]
    public void An_error_thrown_by_its_own_handler_goes_outwards() =>
        Scenario
            .Given(
                $"""
                <startEvent id="s"/>
                <subProcess id="sub">{Thrower}
                  <subProcess id="esp" triggeredByEvent="true"><startEvent id="caught"><errorEventDefinition errorRef="rejected"/></startEvent>
                    <userTask id="mend"/><endEvent id="again"><errorEventDefinition errorRef="rejected"/></endEvent><flow path="caught mend again"/></subProcess></subProcess>
                <boundaryEvent id="far" attachedToRef="sub"><errorEventDefinition errorRef="rejected"/></boundaryEvent>
                <userTask id="b"/><flow path="s sub"/><flow path="far b"/>
                """
            )
            .Start()
            .Complete("a")
            .Complete("mend")
            .Waits("b");

    [Fact]
    public void An_error_from_within_the_process_may_be_caught_by_an_event_sub_process_of_the_process() =>
        Scenario
            .Given(
                $"""
                <startEvent id="s"/><subProcess id="sub">{Thrower}</subProcess><flow path="s sub"/>
                <subProcess id="esp" triggeredByEvent="true"><startEvent id="caught"><errorEventDefinition/></startEvent>
                  <userTask id="mend"/><endEvent id="e"/><flow path="caught mend e"/></subProcess>
                """
            )
            .Start()
            .Complete("a")
            .Waits("mend")
            .Complete("mend")
            .Ended(ProcessStatus.Completed, "e");

    [Fact]
    public void Tokens_on_their_way_in_an_interrupted_scope_do_not_run_on() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/>
                <subProcess id="sub"><startEvent id="is"/><parallelGateway id="f"/><endEvent id="bad"><errorEventDefinition errorRef="rejected"/></endEvent>
                  <manualTask id="m"/><userTask id="never"/><flow path="is f bad"/><flow path="f m never"/>
                  <subProcess id="esp" triggeredByEvent="true"><startEvent id="caught"><errorEventDefinition/></startEvent><userTask id="mend"/><flow path="caught mend"/></subProcess></subProcess>
                <flow path="s sub"/>
                """
            )
            .Start()
            .Waits("mend");

    [Fact]
    public void A_service_that_fails_with_an_error_is_caught_at_its_own_border() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><serviceTask id="w"><ext><tw:service name="work"/></ext></serviceTask>
                <boundaryEvent id="caught" attachedToRef="w"><errorEventDefinition errorRef="full"/></boundaryEvent>
                <userTask id="b"/><flow path="s w"/><flow path="caught b"/>
                """
            )
            .Start()
            .Fail("w", "full")
            .Waits("b");

    [Fact]
    public void An_error_of_a_service_that_nobody_catches_is_an_incident_and_the_token_stays() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><serviceTask id="w"><ext><tw:service name="work"/></ext></serviceTask>
                <boundaryEvent id="caught" attachedToRef="w"><errorEventDefinition errorRef="other"/></boundaryEvent>
                <userTask id="b"/><flow path="s w"/><flow path="caught b"/>
                """
            )
            .Start()
            .Fail("w", "full")
            .Incident("service-failed", "w")
            .Waits("w")
            .Running();
}
