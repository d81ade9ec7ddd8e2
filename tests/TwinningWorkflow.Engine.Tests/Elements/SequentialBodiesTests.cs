namespace TwinningWorkflow.Engine.Tests.Elements;

public sealed class SequentialBodiesTests
{
    private const string Towns = """<tw:list name="towns" items="KAUNAS TROYES LOGRONO"/>""";

    private const string OneByOne =
        """<multiInstanceLoopCharacteristics isSequential="true"><ext><tw:items value="towns"/></ext></multiInstanceLoopCharacteristics>""";

    private const string Tasks = $"""
        <startEvent id="s"/>
        <userTask id="a"><ext><tw:form><tw:field id="n" type="integer"/></tw:form></ext>{OneByOne}</userTask>
        <userTask id="after"/><flow path="s a after"/>
        """;

    private static string Many(string number) =>
        $"""
            <startEvent id="s"/>
            <userTask id="a"><multiInstanceLoopCharacteristics isSequential="true"><loopCardinality>{number}</loopCardinality></multiInstanceLoopCharacteristics></userTask>
            <userTask id="after"/><flow path="s a after"/>
            """;

    [Fact]
    public void One_body_runs_after_the_other_in_the_order_of_the_items() =>
        Scenario
            .Given(Tasks, Towns)
            .Start()
            .Waits("a[KAUNAS]")
            .Complete("a[KAUNAS]")
            .Waits("a[TROYES]")
            .Complete("a[TROYES]")
            .Waits("a[LOGRONO]")
            .Complete("a[LOGRONO]")
            .Waits("after");

    [Fact]
    public void What_a_body_was_told_is_kept_under_its_item_and_the_next_may_read_it() =>
        Scenario
            .Given(
                $"""
                <startEvent id="s"/>
                <subProcess id="each"><startEvent id="is"/><exclusiveGateway id="x" default="x-a"/><userTask id="a"><ext><tw:form><tw:field id="n" type="integer"/></tw:form></ext></userTask><userTask id="b"/>
                  <flow path="is x a"/><flow path="x b" when="a.n.KAUNAS == 7"/>{OneByOne}</subProcess>
                <userTask id="after"/><flow path="s each after"/>
                """,
                Towns
            )
            .Start()
            .Waits("a")
            .Complete("a", null, ("n", DataValue.Of(7)))
            .Holds("a.n.KAUNAS", DataValue.Of(7))
            .Waits("b");

    [Fact]
    public void A_number_stands_for_the_items_from_1_on() =>
        Scenario.Given(Many("2")).Start().Waits("a[1]").Complete("a[1]").Waits("a[2]").Complete("a[2]").Waits("after");

    [Fact]
    public void Without_items_it_is_passed() => Scenario.Given(Many("0")).Start().Waits("after");

    [Theory]
    [InlineData("-1")]
    [InlineData("10001")]
    public void A_number_below_0_or_above_the_cap_is_an_incident(string number) =>
        Scenario.Given(Many(number)).Start().Incident("items", "a").Waits("a");

    [Fact]
    public void The_list_is_that_of_the_beginning_even_if_it_changes_meanwhile() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/>
                <subProcess id="each"><startEvent id="is"/><userTask id="a"/><flow path="is a"/>
                  <multiInstanceLoopCharacteristics isSequential="true"><ext><tw:items value="pick.files"/></ext></multiInstanceLoopCharacteristics></subProcess>
                <userTask id="pick"><ext><tw:form><tw:field id="files" type="files"/></tw:form></ext></userTask>
                <boundaryEvent id="other" attachedToRef="each" cancelActivity="false"><messageEventDefinition messageRef="other"/></boundaryEvent>
                <userTask id="after"/><flow path="s pick each after"/><flow path="other pick2"/>
                <manualTask id="pick2"><ext><tw:set variable="pick.files" value="pick.files"/></ext></manualTask>
                """
            )
            .Start()
            .Complete("pick", null, ("files", DataValue.Of("f1", "f2")))
            .Then(s =>
                Assert.Equal(["f1", "f2"], s.State.Scopes.Values.Single(x => x.Progress is not null).Progress!.Items)
            )
            .Receive("other")
            .Complete("a")
            .Waits("a")
            .Complete("a")
            .Waits("after");

    [Fact]
    public void A_boundary_event_takes_the_active_body_and_those_to_come() =>
        Scenario
            .Given(
                Tasks
                    + """
                    <boundaryEvent id="late" attachedToRef="a"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent>
                    <userTask id="b"/><flow path="late b"/>
                    """,
                Towns
            )
            .Start()
            .Complete("a[KAUNAS]")
            .Timers("late")
            .Fire("late")
            .Waits("b")
            .Then(s => Assert.Single(s.State.Scopes));

    [Fact]
    public void Bodies_that_need_nobody_are_passed_in_one_step_in_order() =>
        Scenario
            .Given(
                $"""<startEvent id="s"/><sendTask id="m" messageRef="notice">{OneByOne}</sendTask><userTask id="after"/><flow path="s m after"/>""",
                Towns
            )
            .Start()
            .Waits("after")
            .Then(s => Assert.Equal(["KAUNAS", "TROYES", "LOGRONO"], s.Of<MessageSent>().Select(m => m.Recipient)));

    [Fact]
    public void A_body_that_stops_at_an_incident_holds_up_the_others_until_it_is_retried() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="f"/><userTask id="u"><ext><tw:form><tw:field id="key" type="text"/></tw:form></ext></userTask>
                <receiveTask id="r" messageRef="receipt"><ext><tw:key value="u.key"/></ext><multiInstanceLoopCharacteristics isSequential="true"><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></receiveTask>
                <userTask id="after"/><flow path="s f r after"/><flow path="f u"/>
                """
            )
            .Start()
            .Incident("expression", "r")
            .Complete("u", null, ("key", DataValue.Of("k")))
            .Retry()
            .Waits("r[1]")
            .Receive("receipt", "k")
            .Waits("r[2]")
            .Receive("receipt", "k")
            .Waits("after");

    [Fact]
    public void A_terminate_end_event_in_one_body_lets_the_next_begin() =>
        Scenario
            .Given(
                $"""
                <startEvent id="s"/>
                <subProcess id="each"><startEvent id="is"/><parallelGateway id="f"/><userTask id="a"/><userTask id="b"/>
                  <endEvent id="stop"><terminateEventDefinition/></endEvent><flow path="is f a stop"/><flow path="f b"/>{OneByOne}</subProcess>
                <userTask id="after"/><flow path="s each after"/>
                """,
                Towns
            )
            .Start()
            .Complete("a")
            .Waits("a", "b")
            .Complete("a")
            .Complete("a")
            .Waits("after");

    [Fact]
    public void A_second_round_begins_with_the_first_item() =>
        Scenario
            .Given(
                $"""
                <startEvent id="s"/><userTask id="go"/><userTask id="a">{OneByOne}</userTask><flow path="s go a go"/>
                """,
                Towns
            )
            .Start()
            .Complete("go")
            .Complete("a[KAUNAS]")
            .Complete("a[TROYES]")
            .Complete("a[LOGRONO]")
            .Complete("go")
            .Waits("a[KAUNAS]");
}
