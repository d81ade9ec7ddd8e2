using NodaTime;

namespace TwinningWorkflow.Engine.Tests.Elements;

public sealed class BoundaryEventTests
{
    [Fact]
    public void An_interrupting_timer_cancels_the_task_and_goes_its_own_way() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><userTask id="a"/>
                <boundaryEvent id="late" attachedToRef="a"><timerEventDefinition><timeDuration>P30D</timeDuration></timerEventDefinition></boundaryEvent>
                <userTask id="b"/><endEvent id="e"/>
                <flow path="s a e"/><flow path="late b e"/>
                """
            )
            .Start()
            .Timers("late")
            .Fire("late")
            .Waits("b")
            .Timers()
            .Then(s => Assert.Equal("boundary", Assert.Single(s.Of<ElementsCancelled>()).Because));

    [Fact]
    public void A_timer_goes_with_its_task() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><userTask id="a"/>
                <boundaryEvent id="late" attachedToRef="a"><timerEventDefinition><timeDuration>P30D</timeDuration></timerEventDefinition></boundaryEvent>
                <userTask id="b"/><flow path="s a"/><flow path="late b"/>
                """
            )
            .Start()
            .Complete("a")
            .Ended(ProcessStatus.Completed, "p-end")
            .Timers();

    [Fact]
    public void Cancelling_an_activity_takes_all_that_is_in_it_with_it_however_deep() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/>
                <subProcess id="outer"><startEvent id="os"/><parallelGateway id="of"/>
                  <intermediateCatchEvent id="term"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></intermediateCatchEvent>
                  <subProcess id="inner"><startEvent id="is"/><parallelGateway id="if"/>
                    <receiveTask id="letter" messageRef="letter"/><userTask id="each"><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>
                    <serviceTask id="work"><ext><tw:service name="w"/></ext></serviceTask>
                    <subProcess id="esp" triggeredByEvent="true"><startEvent id="heard"><messageEventDefinition messageRef="stop"/></startEvent><endEvent id="ee"/><flow path="heard ee"/></subProcess>
                    <flow path="is if letter"/><flow path="if each"/><flow path="if work"/></subProcess>
                  <boundaryEvent id="inLate" attachedToRef="inner"><timerEventDefinition><timeDuration>P2D</timeDuration></timerEventDefinition></boundaryEvent>
                  <endEvent id="oe"/>
                  <flow path="os of term oe"/><flow path="of inner oe"/><flow path="inLate oe"/></subProcess>
                <boundaryEvent id="reopened" attachedToRef="outer"><messageEventDefinition messageRef="reopen"/></boundaryEvent>
                <userTask id="b"/><flow path="s outer"/><flow path="reopened b"/>
                """
            )
            .Start()
            .Fail("work")
            .Waits("each[1]", "each[2]", "letter", "term", "work")
            .Timers("inLate", "term")
            .Listens("heard", "letter", "reopened")
            .Receive("reopen")
            .Waits("b")
            .Timers()
            .Listens()
            .NoIncident()
            .Then(s => Assert.Equal([ProcessState.RootScope], s.State.Scopes.Keys));

    [Fact]
    public void A_non_interrupting_timer_leaves_its_task_open() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><userTask id="a"/>
                <boundaryEvent id="remind" attachedToRef="a" cancelActivity="false"><timerEventDefinition><timeDuration>P30D</timeDuration></timerEventDefinition></boundaryEvent>
                <userTask id="b"/><flow path="s a"/><flow path="remind b"/>
                """
            )
            .Start()
            .Fire("remind")
            .Waits("a", "b")
            .Timers()
            .Complete("a")
            .Waits("b");

    [Fact]
    public void A_non_interrupting_cycle_is_armed_again_from_its_last_due_date_and_does_not_drift_when_it_fires_late()
    {
        var scenario = Scenario
            .Given(
                """
                <startEvent id="s"/><userTask id="a"/>
                <boundaryEvent id="remind" attachedToRef="a" cancelActivity="false"><timerEventDefinition><timeCycle>R3/P10D</timeCycle></timerEventDefinition></boundaryEvent>
                <manualTask id="m"/><flow path="s a"/><flow path="remind m"/>
                """
            )
            .Start();
        var first = scenario.Timer("remind");
        Assert.Equal((1, 2), (first.Generation, first.Repeats));
        Assert.Equal(Instant.FromUtc(2022, 12, 19, 9, 0), first.Due);

        scenario.At("2022-12-25T22:00:00Z").Fire("remind");

        var second = scenario.Timer("remind");
        Assert.Equal((first.Id, 2, 1), (second.Id, second.Generation, second.Repeats));
        Assert.Equal(Instant.FromUtc(2022, 12, 29, 9, 0), second.Due);
        scenario.When((at, who) => new FireTimer(at, who, first.Id, first.Generation)).Refused(RejectionCode.TimerGone);
        scenario.Fire("remind").Fire("remind").Timers().Waits("a");
        Assert.Equal(3, scenario.Journal.OfType<TimerFired>().Count());
    }

    [Fact]
    public void A_cycle_without_end_goes_on_until_its_task_is_done() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><userTask id="a"/>
                <boundaryEvent id="remind" attachedToRef="a" cancelActivity="false"><timerEventDefinition><timeCycle>R/P30D</timeCycle></timerEventDefinition></boundaryEvent>
                <manualTask id="m"/><flow path="s a"/><flow path="remind m"/>
                """
            )
            .Start()
            .Fire("remind")
            .Fire("remind")
            .Fire("remind")
            .Fire("remind")
            .Then(s => Assert.Equal((5, -1), (s.Timer("remind").Generation, s.Timer("remind").Repeats)))
            .Complete("a")
            .Ended(ProcessStatus.Completed, "p-end")
            .Timers();

    [Fact]
    public void A_non_interrupting_message_may_come_more_than_once() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><userTask id="a"/>
                <boundaryEvent id="heard" attachedToRef="a" cancelActivity="false"><messageEventDefinition messageRef="note"/></boundaryEvent>
                <userTask id="b"/><flow path="s a"/><flow path="heard b"/>
                """
            )
            .Start()
            .Receive("note", null, ("text", DataValue.Of("one")))
            .Receive("note", null, ("other", DataValue.Of("two")))
            .Waits("a", "b", "b")
            .Listens("heard")
            .Holds("heard.text", null)
            .Holds("heard.other", DataValue.Of("two"));

    [Fact]
    public void When_a_timer_and_a_completion_fall_on_the_same_instant_the_first_wins_and_the_loser_is_refused()
    {
        const string body = """
            <startEvent id="s"/><userTask id="a"/>
            <boundaryEvent id="late" attachedToRef="a"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent>
            <userTask id="b"/><userTask id="c"/><flow path="s a c"/><flow path="late b"/>
            """;
        var timerFirst = Scenario.Given(body).Start();
        var task = timerFirst.Element("a").Id;
        timerFirst
            .Fire("late")
            .When((at, who) => new CompleteTask(at, who, task, null, timerFirst.State.Data))
            .Refused(RejectionCode.TaskNotOpen);
        Assert.Equal("b", timerFirst.State.Elements.Values.Single().Node);

        var taskFirst = Scenario.Given(body).Start();
        var timer = taskFirst.Timer("late");
        taskFirst
            .At("2022-12-10T09:00:00Z")
            .Complete("a")
            .When((at, who) => new FireTimer(at, who, timer.Id, timer.Generation))
            .Refused(RejectionCode.TimerGone);
        Assert.Equal("c", taskFirst.State.Elements.Values.Single().Node);
    }

    [Fact]
    public void A_boundary_timer_that_cannot_be_computed_stops_the_task_and_a_retry_opens_it() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="fork"/><userTask id="a"/>
                <boundaryEvent id="late" attachedToRef="a"><timerEventDefinition><timeDate>u.day</timeDate></timerEventDefinition></boundaryEvent>
                <userTask id="u"><ext><tw:form><tw:field id="day" type="date"/></tw:form></ext></userTask>
                <userTask id="b"/><flow path="s fork a"/><flow path="fork u"/><flow path="late b"/>
                """
            )
            .Start()
            .Incident("expression", "a")
            .Then(s => Assert.Equal("u", Assert.Single(s.Of<TaskOpened>()).Node))
            .Complete("u", null, ("day", DataValue.Of(new LocalDate(2023, 1, 1))))
            .Retry()
            .Waits("a")
            .Then(s => Assert.Equal(Instant.FromUtc(2022, 12, 31, 23, 0), s.Timer("late").Due));
}
