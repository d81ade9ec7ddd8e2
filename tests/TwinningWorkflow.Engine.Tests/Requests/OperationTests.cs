using System.Collections.Immutable;
using NodaTime;

namespace TwinningWorkflow.Engine.Tests.Requests;

public sealed class OperationTests
{
    private const string Body = """
        <startEvent id="s"/><userTask id="a"/><endEvent id="e"/><flow path="s a e"/>
        """;

    private static readonly ImmutableDictionary<string, DataValue> Nothing = ImmutableDictionary<
        string,
        DataValue
    >.Empty;

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Suspending_resuming_and_withdrawing_need_a_reason(string? none) =>
        Scenario
            .Given(Body)
            .Start()
            .Suspend(none)
            .Refused(RejectionCode.ReasonRequired)
            .Withdraw(none)
            .Refused(RejectionCode.ReasonRequired)
            .Suspend()
            .Resume(none)
            .Refused(RejectionCode.ReasonRequired);

    [Fact]
    public void Suspending_and_resuming_rest_on_an_act_with_a_number_and_a_date_that_has_come()
    {
        var scenario = Scenario.Given(Body).At("2022-12-09T22:59:00Z").Start();
        var late = new FormalAct(" ", new LocalDate(2022, 12, 10), []);
        var act = new FormalAct("12/2022", new LocalDate(2022, 12, 9), [new string('a', 64)]);

        scenario
            .Suspend("elections", null)
            .Refused(RejectionCode.InvalidFields, "actNumber:Required", "actDate:Required")
            .Suspend("elections", late)
            .Refused(RejectionCode.InvalidFields, "actNumber:Required", "actDate:TooLate:2022-12-09")
            .Suspend("elections", act with { Number = new string('1', 101) })
            .Refused(RejectionCode.InvalidFields, "actNumber:TooLong:100")
            .Suspend("elections", act)
            .Then(s => Assert.Equal(act, Assert.Single(s.Of<ProcessSuspended>()).Act))
            .Resume("a new mayor", null)
            .Refused(RejectionCode.InvalidFields, "actNumber:Required", "actDate:Required")
            // midnight in Rome
            .At("2022-12-09T23:00:00Z")
            .Resume("a new mayor", late with { Number = "13/2022" })
            .Then(s => Assert.Equal("13/2022", Assert.Single(s.Of<ProcessResumed>()).Act?.Number));
    }

    [Fact]
    public void A_withdrawal_names_its_act_where_there_is_one_and_a_right_one() =>
        Scenario
            .Given(Body)
            .Start()
            .Withdraw("no money", new FormalAct("", new LocalDate(2030, 1, 1), []))
            .Refused(RejectionCode.InvalidFields, "actNumber:Required", "actDate:TooLate:2022-12-09")
            .Withdraw("no money", new FormalAct("14/2022", new LocalDate(2022, 12, 9), []))
            .Then(s => Assert.Equal("14/2022", Assert.Single(s.Of<ProcessEnded>()).Act?.Number));

    [Fact]
    public void A_task_is_refused_while_suspended_and_taken_after_it() =>
        Scenario
            .Given(Body)
            .Start()
            .Suspend()
            .Then(s => Assert.True(s.State.Suspended))
            .Complete("a")
            .Refused(RejectionCode.Suspended)
            .Resume()
            .Then(s => Assert.False(s.State.Suspended))
            .Complete("a")
            .Ended(ProcessStatus.Completed, "e");

    [Fact]
    public void A_process_is_suspended_once_and_resumed_once() =>
        Scenario
            .Given(Body)
            .Start()
            .Resume()
            .Refused(RejectionCode.NotSuspended)
            .Suspend()
            .Suspend()
            .Refused(RejectionCode.Suspended)
            .Resume()
            .Resume()
            .Refused(RejectionCode.NotSuspended);

    [Fact]
    public void A_condition_can_ask_whether_the_process_is_suspended() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><receiveTask id="r" messageRef="m"/><exclusiveGateway id="x" default="x-a"/><userTask id="a"/><userTask id="b"/>
                <flow path="s r x a"/><flow path="x b" when="suspended"/>
                """
            )
            .Start()
            .Suspend()
            .Receive("m")
            .Waits("b");

    [Fact]
    public void A_withdrawal_ends_everything_also_while_suspended_and_the_data_stay_readable() =>
        Scenario
            .Given(
                """
                <startEvent id="s"><ext><tw:set variable="n" value="3"/></ext></startEvent><parallelGateway id="f"/><userTask id="a"/>
                <boundaryEvent id="late" attachedToRef="a"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent>
                <receiveTask id="r" messageRef="m"/><parallelGateway id="join"/><manualTask id="m1"/>
                <flow path="s f a join"/><flow path="f r"/><flow path="f m1 join"/><flow path="late m2"/><userTask id="m2"/>
                """,
                """<tw:variable name="n" type="number"/>"""
            )
            .Start()
            .Suspend()
            .Withdraw()
            .Ended(ProcessStatus.Withdrawn, "")
            .Timers()
            .Listens()
            .Holds("n", DataValue.Of(3))
            .Then(s => Assert.Equal("withdrawn", Assert.Single(s.Of<ElementsCancelled>()).Because));

    [Fact]
    public void Nothing_happens_to_a_process_that_has_ended() =>
        Scenario
            .Given(Body)
            .Start()
            .Withdraw()
            .Withdraw()
            .Refused(RejectionCode.Ended)
            .Suspend()
            .Refused(RejectionCode.Ended)
            .When((at, who) => new CompleteTask(at, who, 3, null, Nothing))
            .Refused(RejectionCode.Ended)
            .Start()
            .Refused(RejectionCode.AlreadyStarted);

    [Fact]
    public void Nothing_happens_to_a_process_before_it_is_started() =>
        Scenario.Given(Body).Withdraw().Refused(RejectionCode.Ended).Start().Waits("a");

    [Fact]
    public void A_process_is_started_once_and_only_in_a_way_that_it_has() =>
        Scenario
            .Given(Body)
            .StartBy("request")
            .Refused(RejectionCode.NoStartEvent)
            .Start()
            .Start()
            .Refused(RejectionCode.AlreadyStarted);

    [Fact]
    public void What_is_given_at_the_start_must_be_declared_of_its_type_and_never_what_a_step_will_tell() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><userTask id="a"><ext><tw:form><tw:outcome id="approved"/><tw:field id="no"/></tw:form></ext></userTask><flow path="s a"/>
                """,
                """<tw:variable name="kind"/><tw:variable name="cents" type="number"/>"""
            )
            .Start(
                ("a.outcome", DataValue.Of("approved")),
                ("a.no", DataValue.Of("1")),
                ("cents", DataValue.Of(long.MaxValue)),
                ("kind", DataValue.Of(true)),
                ("other", DataValue.Of(1))
            )
            .Refused(
                RejectionCode.InvalidFields,
                "a.no:Unknown",
                "a.outcome:Unknown",
                "cents:TooLate:9007199254740991",
                "kind:WrongType",
                "other:Unknown"
            )
            .Start(("kind", DataValue.Of("patto")))
            .Holds("kind", DataValue.Of("patto"));

    [Fact]
    public void An_instance_never_goes_on_with_another_file_than_it_began_with()
    {
        var scenario = Scenario.Given(Body).Start();
        var other = ProcessText.Definition(Body + "<documentation>2</documentation>");
        var command = new SuspendProcess(scenario.Now, new Actor("a", "p", "m", "clerk")) { Reason = "act" };

        Assert.Throws<InvalidOperationException>(() =>
            ProcessEngine.Decide(other, scenario.State, command, PlainTerms.Resolve)
        );
    }

    [Fact]
    public void An_incident_that_is_not_open_is_not_retried() =>
        Scenario
            .Given(Body)
            .Start()
            .When((at, who) => new RetryIncident(at, who, 2) { Reason = "seen to" })
            .Refused(RejectionCode.ElementNotActive);
}
