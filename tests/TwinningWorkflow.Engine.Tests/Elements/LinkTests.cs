namespace TwinningWorkflow.Engine.Tests.Elements;

public sealed class LinkTests
{
    private static string Throw(string id, string link = "later") =>
        $"""<intermediateThrowEvent id="{id}"><linkEventDefinition name="{link}"/></intermediateThrowEvent>""";

    private static string Catch(string id, string link = "later") =>
        $"""<intermediateCatchEvent id="{id}"><linkEventDefinition name="{link}"/></intermediateCatchEvent>""";

    [Fact]
    public void A_token_goes_from_the_throw_event_to_the_catch_event_of_the_same_name_at_once() =>
        Scenario
            .Given(
                $"""<startEvent id="s"/>{Throw("t")}<flow path="s t"/>{Catch("other", "sooner")}{Throw("o", "sooner")}<userTask id="x"/><flow path="other x o"/>{Catch("c")}<userTask id="a"/><flow path="c a"/>"""
            )
            .Start()
            .Waits("a")
            .Then(s => Assert.Equal(["s", "s-t", "t", "c", "c-a"], s.Of<FlowsTaken>().Single().Flows));

    [Fact]
    public void Several_throw_events_lead_to_one_catch_event_and_each_brings_its_token() =>
        Scenario
            .Given(
                $"""<startEvent id="s"/><parallelGateway id="f"/>{Throw("t")}{Throw("u")}<flow path="s f t"/><flow path="f u"/>{Catch("c")}<userTask id="a"/><flow path="c a"/>"""
            )
            .Start()
            .Waits("a", "a");

    [Fact]
    public void A_link_of_the_same_name_in_another_sub_process_is_another() =>
        Scenario
            .Given(
                $"""
                <startEvent id="s"/><flow path="s sub"/>{Throw("t")}<flow path="sub t"/>{Catch(
                    "c"
                )}<userTask id="a"/><flow path="c a"/>
                <subProcess id="sub"><startEvent id="is"/>{Throw("it")}<flow path="is it"/>{Catch(
                    "ic"
                )}<userTask id="ia"/><flow path="ic ia"/></subProcess>
                """
            )
            .Start()
            .Waits("ia")
            .Complete("ia")
            .Waits("a");

    [Fact]
    public void A_loop_by_links_runs_again() =>
        Scenario
            .Given(
                $"""<startEvent id="s"/><userTask id="a"/><flow path="s a"/>{Throw("t")}<flow path="a t"/>{Catch("c")}<flow path="c a"/>"""
            )
            .Start()
            .Complete("a")
            .Waits("a");

    [Fact]
    public void An_inclusive_join_waits_for_a_token_that_comes_by_a_link() =>
        Scenario
            .Given(
                $"""
                <startEvent id="s"/><inclusiveGateway id="f"/><userTask id="a"/><userTask id="b"/><inclusiveGateway id="j"/><userTask id="z"/>
                <flow path="s f"/><flow path="f a" when="true"/><flow path="f b" when="true"/>
                <flow path="a j z"/><flow path="b t"/>{Throw("t")}{Catch("c")}<flow path="c j"/>
                """
            )
            .Start()
            .Complete("a")
            .Waits("b")
            .Complete("b")
            .Waits("z");

    [Fact]
    public void Assignments_are_made_at_the_throw_event() =>
        Scenario
            .Given(
                $"""<startEvent id="s"/>{Throw("t").Replace("<link", """<ext><tw:set variable="n" value="3"/></ext><link""", StringComparison.Ordinal)}<flow path="s t"/>{Catch("c")}<userTask id="a"/><flow path="c a"/>""",
                """<tw:variable name="n" type="number"/>"""
            )
            .Start()
            .Waits("a")
            .Holds("n", DataValue.Of(3));
}
