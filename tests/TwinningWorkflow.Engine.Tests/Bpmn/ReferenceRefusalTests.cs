using static TwinningWorkflow.Engine.Tests.Bpmn.Refusals;

namespace TwinningWorkflow.Engine.Tests.Bpmn;

/// <summary>What refers to an element leads to one of the right kind; what lies around the process says nothing impossible.</summary>
public sealed class ReferenceRefusalTests
{
    private const string Pools = """<participant id="pool" processRef="p"/><participant id="other"/>""";

    private static string Collaboration(string content) =>
        $"""<collaboration id="c">{Pools}{content}</collaboration>""";

    public static TheoryData<string, string, string, string> References =>
        new()
        {
            {
                "process-ref",
                "q",
                """<collaboration id="c"><participant id="q" processRef="nowhere"/></collaboration>""",
                ""
            },
            {
                "process-ref",
                "q",
                """<collaboration id="c"><participant id="q" processRef="a"/></collaboration>""",
                ""
            },
            {
                "interface-ref",
                "q",
                """<collaboration id="c"><participant id="q"><interfaceRef>a</interfaceRef></participant></collaboration>""",
                ""
            },
            {
                "in-message-ref",
                "o",
                """<interface id="i"><operation id="o"><inMessageRef>a</inMessageRef></operation></interface>""",
                ""
            },
            {
                "out-message-ref",
                "o",
                """<interface id="i"><operation id="o"><outMessageRef>i</outMessageRef></operation></interface>""",
                ""
            },
            {
                "error-ref",
                "o",
                """<message id="m" name="m"/><interface id="i"><operation id="o"><errorRef>m</errorRef></operation></interface>""",
                ""
            },
            { "item-ref", "m", """<message id="m" name="m" itemRef="nothing"/>""", "" },
            {
                "message-ref",
                "mf",
                Collaboration("""<messageFlow id="mf" sourceRef="a" targetRef="other" messageRef="s-a"/>"""),
                ""
            },
            { "source-ref", "as", Collaboration("""<association id="as" sourceRef="nowhere" targetRef="a"/>"""), "" },
            { "target-ref", "as", "", """<association id="as" sourceRef="a" targetRef="nowhere"/>""" },
            { "category-value-ref", "g", "", """<group id="g" categoryValueRef="a"/>""" },
            {
                "flow-node-ref",
                "l",
                "",
                """<laneSet id="ls"><lane id="l"><flowNodeRef>nowhere</flowNodeRef></lane></laneSet>"""
            },
            {
                "flow-node-ref",
                "l",
                "",
                """<laneSet id="ls"><lane id="l"><flowNodeRef>s-a</flowNodeRef></lane></laneSet>"""
            },
            {
                "operation-ref",
                "r",
                """<message id="mm" name="mm"/>""",
                """<receiveTask id="r" messageRef="m" operationRef="mm"/><flow path="a r e"/>"""
            },
            {
                "event-definition-ref",
                "b",
                "",
                """<boundaryEvent id="b" attachedToRef="a"><eventDefinitionRef>a</eventDefinitionRef></boundaryEvent><flow path="b e"/>"""
            },
            {
                "target",
                "b",
                "",
                """<intermediateThrowEvent id="b"><linkEventDefinition name="l"><target>a</target></linkEventDefinition></intermediateThrowEvent><flow path="a b"/>"""
            },
            { "data-object-ref", "d", "", """<dataObjectReference id="d" dataObjectRef="a"/>""" },
        };

    [Theory]
    [MemberData(nameof(References))]
    public void A_reference_that_leads_to_nothing_or_to_something_else_is_refused(
        string rule,
        string element,
        string beside,
        string inside
    ) => Refused(rule, element, ProcessText.File(Process + inside, "", beside));

    [Fact]
    public void References_that_lead_where_they_should_are_read_past() =>
        Assert.Empty(
            ProcessText
                .Read(
                    ProcessText.File(
                        """
                        <laneSet id="ls"><lane id="l"><flowNodeRef>a</flowNodeRef><flowNodeRef>s</flowNodeRef><flowNodeRef>e</flowNodeRef></lane></laneSet>
                        <startEvent id="s"/><receiveTask id="a" messageRef="m" operationRef="o"/><endEvent id="e"/><flow path="s a e"/>
                        <textAnnotation id="note"><text>x</text></textAnnotation><association id="as" sourceRef="a" targetRef="note"/>
                        """,
                        "",
                        """
                        <itemDefinition id="item" structureRef="xsd:string"/><message id="mm" name="mm" itemRef="item"/>
                        <interface id="i"><operation id="o"><inMessageRef>mm</inMessageRef></operation></interface>
                        <collaboration id="c"><participant id="pool" processRef="p"><interfaceRef>i</interfaceRef><participantMultiplicity minimum="0" maximum="3"/></participant><participant id="other"/>
                          <messageFlow id="mf" sourceRef="other" targetRef="a" messageRef="mm"/></collaboration>
                        """
                    )
                )
                .Problems
        );

    public static TheoryData<string, string> MessageFlows =>
        new()
        {
            { """<messageFlow id="mf" sourceRef="other" targetRef="nowhere"/>""", "" },
            { """<messageFlow id="mf" sourceRef="other" targetRef="s-a"/>""", "" },
            { """<messageFlow id="mf" sourceRef="note" targetRef="a"/>""", "" },
            {
                """<messageFlow id="mf" sourceRef="other" targetRef="x"/>""",
                """<exclusiveGateway id="x" default="x-e"/><flow path="a x e"/><flow path="x s2" when="true"/><endEvent id="s2"/>"""
            },
            { """<messageFlow id="mf" sourceRef="other" targetRef="other"/>""", "" },
            { """<messageFlow id="mf" sourceRef="a" targetRef="pool"/>""", "" },
            // a plain start or end has no message
            { """<messageFlow id="mf" sourceRef="other" targetRef="s"/>""", "" },
            { """<messageFlow id="mf" sourceRef="e" targetRef="other"/>""", "" },
            { """<messageFlow id="mf" sourceRef="other" targetRef="e"/>""", "" },
            // what waits sends none, what sends receives none
            {
                """<messageFlow id="mf" sourceRef="r" targetRef="other"/>""",
                """<receiveTask id="r" messageRef="m"/><flow path="a r e"/>"""
            },
            {
                """<messageFlow id="mf" sourceRef="other" targetRef="t"/>""",
                """<sendTask id="t" messageRef="m"/><flow path="a t e"/>"""
            },
            {
                """<messageFlow id="mf" sourceRef="c" targetRef="other"/>""",
                """<intermediateCatchEvent id="c"><messageEventDefinition messageRef="m"/></intermediateCatchEvent><flow path="a c e"/>"""
            },
            {
                """<messageFlow id="mf" sourceRef="other" targetRef="th"/>""",
                """<intermediateThrowEvent id="th"><messageEventDefinition messageRef="m"/></intermediateThrowEvent><flow path="a th e"/>"""
            },
            {
                """<messageFlow id="mf" sourceRef="b" targetRef="other"/>""",
                """<boundaryEvent id="b" attachedToRef="a"><messageEventDefinition messageRef="m"/></boundaryEvent><flow path="b e"/>"""
            },
        };

    [Theory]
    [MemberData(nameof(MessageFlows))]
    public void A_message_flow_that_nobody_could_send_along_is_refused(string flow, string inside) =>
        Refused(
            "message-flow",
            "mf",
            ProcessText.File(
                Process + """<textAnnotation id="note"><text>x</text></textAnnotation>""" + inside,
                "",
                Collaboration(flow)
            )
        );

    [Theory]
    [InlineData("""minimum="-1" maximum="2" """)]
    [InlineData("""minimum="0" maximum="0" """)]
    [InlineData("""minimum="3" maximum="2" """)]
    [InlineData("""minimum="2" """)]
    [InlineData("""maximum="many" """)]
    public void A_multiplicity_that_no_number_meets_is_refused(string attributes) =>
        Refused(
            "multiplicity",
            "q",
            ProcessText.File(
                Process,
                "",
                $"""<collaboration id="c"><participant id="q"><participantMultiplicity {attributes}/></participant></collaboration>"""
            )
        );
}
