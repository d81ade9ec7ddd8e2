using TwinningWorkflow.Engine.Bpmn;

namespace TwinningWorkflow.Engine.Tests.Elements;

public sealed class SignalTests
{
    private const string Thrower = """
        <startEvent id="s"/><parallelGateway id="f"/><userTask id="a"/>
        <intermediateThrowEvent id="t"><signalEventDefinition signalRef="sig"/></intermediateThrowEvent><endEvent id="e"/>
        <flow path="s f a t e"/>
        """;

    private static string Catch(string id) =>
        $"""<intermediateCatchEvent id="{id}"><signalEventDefinition signalRef="sig"/></intermediateCatchEvent>""";

    private static string Boundary(string on, bool interrupting) =>
        $"""<boundaryEvent id="b" attachedToRef="{on}" cancelActivity="{(interrupting ? "true" : "false")}"><signalEventDefinition signalRef="sig"/></boundaryEvent>""";

    private static string EventSubProcess(bool interrupting) =>
        $"""
            <subProcess id="esp" triggeredByEvent="true"><startEvent id="es" isInterrupting="{(
                interrupting ? "true" : "false"
            )}"><signalEventDefinition signalRef="sig"/></startEvent><userTask id="h"/><endEvent id="ee"/><flow path="es h ee"/></subProcess>
            """;

    [Fact]
    public void A_signal_reaches_everybody_in_the_instance_who_listens() =>
        Scenario
            .Given(
                Thrower
                    + Catch("c")
                    + $"""
                    <userTask id="x"/><flow path="f c x"/>
                    <subProcess id="sub"><startEvent id="is"/>{Catch(
                        "d"
                    )}<userTask id="y"/><flow path="is d y"/></subProcess>
                    <flow path="f sub"/><userTask id="u"/><flow path="f u"/>{Boundary(
                        "u",
                        true
                    )}<userTask id="z"/><flow path="b z"/>
                    """
            )
            .Start()
            .Waits("a", "c", "d", "u")
            .ListensForSignals("c", "d", "b")
            .Complete("a")
            .Waits("x", "y", "z")
            .ListensForSignals();

    [Fact]
    public void A_signal_is_not_kept_for_who_comes_later() =>
        Scenario
            .Given(Thrower + "<userTask id=\"u\"/>" + Catch("c") + """<flow path="f u c e"/>""")
            .Start()
            .Complete("a")
            .Complete("u")
            .Waits("c")
            .Running();

    [Theory]
    [InlineData("""<flow path="f t"/><flow path="f c"/>""")]
    [InlineData("""<flow path="f c"/><flow path="f t"/>""")]
    public void Who_is_on_the_way_to_listen_in_the_same_step_hears_it_whatever_the_order_of_flows(string flows) =>
        Scenario
            .Given(
                $"""
                <startEvent id="s"/><parallelGateway id="f"/><flow path="s f"/>{flows}
                <intermediateThrowEvent id="t"><signalEventDefinition signalRef="sig"/></intermediateThrowEvent>
                {Catch("c")}<userTask id="x"/><flow path="c x"/><userTask id="y"/><flow path="t y"/>
                """
            )
            .Start()
            .Waits("x", "y");

    [Theory]
    [InlineData("""<subProcess id="w"><startEvent id="ws"/><endEvent id="we"/><flow path="ws we"/></subProcess>""")]
    [InlineData(
        """<manualTask id="w"><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></manualTask>"""
    )]
    [InlineData(
        """<inclusiveGateway id="w"/><parallelGateway id="i"/><flow path="i w"/><manualTask id="m"/><flow path="i m w"/>"""
    )]
    public void So_does_who_comes_to_listen_behind_what_is_passed_in_the_same_step(string passed)
    {
        var into = passed.Contains("\"i\"", StringComparison.Ordinal) ? "i" : "w";
        Scenario
            .Given(
                $"""
                <startEvent id="s"/><parallelGateway id="f"/><flow path="s f"/><flow path="f t"/><flow path="f {into}"/><flow path="w c"/>
                {passed}<intermediateThrowEvent id="t"><signalEventDefinition signalRef="sig"/></intermediateThrowEvent>
                {Catch("c")}<userTask id="x"/><flow path="c x"/><userTask id="y"/><flow path="t y"/>
                """
            )
            .Start()
            .Waits("x", "y");
    }

    [Fact]
    public void A_sub_process_is_not_complete_while_a_token_in_it_is_about_to_throw() =>
        Scenario
            .Given(
                $"""
                <startEvent id="s"/><userTask id="on"/><flow path="s sub on"/>
                <subProcess id="sub"><startEvent id="is"/><parallelGateway id="f"/><endEvent id="ie"/><flow path="is f ie"/><flow path="f t"/>
                <endEvent id="t"><signalEventDefinition signalRef="sig"/></endEvent></subProcess>
                {Boundary(
                    "sub",
                    true
                )}<userTask id="out"/><flow path="b out"/>
                """
            )
            .Start()
            .Waits("out");

    [Fact]
    public void An_inclusive_join_waits_for_a_token_that_is_about_to_throw() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="f"/><manualTask id="m"/><inclusiveGateway id="j"/><userTask id="x"/><flow path="s f m j x"/>
                <intermediateThrowEvent id="t"><signalEventDefinition signalRef="sig"/></intermediateThrowEvent><flow path="f t j"/>
                """
            )
            .Start()
            .Waits("x");

    [Fact]
    public void Who_begins_to_listen_because_of_a_signal_does_not_hear_it_again() =>
        Scenario
            .Given(Thrower + Catch("c") + Catch("d") + """<flow path="f c d e"/>""")
            .Start()
            .Complete("a")
            .Waits("d")
            .ListensForSignals("d");

    [Fact]
    public void A_boundary_around_the_throwing_end_event_takes_the_token_that_threw_it() =>
        Scenario
            .Given(
                $"""
                <startEvent id="s"/><subProcess id="sub"><startEvent id="is"/><userTask id="a"/><endEvent id="ie"><signalEventDefinition signalRef="sig"/></endEvent><flow path="is a ie"/></subProcess>
                <userTask id="on"/><flow path="s sub on"/>{Boundary(
                    "sub",
                    true
                )}<userTask id="out"/><flow path="b out"/>
                """
            )
            .Start()
            .Complete("a")
            .Waits("out");

    [Fact]
    public void A_non_interrupting_boundary_hears_every_signal_and_its_activity_goes_on() =>
        Scenario
            .Given(
                $"""<startEvent id="s"/><userTask id="u"/><endEvent id="e"/><flow path="s u e"/>{Boundary("u", false)}<userTask id="z"/><flow path="b z"/>"""
            )
            .Start()
            .Signal("sig")
            .Signal("sig")
            .Waits("u", "z", "z")
            .ListensForSignals("b");

    [Theory]
    [InlineData(true, "h")]
    [InlineData(false, "h,k")]
    public void An_event_sub_process_starts_beside_the_token_that_threw_it_or_takes_it(
        bool interrupting,
        string rest
    ) =>
        Scenario
            .Given(
                $"""
                <startEvent id="s"/><userTask id="a"/><intermediateThrowEvent id="t"><signalEventDefinition signalRef="sig"/></intermediateThrowEvent>
                <userTask id="k"/><endEvent id="e"/><flow path="s a t k e"/>{EventSubProcess(interrupting)}
                """
            )
            .Start()
            .Complete("a")
            .Waits(rest.Split(','))
            .ListensForSignals(interrupting ? [] : ["es"]);

    [Fact]
    public void A_scope_is_complete_when_no_inner_token_and_no_running_event_sub_process_is_left() =>
        Scenario
            .Given(
                $"""
                <startEvent id="s"/><subProcess id="sub"><startEvent id="is"/><userTask id="a"/><endEvent id="ie"/><flow path="is a ie"/>{EventSubProcess(
                    false
                )}</subProcess>
                <userTask id="on"/><flow path="s sub on"/>
                """
            )
            .Start()
            .Signal("sig")
            .Signal("sig")
            .Waits("a", "h", "h")
            .Complete("a")
            .Waits("h", "h")
            .Complete("h")
            .Complete("h")
            .Waits("on")
            .ListensForSignals();

    [Fact]
    public void Behind_an_event_based_gateway_the_signal_withdraws_the_timer() =>
        Scenario
            .Given(
                $"""
                <startEvent id="s"/><eventBasedGateway id="g"/>{Catch("c")}<userTask id="x"/><flow path="s g c x"/>
                <intermediateCatchEvent id="w"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></intermediateCatchEvent><userTask id="y"/><flow path="g w y"/>
                """
            )
            .Start()
            .Timers("w")
            .Signal("sig")
            .Waits("x")
            .Timers();

    [Fact]
    public void A_signal_from_elsewhere_is_lost_when_nobody_listens() =>
        Scenario
            .Given(
                $"""<startEvent id="s"/><userTask id="a"/>{Catch("c")}<flow path="s a c"/><endEvent id="e"/><flow path="c e"/>"""
            )
            .Start()
            .Signal("sig")
            .Refused(RejectionCode.NobodyListens)
            .Complete("a")
            .Waits("c")
            .Signal("other")
            .Refused(RejectionCode.NobodyListens)
            .Signal("sig")
            .Ended(ProcessStatus.Completed, "e");

    [Fact]
    public void Who_is_cancelled_listens_no_more() =>
        Scenario
            .Given(Thrower + Catch("c") + """<flow path="f c e"/>""" + EventSubProcess(false))
            .Start()
            .ListensForSignals("c", "es")
            .Withdraw()
            .ListensForSignals();

    [Fact]
    public void A_signal_starts_a_process_where_the_host_carries_signals() =>
        Scenario
            .Given(
                """<startEvent id="s"><signalEventDefinition signalRef="sig"/></startEvent><userTask id="a"/><flow path="s a"/>""",
                host: new HostAbilities { CarriesSignals = true }
            )
            .Start()
            .Refused(RejectionCode.NoStartEvent)
            .StartBySignal("other")
            .Refused(RejectionCode.NoStartEvent)
            .StartBySignal("sig")
            .Waits("a");
}
