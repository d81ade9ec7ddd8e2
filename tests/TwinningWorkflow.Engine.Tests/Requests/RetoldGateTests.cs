using System.Collections.Immutable;
using NodaTime;

namespace TwinningWorkflow.Engine.Tests.Requests;

/// <summary>What a gate let pass stands on what the gate saw then: no correction may tell that it was closed.</summary>
public sealed class RetoldGateTests
{
    /// <summary>A delivery, the term that runs from it, and a signature whose gate waits for its end; it may be put off.</summary>
    private const string Signature = """
        <startEvent id="s"/>
        <userTask id="record"><ext><tw:form><tw:field id="on" type="date" required="true" notAfter="today"/><tw:field id="quick" type="flag"/><tw:field id="late" type="flag"/></tw:form></ext></userTask>
        <intermediateCatchEvent id="window"><ext><tw:set variable="closedOn" value="due"/></ext>
          <timerEventDefinition><ext><tw:term amount="30" unit="days" from="record.on"/></ext></timerEventDefinition></intermediateCatchEvent>
        <exclusiveGateway id="how" default="how-again"/><exclusiveGateway id="again"/>
        <userTask id="sign"><ext><tw:form gate="signing" gateFor="signed"><tw:outcome id="signed"/><tw:outcome id="putOff"/></tw:form></ext></userTask>
        <exclusiveGateway id="signed" default="signed-again"/>
        <userTask id="keep"/><endEvent id="e"/><userTask id="archive"/><endEvent id="f"/>
        <flow path="s record window how again sign signed again"/><flow path="keep e"/><flow path="archive f"/>
        <flow path="signed keep" when="sign.outcome == 'signed'"/><flow path="how archive" when="record.quick"/>
        """;

    private const string Gate = """
        <tw:variable name="closedOn" type="date"/>
        <tw:gate id="signing">
          <tw:condition id="over" when="closedOn &lt;= today"><tw:label>x</tw:label><tw:cure>x</tw:cure></tw:condition>
          <tw:condition id="early" severity="warns" when="record.on &lt; date('2022-12-06')"><tw:label>x</tw:label><tw:cure>x</tw:cure></tw:condition>
        </tw:gate>
        """;

    [Theory]
    [InlineData("2023-01-12T09:00:00Z")]
    [InlineData("2023-06-12T09:00:00Z")]
    public void After_the_signature_no_value_is_taken_by_which_the_gate_would_have_been_closed_to_it(string at) =>
        Correct(Over().Complete("sign", "signed").At(at), Day(12, 20))
            .Refused(RejectionCode.InvalidFields, "record.on:GatePassed:sign/over");

    [Fact]
    public void What_the_gate_would_have_let_pass_too_is_corrected() =>
        Correct(Over().Complete("sign", "signed").At("2023-01-12T09:00:00Z"), Day(12, 11))
            .Holds("closedOn", Day(1, 11, 2023))
            // a day later the term would have ended on the day after the signature
            .When((at, who) => Correction(at, who, Day(12, 12)))
            .Refused(RejectionCode.InvalidFields, "record.on:GatePassed:sign/over");

    [Fact]
    public void An_outcome_for_which_the_gate_is_not_asked_did_not_pass_it() =>
        Correct(Over().Complete("sign", "putOff").At("2023-01-12T09:00:00Z"), Day(12, 20))
            .Holds("closedOn", Day(1, 20, 2023))
            .Complete("sign", "signed")
            .Refused(RejectionCode.GateClosed, "over:GateCondition")
            .At("2023-01-20T09:00:00Z")
            .Complete("sign", "signed")
            .Waits("keep");

    [Fact]
    public void What_nobody_knows_would_not_have_opened_the_gate() =>
        Correct(Over().Complete("sign", "signed").At("2023-06-12T09:00:00Z").Closed(days: 1), Day(12, 7))
            .Refused(RejectionCode.InvalidFields, "record.on:GatePassed:sign/over")
            // what is corrected beside it changes nothing of the kind
            .When((at, who) => Correction(at, who, DataValue.Of(true), "record.late"))
            .Holds("record.late", DataValue.Of(true));

    [Fact]
    public void A_gate_to_which_no_step_can_come_any_more_waits_for_nothing() =>
        Correct(Over(quick: true).Waits("archive"), Day(12, 20))
            .Refused(RejectionCode.InvalidFields, "record.on:TermStillRuns:2023-01-19");

    private static Scenario Over(bool quick = false) =>
        Scenario
            .Given(Signature, Gate)
            .At("2022-12-30T09:00:00Z")
            .Start()
            .Complete("record", null, ("on", Day(12, 5)), ("quick", DataValue.Of(quick)), ("late", DataValue.Of(false)))
            .Fire("window")
            .At("2023-01-11T09:00:00Z");

    private static DataValue Day(int month, int day, int year = 2022) => DataValue.Of(new LocalDate(year, month, day));

    private static Scenario Correct(Scenario scenario, DataValue value) =>
        scenario.When((at, who) => Correction(at, who, value));

    private static CorrectData Correction(Instant at, Actor who, DataValue value, string name = "record.on") =>
        new(at, who, null, ImmutableDictionary<string, DataValue>.Empty.Add(name, value)) { Reason = "typed wrong" };
}
