using NodaTime;

namespace TwinningWorkflow.Engine.Tests.Elements;

/// <summary>Standard loops.</summary>
public sealed class LoopTests
{
    private const string Data = """<tw:variable name="n" type="number"/><tw:variable name="x" type="flag"/>""";

    private static string Task(string attributes, string condition, string beside = "") =>
        $"""
            <startEvent id="s"/>
            <userTask id="a"><ext><tw:form><tw:field id="again" type="flag"/></tw:form></ext><standardLoopCharacteristics {attributes}>{condition}</standardLoopCharacteristics></userTask>
            <userTask id="after"/><flow path="s a after"/>{beside}
            """;

    private const string Again = "<loopCondition>a.again</loopCondition>";

    [Fact]
    public void It_runs_again_while_its_condition_holds() =>
        Scenario
            .Given(Task("", Again))
            .Start()
            .Waits("a")
            .Complete("a", null, ("again", DataValue.Of(true)))
            .Waits("a")
            .Complete("a", null, ("again", DataValue.Of(false)))
            .Waits("after");

    [Fact]
    public void What_was_told_in_the_last_run_is_what_the_condition_reads() =>
        Scenario
            .Given(Task("", Again))
            .Start()
            .Complete("a", null, ("again", DataValue.Of(true)))
            .Complete("a")
            .Waits("after")
            .Holds("a.again", null);

    [Fact]
    public void A_condition_that_is_false_lets_it_run_once() =>
        Scenario
            .Given(Task("", "<loopCondition>false</loopCondition>"))
            .Start()
            .Waits("a")
            .Complete("a")
            .Waits("after");

    [Fact]
    public void Tested_before_a_condition_that_is_false_lets_it_not_run_at_all() =>
        Scenario.Given(Task("""testBefore="true" """, "<loopCondition>false</loopCondition>")).Start().Waits("after");

    [Fact]
    public void Tested_before_it_runs_while_its_condition_holds() =>
        Scenario
            .Given(Task("""testBefore="true" """, "<loopCondition>not has(a.again) or a.again</loopCondition>"))
            .Start()
            .Waits("a")
            .Complete("a", null, ("again", DataValue.Of(true)))
            .Waits("a")
            .Complete("a", null, ("again", DataValue.Of(false)))
            .Waits("after");

    [Theory]
    [InlineData("")]
    [InlineData("""testBefore="true" """)]
    public void It_runs_no_more_often_than_its_maximum(string attributes) =>
        Scenario
            .Given(Task(attributes + """loopMaximum="2" """, "<loopCondition>true</loopCondition>"))
            .Start()
            .Complete("a")
            .Waits("a")
            .Complete("a")
            .Waits("after");

    [Fact]
    public void Without_a_condition_it_runs_as_often_as_its_maximum_says() =>
        Scenario.Given(Task("""loopMaximum="2" """, "")).Start().Complete("a").Waits("a").Complete("a").Waits("after");

    [Fact]
    public void The_condition_may_read_how_many_runs_have_ended() =>
        Scenario
            .Given(Task("", "<loopCondition>loopCounter &lt; 3</loopCondition>"))
            .Start()
            .Complete("a")
            .Complete("a")
            .Waits("a")
            .Complete("a")
            .Waits("after");

    [Fact]
    public void A_sub_process_runs_anew_each_time() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/>
                <subProcess id="sub"><standardLoopCharacteristics><loopCondition>n &lt; 2</loopCondition></standardLoopCharacteristics>
                  <startEvent id="is"/><userTask id="a"><ext><tw:set variable="n" value="n + 1"/></ext></userTask><userTask id="b"/><flow path="is a b"/></subProcess>
                <userTask id="after"/><flow path="s sub after"/>
                """,
                Data
            )
            .Start(("n", DataValue.Of(0)))
            .Complete("a")
            .Complete("b")
            .Waits("a")
            .Complete("a")
            .Complete("b")
            .Waits("after")
            .Holds("n", DataValue.Of(2));

    [Fact]
    public void A_terminate_end_event_ends_one_run_only() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/>
                <subProcess id="sub"><standardLoopCharacteristics loopMaximum="2"/>
                  <startEvent id="is"/><parallelGateway id="f"/><userTask id="a"/><userTask id="b"/><endEvent id="stop"><terminateEventDefinition/></endEvent><flow path="is f a stop"/><flow path="f b"/></subProcess>
                <userTask id="after"/><flow path="s sub after"/>
                """
            )
            .Start()
            .Complete("a")
            .Waits("a", "b")
            .Complete("a")
            .Waits("after");

    [Fact]
    public void A_boundary_event_sits_on_all_runs_together_and_its_timer_runs_on()
    {
        var scenario = Scenario
            .Given(
                Task(
                    "",
                    Again,
                    """<boundaryEvent id="late" attachedToRef="a"><timerEventDefinition><timeDuration>P2D</timeDuration></timerEventDefinition></boundaryEvent><userTask id="b"/><flow path="late b"/>"""
                )
            )
            .Start();
        var due = scenario.Timer("late").Due;

        scenario
            .At(scenario.Now + Duration.FromDays(1))
            .Complete("a", null, ("again", DataValue.Of(true)))
            .Timers("late")
            .Then(s => Assert.Equal(due, s.Timer("late").Due))
            .Fire("late")
            .Waits("b")
            .Then(s => Assert.Single(s.State.Scopes));
    }

    [Fact]
    public void A_boundary_event_goes_with_the_last_run() =>
        Scenario
            .Given(
                Task(
                    "",
                    Again,
                    """<boundaryEvent id="late" attachedToRef="a"><timerEventDefinition><timeDuration>P2D</timeDuration></timerEventDefinition></boundaryEvent><userTask id="b"/><flow path="late b"/>"""
                )
            )
            .Start()
            .Complete("a")
            .Waits("after")
            .Timers();

    [Fact]
    public void An_error_in_one_run_is_caught_at_the_border_of_all() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><serviceTask id="a"><ext><tw:service name="w"/></ext><standardLoopCharacteristics loopMaximum="3"/></serviceTask>
                <boundaryEvent id="caught" attachedToRef="a"><errorEventDefinition errorRef="bad"/></boundaryEvent>
                <userTask id="b"/><userTask id="after"/><flow path="s a after"/><flow path="caught b"/>
                """
            )
            .Start()
            .Serve("a")
            .Fail("a", "bad")
            .Waits("b")
            .Then(s => Assert.Single(s.State.Scopes));

    [Fact]
    public void Each_token_loops_for_itself() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="f"/><manualTask id="l"/><manualTask id="r"/>
                <userTask id="a"><standardLoopCharacteristics loopMaximum="2"/></userTask><userTask id="after"/>
                <flow path="s f l a after"/><flow path="f r a"/>
                """
            )
            .Start()
            .Waits("a", "a")
            .Complete("a")
            .Complete("a")
            .Waits("a", "a")
            .Complete("a")
            .Waits("a", "after");

    [Fact]
    public void Assignments_are_made_when_the_last_run_has_ended() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><userTask id="a"><ext><tw:set variable="n" value="1"/></ext><standardLoopCharacteristics loopMaximum="2"/></userTask><userTask id="after"/><flow path="s a after"/>
                """,
                Data
            )
            .Start()
            .Complete("a")
            .Holds("n", null)
            .Complete("a")
            .Holds("n", DataValue.Of(1));

    [Fact]
    public void A_loop_of_what_needs_nobody_ends_in_one_step() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><sendTask id="a" messageRef="note"><standardLoopCharacteristics loopMaximum="3"/></sendTask><userTask id="after"/><flow path="s a after"/>
                """
            )
            .Start()
            .Waits("after")
            .Then(s => Assert.Equal(3, s.Of<MessageSent>().Count()));

    [Fact]
    public void A_loop_that_never_rests_ends_at_the_step_budget() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><manualTask id="a"><standardLoopCharacteristics><loopCondition>true</loopCondition></standardLoopCharacteristics></manualTask><userTask id="after"/><flow path="s a after"/>
                """
            )
            .Start()
            .Then(s => Assert.EndsWith("step-budget", Assert.Single(s.State.Incidents.Values).Code));

    [Fact]
    public void A_condition_that_cannot_be_computed_stops_before_the_next_run_and_a_retry_asks_again() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="f"/>
                <userTask id="u"><ext><tw:form><tw:field id="n" type="integer"/></tw:form></ext></userTask>
                <userTask id="a"><standardLoopCharacteristics><loopCondition>n + u.n &gt; 0</loopCondition></standardLoopCharacteristics></userTask><userTask id="after"/>
                <flow path="s f a after"/><flow path="f u"/>
                """,
                Data
            )
            .Start(("n", DataValue.Of(DataValue.Number.Largest)))
            .Complete("u", null, ("n", DataValue.Of(1)))
            .Complete("a")
            .Incident("leaving-expression", "a")
            .Retry()
            .Incident("leaving-expression", "a")
            .Then(s => Assert.Equal(1, s.State.Scopes.Values.Single(x => x.Progress is not null).Progress!.Completed));

    [Fact]
    public void A_condition_that_cannot_be_computed_before_the_first_run_is_an_incident() =>
        Scenario
            .Given(Task("""testBefore="true" """, "<loopCondition>n + 1 &gt; 0</loopCondition>"), Data)
            .Start(("n", DataValue.Of(DataValue.Number.Largest)))
            .Incident("expression", "a");

    [Fact]
    public void It_is_cancelled_as_a_whole() =>
        Scenario
            .Given(Task("", Again))
            .Start()
            .Complete("a", null, ("again", DataValue.Of(true)))
            .Withdraw()
            .Ended(ProcessStatus.Withdrawn, "");
}
