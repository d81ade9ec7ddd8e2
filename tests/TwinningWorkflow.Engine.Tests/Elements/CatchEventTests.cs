using NodaTime;

namespace TwinningWorkflow.Engine.Tests.Elements;

public sealed class CatchEventTests
{
    private const string Cycle =
        """<intermediateCatchEvent id="c"><timerEventDefinition><timeCycle>R3/PT10S</timeCycle></timerEventDefinition></intermediateCatchEvent>""";

    [Fact]
    public void A_cycle_lets_a_token_go_at_each_firing_and_ends_with_the_last()
    {
        var scenario = Scenario.Given($"""<startEvent id="s"/>{Cycle}<userTask id="a"/><flow path="s c a"/>""").Start();
        var first = scenario.Timer("c").Due;

        scenario.Fire("c").Waits("a", "c").At(first + Duration.FromSeconds(4)).Fire("c").Waits("a", "a", "c");
        // counted from when it was due, not from when it was served
        Assert.Equal(first + Duration.FromSeconds(20), scenario.Timer("c").Due);
        scenario.Fire("c").Waits("a", "a", "a").Timers();
    }

    [Fact]
    public void A_scope_is_not_complete_while_a_cycle_goes_on() =>
        Scenario
            .Given($"""<startEvent id="s"/>{Cycle}<endEvent id="e"/><flow path="s c e"/>""")
            .Start()
            .Fire("c")
            .Fire("c")
            .Running()
            .Fire("c")
            .Ended(ProcessStatus.Completed, "e");

    [Fact]
    public void Behind_an_event_based_gateway_the_first_firing_takes_the_choice() =>
        Scenario
            .Given(
                $"""<startEvent id="s"/><eventBasedGateway id="g"/>{Cycle}<userTask id="a"/><receiveTask id="r" messageRef="m"/><flow path="s g c a"/><flow path="g r"/>"""
            )
            .Start()
            .Fire("c")
            .Waits("a")
            .Timers()
            .Listens();

    [Fact]
    public void A_cycle_that_is_cancelled_fires_no_more() =>
        Scenario
            .Given(
                $"""
                <startEvent id="s"/><subProcess id="sub"><startEvent id="is"/>{Cycle}<endEvent id="ie"/><flow path="is c ie"/></subProcess><userTask id="z"/><flow path="s sub"/>
                <boundaryEvent id="b" attachedToRef="sub"><messageEventDefinition messageRef="stop"/></boundaryEvent><flow path="b z"/>
                """
            )
            .Start()
            .Fire("c")
            .Receive("stop")
            .Waits("z")
            .Timers();
}
