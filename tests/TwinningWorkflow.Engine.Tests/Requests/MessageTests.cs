using NodaTime;

namespace TwinningWorkflow.Engine.Tests.Requests;

public sealed class MessageTests
{
    private const string Keyed = """
        <startEvent id="s"/><parallelGateway id="f"/>
        <intermediateCatchEvent id="first"><ext><tw:key value="no"/></ext><messageEventDefinition messageRef="receipt"/></intermediateCatchEvent>
        <intermediateCatchEvent id="second"><ext><tw:key value="no"/></ext><messageEventDefinition messageRef="receipt"/></intermediateCatchEvent>
        <intermediateCatchEvent id="plain"><messageEventDefinition messageRef="receipt"/></intermediateCatchEvent>
        <userTask id="a"/><userTask id="b"/><userTask id="c"/>
        <flow path="s f first a"/><flow path="f second b"/><flow path="f plain c"/>
        """;

    [Fact]
    public void A_message_goes_to_the_oldest_wait_of_its_key() =>
        Scenario
            .Given(Keyed, """<tw:variable name="no" type="number"/>""")
            .Start(("no", DataValue.Of(17)))
            .Listens("first:17", "plain", "second:17")
            .Receive("receipt", "17")
            .Waits("a", "plain", "second")
            .Receive("receipt", "17")
            .Waits("a", "b", "plain")
            .Receive("receipt", "17")
            .Refused(RejectionCode.NobodyWaits)
            .Receive("receipt")
            .Waits("a", "b", "c");

    [Fact]
    public void A_message_that_comes_too_early_and_one_that_is_unknown_are_told_apart() =>
        Scenario
            .Given(
                """<startEvent id="s"/><userTask id="a"/><receiveTask id="r" messageRef="act"/><flow path="s a r"/>"""
            )
            .Start()
            .Receive("act")
            .Refused(RejectionCode.NobodyWaits)
            .Receive("rumour")
            .Refused(RejectionCode.UnknownMessage);

    [Fact]
    public void A_key_without_a_value_stops_the_token() =>
        Scenario
            .Given(Keyed, """<tw:variable name="no" type="number"/>""")
            .Start()
            .Then(s => Assert.Equal(["first", "second"], s.State.Incidents.Values.Select(i => i.Node)))
            .Listens("plain");

    private const string Recorded = """
        <startEvent id="s"/><userTask id="a"/>
        <intermediateCatchEvent id="m"><ext><tw:form role="clerk"><tw:outcome id="approved"/><tw:outcome id="refused"/>
          <tw:field id="on" type="date" required="true" notAfter="today"/></tw:form></ext><messageEventDefinition messageRef="act"/></intermediateCatchEvent>
        <userTask id="b"/><flow path="s a m b"/>
        """;

    private static readonly DataValue Yesterday = DataValue.Of(new LocalDate(2022, 12, 8));

    [Fact]
    public void A_fact_that_a_person_records_is_checked_against_its_form_and_keeps_its_outcome() =>
        Scenario
            .Given(Recorded)
            .Start()
            .Complete("a")
            .Receive("act")
            .Refused(RejectionCode.InvalidFields, "outcome:Required", "on:Required")
            .Receive("act", null, ("outcome", DataValue.Of("maybe")), ("on", DataValue.Of(new LocalDate(2022, 12, 10))))
            .Refused(RejectionCode.InvalidFields, "outcome:NotOffered:maybe", "on:TooLate:2022-12-09")
            .Receive("act", null, ("outcome", DataValue.Of("approved")), ("on", Yesterday))
            .Waits("b")
            .Holds("m.outcome", DataValue.Of("approved"))
            .Holds("m.on", Yesterday);

    [Fact]
    public void An_early_fact_is_checked_before_it_is_kept_for_later() =>
        Scenario
            .Given(Recorded)
            .Start()
            .Receive("act", null, ("outcome", DataValue.Of("approved")))
            .Refused(RejectionCode.InvalidFields, "on:Required")
            .Receive("act", null, ("outcome", DataValue.Of("approved")), ("on", Yesterday))
            .Refused(RejectionCode.NobodyWaits);

    [Fact]
    public void A_fact_is_recorded_by_its_role_or_by_the_product_itself() =>
        Scenario
            .Given(Recorded)
            .Start()
            .Complete("a")
            .As("auditor")
            .Receive("act", null, ("outcome", DataValue.Of("approved")), ("on", Yesterday))
            .Refused(RejectionCode.NotYours)
            .As(Actor.SystemRole)
            .Receive("act", null, ("outcome", DataValue.Of("approved")), ("on", Yesterday))
            .Waits("b");

    [Fact]
    public void A_fact_whose_form_names_a_gate_waits_until_the_gate_is_open() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><intermediateCatchEvent id="m"><ext><tw:form gate="ready"/></ext><messageEventDefinition messageRef="act"/></intermediateCatchEvent>
                <userTask id="b"/><flow path="s m b"/>
                """,
                """<tw:gate id="ready"><tw:condition id="later" when="today &gt; date('2023-01-01')"/></tw:gate>"""
            )
            .Start()
            .Receive("act")
            .Refused(RejectionCode.GateClosed, "later:GateCondition")
            .At("2023-01-02T09:00:00Z")
            .Receive("act")
            .Waits("b");

    [Fact]
    public void A_number_that_the_history_cannot_hold_is_refused_where_no_form_asks_for_it() =>
        Scenario
            .Given("""<startEvent id="s"/><receiveTask id="r" messageRef="act"/><flow path="s r"/>""")
            .Start()
            .Receive("act", null, ("n", DataValue.Of(long.MinValue)))
            .Refused(RejectionCode.InvalidFields, "n:TooEarly:-9007199254740991");

    [Fact]
    public void Messages_take_effect_while_suspended() =>
        Scenario
            .Given(
                """<startEvent id="s"/><receiveTask id="r" messageRef="act"/><endEvent id="e"/><flow path="s r e"/>"""
            )
            .Start()
            .Suspend()
            .Receive("act")
            .Ended(ProcessStatus.Completed, "e");

    [Fact]
    public void A_process_may_be_started_by_a_message() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><startEvent id="asked"><messageEventDefinition messageRef="request"/></startEvent>
                <userTask id="a"/><userTask id="b"/><flow path="s a"/><flow path="asked b"/>
                """
            )
            .StartBy("request")
            .Waits("b")
            .Receive("request")
            .Refused(RejectionCode.UnknownMessage);
}
