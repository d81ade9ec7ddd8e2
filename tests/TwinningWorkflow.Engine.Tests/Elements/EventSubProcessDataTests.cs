namespace TwinningWorkflow.Engine.Tests.Elements;

/// <summary>Several runs of one event sub-process go on beside each other without seeing each other's values.</summary>
public sealed class EventSubProcessDataTests
{
    private const string Observations = """
        <startEvent id="s"/><userTask id="a"/><flow path="s a"/>
        <subProcess id="esp" triggeredByEvent="true">
          <startEvent id="heard" isInterrupting="false"><ext><tw:form><tw:field id="from"/></tw:form><tw:set variable="open" value="open + 1"/></ext>
            <messageEventDefinition messageRef="observation"/></startEvent>
          <userTask id="classify"><ext><tw:form><tw:outcome id="formal"/><tw:outcome id="late"/><tw:field id="note"/></tw:form></ext></userTask>
          <exclusiveGateway id="kind" default="kind-other"/>
          <userTask id="amend"><ext><tw:form><tw:field id="of" differs="heard.from"/></tw:form></ext></userTask><endEvent id="amended"/><flow path="amend amended"/>
          <userTask id="decide"/><endEvent id="decided"/><flow path="decide decided"/>
          <flow path="heard classify kind"/>
          <sequenceFlow id="kind-amend" sourceRef="kind" targetRef="amend"><conditionExpression>classify.outcome == 'formal'</conditionExpression></sequenceFlow>
          <sequenceFlow id="kind-other" sourceRef="kind" targetRef="decide"/>
        </subProcess>
        """;

    private static Scenario Given() =>
        Scenario
            .Given(Observations, """<tw:variable name="open" type="number"/>""")
            .Start(("open", DataValue.Of(0)))
            .Receive("observation", null, ("from", DataValue.Of("DARA")))
            .Receive("observation", null, ("from", DataValue.Of("MAECI")));

    [Fact]
    public void Each_run_keeps_the_message_that_started_it() =>
        Given()
            .Then(s =>
                Assert.Equal(
                    ["DARA", "MAECI"],
                    s.State.Scopes.Values.Where(x => x.Own).Select(x => ((DataValue.Text)x.Data["heard.from"]).Value)
                )
            );

    [Fact]
    public void A_run_decides_by_its_own_outcome_though_another_was_classified_after_it() =>
        Given()
            .Complete("classify", "late")
            .Complete("classify", "formal")
            .Waits("a", "decide", "amend")
            // a form of the second run is held against the second message
            .Complete("amend", null, ("of", DataValue.Of("MAECI")))
            .Refused(RejectionCode.InvalidFields, "of:Same:MAECI")
            .Complete("amend", null, ("of", DataValue.Of("DARA")))
            .Waits("a", "decide");

    [Fact]
    public void All_runs_share_the_declared_variables() => Given().Holds("open", DataValue.Of(2));

    [Fact]
    public void What_a_run_gave_is_known_outside_when_it_ends_and_nothing_of_the_run_before_stays() =>
        Given()
            .Complete("classify", "formal", ("note", DataValue.Of("first")))
            .Holds("classify.outcome", null)
            .Complete("amend")
            .Holds("classify.note", DataValue.Of("first"))
            .Complete("classify", "late")
            .Complete("decide")
            .Holds("classify.outcome", DataValue.Of("late"))
            .Holds("heard.from", DataValue.Of("MAECI"))
            .Holds("classify.note", null);

    [Fact]
    public void A_run_does_not_see_what_an_earlier_one_gave() =>
        Scenario
            .Given(Observations, """<tw:variable name="open" type="number"/>""")
            .Start(("open", DataValue.Of(0)))
            .Receive("observation", null, ("from", DataValue.Of("DARA")))
            .Complete("classify", "formal", ("note", DataValue.Of("first")))
            .Complete("amend")
            // nothing is said this time: neither of the message nor of the note
            .Receive("observation")
            .Complete("classify", "formal")
            .Complete("amend", null, ("of", DataValue.Of("DARA")))
            .Holds("heard.from", null)
            .Holds("classify.note", null);

    [Fact]
    public void A_variable_that_a_called_process_declares_under_a_dotted_name_outlives_the_runs() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><callActivity id="c" calledElement="q"><ext><tw:out name="n" value="note.count"/></ext></callActivity>
                <userTask id="z"/><flow path="s c z"/>
                """,
                beside: ProcessText.Process(
                    "q",
                    """
                    <startEvent id="qs"><ext><tw:set variable="note.count" value="0"/></ext></startEvent><userTask id="main"/><endEvent id="qe"/><flow path="qs main qe"/>
                    <subProcess id="esp" triggeredByEvent="true"><startEvent id="rung" isInterrupting="false"><messageEventDefinition messageRef="alarm"/></startEvent>
                      <userTask id="note"><ext><tw:set variable="note.count" value="note.count + 1"/></ext></userTask><endEvent id="noted"/><flow path="rung note noted"/></subProcess>
                    """,
                    """<tw:variable name="note.count" type="number"/>"""
                )
            )
            .Start()
            .Receive("alarm")
            .Complete("note")
            .Receive("alarm")
            .Complete("note")
            .NoIncident()
            .Complete("main")
            .Waits("z")
            .Holds("c.n", DataValue.Of(2));
}
