namespace TwinningWorkflow.Engine.Tests.Elements;

public sealed class MultiInstanceTests
{
    private const string Towns = """<tw:list name="towns" items="KAUNAS TROYES"/>""";

    private const string Loop =
        """<multiInstanceLoopCharacteristics><ext><tw:items value="towns"/></ext></multiInstanceLoopCharacteristics>""";

    private const string Tasks = $"""
        <startEvent id="s"/>
        <userTask id="a"><ext><tw:form><tw:field id="on" type="date"/><tw:outcome id="yes"/><tw:outcome id="no"/></tw:form></ext>{Loop}</userTask>
        <userTask id="after"/><flow path="s a after"/>
        """;

    private const string Bodies = $"""
        <startEvent id="s"/>
        <subProcess id="each"><startEvent id="is"/>
          <userTask id="a"><ext><tw:form><tw:field id="n" type="integer"/></tw:form></ext></userTask>
          <userTask id="b"/><flow path="is a b"/>{Loop}</subProcess>
        <userTask id="after"/><flow path="s each after"/>
        """;

    [Fact]
    public void One_body_runs_for_each_item_and_the_activity_ends_with_the_last() =>
        Scenario
            .Given(Tasks, Towns)
            .Start()
            .Waits("a[KAUNAS]", "a[TROYES]")
            .Complete("a[TROYES]", "yes")
            .Waits("a[KAUNAS]")
            .Complete("a[KAUNAS]", "no")
            .Waits("after");

    [Fact]
    public void What_a_body_was_told_is_kept_outside_under_its_item()
    {
        var day = new NodaTime.LocalDate(2022, 12, 9);
        Scenario
            .Given(Tasks, Towns)
            .Start()
            .Complete("a[TROYES]", "yes", ("on", DataValue.Of(day)))
            .Holds("a.on.TROYES", DataValue.Of(day))
            .Holds("a.outcome.TROYES", DataValue.Of("yes"))
            .Holds("a.on.KAUNAS", null)
            .Holds("a.on", null);
    }

    [Fact]
    public void A_sub_process_body_keeps_its_values_to_itself_until_it_ends() =>
        Scenario
            .Given(Bodies, Towns)
            .Start()
            .Complete("a", null, ("n", DataValue.Of(7)))
            .Holds("a.n.KAUNAS", null)
            .Complete("b")
            .Holds("a.n.KAUNAS", DataValue.Of(7))
            .Waits("a");

    [Fact]
    public void A_sub_process_body_reads_its_own_values_and_its_item() =>
        Scenario
            .Given(
                $"""
                <startEvent id="s"/>
                <subProcess id="each"><startEvent id="is"/>
                  <userTask id="a"><ext><tw:form><tw:field id="n" type="integer"/></tw:form></ext></userTask>
                  <exclusiveGateway id="x" default="x-small"/><userTask id="big"/><userTask id="small"/>
                  <flow path="is a x small"/><flow path="x big" when="a.n &gt; 5 and item == 'TROYES'"/>{Loop}</subProcess>
                <flow path="s each"/>
                """,
                Towns
            )
            .Start()
            .Complete("a", null, ("n", DataValue.Of(9)))
            .Complete("a", null, ("n", DataValue.Of(9)))
            .Waits("big", "small");

    [Fact]
    public void Bodies_within_bodies_keep_their_values_under_both_items() =>
        Scenario
            .Given(
                $"""
                <startEvent id="s"/>
                <subProcess id="outer"><startEvent id="is"/>
                  <userTask id="a"><ext><tw:form><tw:field id="n" type="integer"/></tw:form></ext>
                    <multiInstanceLoopCharacteristics><ext><tw:items value="offices"/></ext></multiInstanceLoopCharacteristics></userTask>
                  <flow path="is a"/>{Loop}</subProcess>
                <exclusiveGateway id="x" default="x-no"/><userTask id="yes"/><userTask id="no"/>
                <flow path="s outer x no"/><flow path="x yes" when="a.n.SUD.TROYES == 4"/>
                """,
                Towns + """<tw:list name="offices" items="NORD SUD"/>"""
            )
            .Start()
            .Waits("a[NORD]", "a[NORD]", "a[SUD]", "a[SUD]")
            .Complete("a[NORD]", null, ("n", DataValue.Of(1)))
            .Complete("a[SUD]", null, ("n", DataValue.Of(2)))
            .Complete("a[NORD]", null, ("n", DataValue.Of(3)))
            .Complete("a[SUD]", null, ("n", DataValue.Of(4)))
            .Waits("yes")
            .Holds("a.n.SUD.KAUNAS", DataValue.Of(2));

    [Fact]
    public void The_items_may_be_a_number() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/>
                <userTask id="a"><multiInstanceLoopCharacteristics><loopCardinality>n</loopCardinality></multiInstanceLoopCharacteristics></userTask>
                <flow path="s a"/>
                """,
                """<tw:variable name="n" type="number"/>"""
            )
            .Start(("n", DataValue.Of(3)))
            .Waits("a[1]", "a[2]", "a[3]");

    [Fact]
    public void The_items_may_be_a_list_that_was_given() =>
        Scenario
            .Given(Tasks.Replace("towns", "partners"), """<tw:variable name="partners" type="list"/>""")
            .Start(("partners", DataValue.Of("A", "B")))
            .Waits("a[A]", "a[B]");

    [Fact]
    public void No_items_at_all_are_passed_at_once() =>
        Scenario
            .Given(Tasks.Replace("towns", "partners"), """<tw:variable name="partners" type="list"/>""")
            .Start(("partners", DataValue.Of()))
            .Waits("after");

    [Theory]
    [InlineData("A", "A")]
    [InlineData("A", "")]
    public void Items_that_are_not_different_and_non_empty_are_an_incident(string first, string second) =>
        Scenario
            .Given(Tasks.Replace("towns", "partners"), """<tw:variable name="partners" type="list"/>""")
            .Start(("partners", DataValue.Of(first, second)))
            .Incident("items", "a")
            .Waits("a");

    [Theory]
    [InlineData(-1)]
    [InlineData(10_001)]
    public void A_number_of_bodies_out_of_range_is_an_incident(long n) =>
        Scenario
            .Given(
                """
                <startEvent id="s"/>
                <userTask id="a"><multiInstanceLoopCharacteristics><loopCardinality>n</loopCardinality></multiInstanceLoopCharacteristics></userTask>
                <flow path="s a"/>
                """,
                """<tw:variable name="n" type="number"/>"""
            )
            .Start(("n", DataValue.Of(n)))
            .Incident("items", "a");

    [Fact]
    public void Items_that_are_not_known_yet_are_an_incident_that_a_retry_mends() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="fork"/>
                <userTask id="a"><multiInstanceLoopCharacteristics><loopCardinality>u.n</loopCardinality></multiInstanceLoopCharacteristics></userTask>
                <userTask id="u"><ext><tw:form><tw:field id="n" type="integer"/></tw:form></ext></userTask>
                <flow path="s fork a"/><flow path="fork u"/>
                """
            )
            .Start()
            .Incident("expression", "a")
            .Complete("u", null, ("n", DataValue.Of(2)))
            .Retry()
            .Waits("a[1]", "a[2]");

    [Fact]
    public void Receive_task_bodies_are_told_apart_by_their_item() =>
        Scenario
            .Given(
                $"""<startEvent id="s"/><receiveTask id="r" messageRef="receipt">{Loop}</receiveTask><userTask id="after"/><flow path="s r after"/>""",
                Towns
            )
            .Start()
            .Listens("r:KAUNAS", "r:TROYES")
            .Receive("receipt", "TROYES", ("n", DataValue.Of(1)))
            .Waits("r[KAUNAS]")
            .Holds("r.n.TROYES", DataValue.Of(1))
            .Receive("receipt", "TROYES")
            .Refused(RejectionCode.NobodyWaits)
            .Receive("receipt", "KAUNAS")
            .Waits("after");

    [Fact]
    public void One_message_is_sent_to_each_item() =>
        Scenario
            .Given(
                $"""<startEvent id="s"/><sendTask id="m" messageRef="notice">{Loop}</sendTask><userTask id="after"/><flow path="s m after"/>""",
                Towns
            )
            .Start()
            .Waits("after")
            .Then(s => Assert.Equal(["KAUNAS", "TROYES"], s.Of<MessageSent>().Select(m => m.Recipient)));

    [Fact]
    public void A_boundary_event_sits_on_all_bodies_together_and_takes_them_away() =>
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
            .Timers("late")
            .Complete("a[KAUNAS]", "yes")
            .Fire("late")
            .Waits("b")
            .Timers();

    [Fact]
    public void A_boundary_event_goes_with_the_last_body() =>
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
            .Complete("a[KAUNAS]", "yes")
            .Timers("late")
            .Complete("a[TROYES]", "yes")
            .Timers();

    [Fact]
    public void An_error_in_one_body_is_caught_at_the_border_of_all()
    {
        Scenario
            .Given(
                $"""
                <startEvent id="s"/>
                <subProcess id="each"><startEvent id="is"/><userTask id="a"/>
                  <endEvent id="bad"><errorEventDefinition errorRef="refused"/></endEvent><flow path="is a bad"/>{Loop}</subProcess>
                <boundaryEvent id="caught" attachedToRef="each"><errorEventDefinition errorRef="refused"/></boundaryEvent>
                <userTask id="b"/><userTask id="after"/><flow path="s each after"/><flow path="caught b"/>
                """,
                Towns
            )
            .Start()
            .Waits("a", "a")
            .Complete("a")
            .Waits("b");
    }

    [Fact]
    public void A_terminate_end_event_in_one_body_ends_that_body_only() =>
        Scenario
            .Given(
                $"""
                <startEvent id="s"/>
                <subProcess id="each"><startEvent id="is"/><parallelGateway id="f"/><userTask id="a"/><userTask id="b"/>
                  <endEvent id="stop"><terminateEventDefinition/></endEvent><flow path="is f a stop"/><flow path="f b"/>{Loop}</subProcess>
                <userTask id="after"/><flow path="s each after"/>
                """,
                Towns
            )
            .Start()
            .Complete("a")
            .Waits("a", "b")
            .Complete("a")
            .Waits("after");

    [Fact]
    public void A_second_round_does_not_read_what_the_first_was_told_before_it_is_told_again() =>
        Scenario
            .Given(
                $"""
                <startEvent id="s"/>
                <userTask id="go"/>
                <userTask id="a"><ext><tw:form><tw:field id="n" type="integer"/></tw:form></ext>{Loop}</userTask>
                <flow path="s go a go"/>
                """,
                Towns
            )
            .Start()
            .Complete("go")
            .Complete("a[KAUNAS]", null, ("n", DataValue.Of(1)))
            .Complete("a[TROYES]", null, ("n", DataValue.Of(2)))
            .Holds("a.n.TROYES", DataValue.Of(2))
            .Complete("go")
            .Holds("a.n.TROYES", null)
            .Complete("a[KAUNAS]")
            .Holds("a.n.KAUNAS", null);

    [Fact]
    public void A_second_round_of_sub_process_bodies_does_not_read_what_the_first_was_told_either() =>
        Scenario
            .Given(
                $"""
                <startEvent id="s"/>
                <userTask id="go"/>
                <subProcess id="each"><startEvent id="is"/>
                  <userTask id="a"><ext><tw:form><tw:field id="n" type="integer"/></tw:form></ext></userTask>
                  <manualTask id="m"><ext><tw:set variable="done" value="true"/></ext></manualTask><flow path="is a m"/>{Loop}</subProcess>
                <flow path="s go each go"/>
                """,
                Towns + """<tw:variable name="done" type="flag"/><tw:variable name="a.kept" type="flag"/>"""
            )
            .Start(("a.kept", DataValue.Of(true)))
            .Complete("go")
            .Complete("a", null, ("n", DataValue.Of(1)))
            .Complete("a", null, ("n", DataValue.Of(2)))
            .Holds("a.n.TROYES", DataValue.Of(2))
            .Holds("done.TROYES", DataValue.Of(true))
            .Complete("go")
            .Holds("a.n.TROYES", null)
            .Holds("a.n.KAUNAS", null)
            .Holds("done.TROYES", null)
            .Holds("a.kept", DataValue.Of(true));

    [Fact]
    public void A_task_inside_a_body_says_which_item_it_is_about() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/>
                <subProcess id="saga"><multiInstanceLoopCharacteristics><ext><tw:items value="bodies"/></ext></multiInstanceLoopCharacteristics>
                  <startEvent id="is"/><userTask id="deliver"/><flow path="is deliver"/>
                </subProcess>
                <flow path="s saga"/>
                """,
                """<tw:list name="bodies" items="DARA MAECI"/>"""
            )
            .Start()
            .Then(s => Assert.Equal(["DARA", "MAECI"], s.Of<TaskOpened>().Select(t => t.Subject())))
            .Complete("deliver")
            .Then(s => Assert.Equal("DARA", Assert.Single(s.Of<TaskCompleted>()).Subject));
}
