namespace TwinningWorkflow.Engine.Tests.Elements;

public sealed class ThrowEventTests
{
    [Fact]
    public void Without_a_definition_it_is_passed_and_painted() =>
        Scenario
            .Given("""<startEvent id="s"/><intermediateThrowEvent id="t"/><userTask id="a"/><flow path="s t a"/>""")
            .Start()
            .Waits("a")
            .Then(s => Assert.Equal(["s", "s-t", "t", "t-a"], s.Of<FlowsTaken>().Single().Flows));

    [Fact]
    public void A_message_is_handed_to_the_host_and_the_token_goes_on() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><intermediateThrowEvent id="t"><ext><tw:send to="REGIONE"/></ext><messageEventDefinition messageRef="notice"/></intermediateThrowEvent>
                <userTask id="a"/><flow path="s t a"/>
                """
            )
            .Start()
            .Waits("a")
            .Then(s => Assert.Equal([new MessageSent("t", "notice", "REGIONE")], s.Of<MessageSent>()));

    [Fact]
    public void In_a_multi_instance_body_the_item_is_the_recipient() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><subProcess id="sub"><multiInstanceLoopCharacteristics><ext><tw:items value="offices"/></ext></multiInstanceLoopCharacteristics>
                <startEvent id="is"/><intermediateThrowEvent id="t"><messageEventDefinition messageRef="notice"/></intermediateThrowEvent><endEvent id="ie"/><flow path="is t ie"/></subProcess>
                <flow path="s sub"/>
                """,
                """<tw:list name="offices" items="A B"/>"""
            )
            .Start()
            .Then(s => Assert.Equal(["A", "B"], s.Of<MessageSent>().Select(m => m.Recipient)));

    [Fact]
    public void Its_assignments_are_made_before_it_throws() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><subProcess id="sub"><startEvent id="is"/>
                <intermediateThrowEvent id="t"><ext><tw:set variable="n" value="3"/></ext><escalationEventDefinition escalationRef="late"/></intermediateThrowEvent><endEvent id="ie"/><flow path="is t ie"/></subProcess>
                <boundaryEvent id="b" attachedToRef="sub"><escalationEventDefinition escalationRef="late"/></boundaryEvent>
                <exclusiveGateway id="x" default="x-no"/><userTask id="yes"/><userTask id="no"/><flow path="s sub"/><flow path="b x no"/><flow path="x yes" when="n == 3"/>
                """,
                """<tw:variable name="n" type="number"/>"""
            )
            .Start()
            .Waits("yes");

    [Fact]
    public void Several_flows_behind_it_are_a_fork() =>
        Scenario
            .Given(
                """<startEvent id="s"/><intermediateThrowEvent id="t"/><userTask id="a"/><userTask id="b"/><flow path="s t a"/><flow path="t b"/>"""
            )
            .Start()
            .Waits("a", "b");
}
