namespace TwinningWorkflow.Engine.Tests.Elements;

public sealed class CompletionConditionTests
{
    private static string Tasks(string condition, string attributes = "", string number = "4", string beside = "") =>
        $"""
            <startEvent id="s"/>
            <userTask id="a"><ext><tw:form><tw:outcome id="yes"/><tw:outcome id="no"/></tw:form></ext>
              <multiInstanceLoopCharacteristics {attributes}><loopCardinality>{number}</loopCardinality><completionCondition>{condition}</completionCondition></multiInstanceLoopCharacteristics></userTask>
            <userTask id="after"/><flow path="s a after"/>{beside}
            """;

    [Fact]
    public void Once_it_holds_the_bodies_that_are_still_active_are_cancelled() =>
        Scenario
            .Given(Tasks("numberOfCompletedInstances == 2"))
            .Start()
            .Complete("a[2]", "yes")
            .Waits("a[1]", "a[3]", "a[4]")
            .Complete("a[4]", "yes")
            .Waits("after")
            .Then(s =>
            {
                Assert.Equal("a", Assert.Single(s.Of<CompletionReached>()).Node);
                var cancelled = Assert.Single(s.Of<ElementsCancelled>());
                Assert.Equal("completion-condition", cancelled.Because);
                Assert.Equal(2, cancelled.Elements.Length);
                Assert.Single(s.State.Scopes);
            });

    [Fact]
    public void It_may_read_how_many_there_are_and_how_many_are_active() =>
        Scenario
            .Given(Tasks("numberOfInstances - numberOfActiveInstances == 3"))
            .Start()
            .Complete("a[1]", "yes")
            .Complete("a[2]", "yes")
            .Waits("a[3]", "a[4]")
            .Complete("a[3]", "yes")
            .Waits("after");

    [Fact]
    public void It_may_read_what_the_body_that_has_just_ended_was_told() =>
        Scenario
            .Given(Tasks("a.outcome == 'no'"))
            .Start()
            .Complete("a[1]", "yes")
            .Waits("a[2]", "a[3]", "a[4]")
            .Complete("a[3]", "no")
            .Waits("after")
            .Holds("a.outcome.3", DataValue.Of("no"));

    [Fact]
    public void It_may_read_what_the_body_of_a_sub_process_left_and_its_item() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/>
                <subProcess id="each"><startEvent id="is"/><userTask id="a"><ext><tw:form><tw:field id="n" type="integer"/></tw:form></ext></userTask><flow path="is a"/>
                  <multiInstanceLoopCharacteristics><ext><tw:items value="towns"/></ext><completionCondition>a.n == 7 and item == 'TROYES'</completionCondition></multiInstanceLoopCharacteristics></subProcess>
                <userTask id="after"/><flow path="s each after"/>
                """,
                """<tw:list name="towns" items="KAUNAS TROYES LOGRONO"/>"""
            )
            .Start()
            .Complete("a", null, ("n", DataValue.Of(7)))
            .Waits("a", "a")
            .Complete("a", null, ("n", DataValue.Of(7)))
            .Waits("after");

    [Fact]
    public void A_body_that_its_own_terminate_event_ended_is_counted_apart() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/>
                <subProcess id="each"><startEvent id="is"/><userTask id="a"><ext><tw:form><tw:outcome id="stop"/><tw:outcome id="go"/></tw:form></ext></userTask>
                  <exclusiveGateway id="x" default="x-ok"/><endEvent id="ok"/><endEvent id="stop"><terminateEventDefinition/></endEvent>
                  <flow path="is a x ok"/><flow path="x stop" when="a.outcome == 'stop'"/>
                  <multiInstanceLoopCharacteristics><loopCardinality>4</loopCardinality><completionCondition>numberOfTerminatedInstances == 1 and numberOfCompletedInstances == 1</completionCondition></multiInstanceLoopCharacteristics></subProcess>
                <userTask id="after"/><flow path="s each after"/>
                """
            )
            .Start()
            .Complete("a", "stop")
            .Waits("a", "a", "a")
            .Complete("a", "go")
            .Waits("after");

    [Fact]
    public void Bodies_to_come_do_not_begin() =>
        Scenario
            .Given(Tasks("a.outcome == 'no'", """isSequential="true" """))
            .Start()
            .Complete("a[1]", "yes")
            .Waits("a[2]")
            .Complete("a[2]", "no")
            .Waits("after");

    [Fact]
    public void Of_bodies_one_after_another_none_is_active_when_one_has_ended() =>
        Scenario
            .Given(Tasks("numberOfActiveInstances == 0 and numberOfInstances == 4", """isSequential="true" """))
            .Start()
            .Complete("a[1]", "yes")
            .Waits("after");

    [Fact]
    public void While_it_does_not_hold_all_bodies_run() =>
        Scenario
            .Given(Tasks("false", number: "2"))
            .Start()
            .Complete("a[1]", "yes")
            .Waits("a[2]")
            .Complete("a[2]", "yes")
            .Waits("after")
            .Then(s => Assert.Empty(s.Of<CompletionReached>()));

    [Fact]
    public void Without_a_body_it_is_not_asked() => Scenario.Given(Tasks("false", number: "0")).Start().Waits("after");

    [Fact]
    public void Bodies_that_need_nobody_stop_at_the_first_after_which_it_holds() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><manualTask id="m"><multiInstanceLoopCharacteristics><loopCardinality>1000</loopCardinality><completionCondition>numberOfCompletedInstances &gt;= 3</completionCondition></multiInstanceLoopCharacteristics></manualTask>
                <userTask id="after"/><flow path="s m after"/>
                """
            )
            .Start()
            .Waits("after")
            .Then(s => Assert.Single(s.Of<CompletionReached>()));

    [Fact]
    public void Timers_and_waits_of_cancelled_bodies_go_with_them() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/>
                <subProcess id="each"><startEvent id="is"/><userTask id="a"/><flow path="is a"/>
                  <boundaryEvent id="late" attachedToRef="a"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent><endEvent id="e"/><flow path="late e"/>
                  <subProcess id="esp" triggeredByEvent="true"><startEvent id="es"><messageEventDefinition messageRef="m"/></startEvent><endEvent id="ee"/><flow path="es ee"/></subProcess>
                  <multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality><completionCondition>numberOfCompletedInstances == 1</completionCondition></multiInstanceLoopCharacteristics></subProcess>
                <userTask id="after"/><flow path="s each after"/>
                """
            )
            .Start()
            .Timers("late", "late", "late")
            .Complete("a")
            .Waits("after")
            .Timers()
            .Listens();

    [Fact]
    public void A_condition_that_cannot_be_computed_stops_and_a_retry_asks_again() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="f"/>
                <userTask id="u"><ext><tw:form><tw:field id="n" type="integer"/></tw:form></ext></userTask>
                <userTask id="a"><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality><completionCondition>u.n + 1 &gt; 0</completionCondition></multiInstanceLoopCharacteristics></userTask><userTask id="after"/>
                <flow path="s f a after"/><flow path="f u"/>
                """
            )
            .Start()
            .Complete("u", null, ("n", DataValue.Of(DataValue.Number.Largest)))
            .Complete("a[1]")
            .Incident("leaving-expression", "a")
            .Retry()
            .Incident("leaving-expression", "a")
            .Waits("a[1]", "a[2]");
}
