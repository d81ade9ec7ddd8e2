namespace TwinningWorkflow.Engine.Tests.Elements;

public sealed class EscalationTests
{
    private const string Throw =
        """<intermediateThrowEvent id="t"><escalationEventDefinition escalationRef="late"/></intermediateThrowEvent>""";

    private static string Boundary(string id, string on, bool interrupting, string code) =>
        $"""<boundaryEvent id="{id}" attachedToRef="{on}" cancelActivity="{(interrupting ? "true" : "false")}"><escalationEventDefinition {(
            code.Length > 0 ? $"escalationRef=\"{code}\"" : ""
        )}/></boundaryEvent><userTask id="{id}Task"/><flow path="{id} {id}Task"/>""";

    private static string Sub(string id, string content) =>
        $"""<subProcess id="{id}"><startEvent id="{id}S"/>{content}</subProcess>""";

    private static string Thrower(string around = "") =>
        Sub("sub", $"""<userTask id="a"/>{Throw}<userTask id="k"/><flow path="subS a t k"/>{around}""");

    private static string EventSubProcess(
        bool interrupting,
        string then = "<userTask id=\"h\"/>",
        string path = "es h"
    ) =>
        $"""<subProcess id="esp" triggeredByEvent="true"><startEvent id="es" isInterrupting="{(
            interrupting ? "true" : "false"
        )}"><escalationEventDefinition escalationRef="late"/></startEvent>{then}<flow path="{path}"/></subProcess>""";

    private const string Around = """<startEvent id="s"/><userTask id="on"/><flow path="s sub on"/>""";

    [Fact]
    public void One_that_nobody_catches_is_no_fault_and_the_token_goes_on() =>
        Scenario
            .Given(Around + Thrower())
            .Start()
            .Complete("a")
            .Then(s => Assert.Equal([new EscalationThrown("t", "late", "")], s.Of<EscalationThrown>()))
            .Waits("k")
            .NoIncident();

    [Fact]
    public void An_interrupting_boundary_cancels_the_activity_with_the_token_that_threw_it() =>
        Scenario
            .Given(Around + Thrower("""<userTask id="u"/><flow path="subS u"/>""") + Boundary("b", "sub", true, "late"))
            .Start()
            .Waits("a", "u")
            .Complete("a")
            .Waits("bTask");

    [Fact]
    public void A_non_interrupting_boundary_lets_both_go_on() =>
        Scenario
            .Given(Around + Thrower() + Boundary("b", "sub", false, "late"))
            .Start()
            .Complete("a")
            .Then(s => Assert.Equal([new EscalationThrown("t", "late", "b")], s.Of<EscalationThrown>()))
            .Waits("k", "bTask")
            .Complete("k")
            .Waits("on", "bTask");

    [Fact]
    public void An_end_event_throws_and_its_scope_completes_all_the_same() =>
        Scenario
            .Given(
                Around
                    + Sub(
                        "sub",
                        """<userTask id="a"/><endEvent id="ie"><escalationEventDefinition escalationRef="late"/></endEvent><flow path="subS a ie"/>"""
                    )
                    + Boundary("b", "sub", false, "late")
            )
            .Start()
            .Complete("a")
            .Waits("on", "bTask");

    [Fact]
    public void In_one_place_the_very_code_comes_before_a_catch_all() =>
        Scenario
            .Given(Around + Thrower() + Boundary("all", "sub", true, "") + Boundary("own", "sub", true, "late"))
            .Start()
            .Complete("a")
            .Waits("ownTask");

    [Fact]
    public void The_nearest_place_comes_before_the_very_code_further_out() =>
        Scenario
            .Given(
                """<startEvent id="s"/><flow path="s outer"/>"""
                    + Sub("outer", """<flow path="outerS sub"/>""" + Thrower() + Boundary("near", "sub", true, ""))
                    + Boundary("far", "outer", true, "late")
            )
            .Start()
            .Complete("a")
            .Waits("nearTask");

    [Fact]
    public void Another_code_climbs_past() =>
        Scenario
            .Given(
                """<startEvent id="s"/><flow path="s outer"/>"""
                    + Sub("outer", """<flow path="outerS sub"/>""" + Thrower() + Boundary("near", "sub", true, "other"))
                    + Boundary("far", "outer", true, "late")
            )
            .Start()
            .Complete("a")
            .Waits("farTask");

    [Theory]
    [InlineData(true, "h")]
    [InlineData(false, "h,k")]
    public void An_event_sub_process_starts_beside_the_token_that_threw_it_or_takes_it(
        bool interrupting,
        string rest
    ) => Scenario.Given(Around + Thrower(EventSubProcess(interrupting))).Start().Complete("a").Waits(rest.Split(','));

    [Fact]
    public void A_scope_waits_for_its_running_event_sub_process() =>
        Scenario
            .Given(Around + Thrower(EventSubProcess(false)))
            .Start()
            .Complete("a")
            .Complete("k")
            .Waits("h")
            .Complete("h")
            .Waits("on");

    [Fact]
    public void What_a_handler_throws_is_caught_further_out_and_not_by_itself() =>
        Scenario
            .Given(
                Around
                    + Thrower(
                        EventSubProcess(
                            false,
                            """<intermediateThrowEvent id="again"><escalationEventDefinition escalationRef="late"/></intermediateThrowEvent><userTask id="h"/>""",
                            "es again h"
                        )
                    )
                    + Boundary("b", "sub", false, "late")
            )
            .Start()
            .Complete("a")
            .Waits("h", "k", "bTask");

    [Fact]
    public void Each_body_of_a_multi_instance_activity_is_heard_at_the_boundary_of_the_activity() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><userTask id="on"/><flow path="s sub on"/>
                <subProcess id="sub"><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>
                <startEvent id="is"/><intermediateThrowEvent id="t"><escalationEventDefinition escalationRef="late"/></intermediateThrowEvent><userTask id="k"/><flow path="is t k"/></subProcess>
                """ + Boundary("b", "sub", false, "late")
            )
            .Start()
            .Waits("k", "k", "bTask", "bTask");
}
