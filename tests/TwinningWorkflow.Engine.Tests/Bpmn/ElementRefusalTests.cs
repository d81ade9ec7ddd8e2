using static TwinningWorkflow.Engine.Tests.Bpmn.Refusals;

namespace TwinningWorkflow.Engine.Tests.Bpmn;

/// <summary>Elements that are not run, and elements without an identity of their own.</summary>
public sealed class ElementRefusalTests
{
    public static TheoryData<string, string, string> Bodies =>
        new()
        {
            {
                "unsupported-element",
                "c",
                Catch("<signalEventDefinition/>")
                    .Replace("<intermediateCatchEvent", """<intermediateCatchEvent parallelMultiple="true" """)
            },
            {
                "unsupported-element",
                "a",
                Task(
                    "",
                    "",
                    """<multiInstanceLoopCharacteristics behavior="One"><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"""
                )
            },
            {
                "unknown-attribute",
                "b",
                Process
                    + """<boundaryEvent id="b" attachedToRef="a" cancelactivity="false"><messageEventDefinition messageRef="m"/></boundaryEvent><flow path="b e"/>"""
            },
            { "unknown-attribute", "a", Task("", """role="clerk" """) },
            {
                "gateway-direction",
                "g",
                """<startEvent id="s"/><parallelGateway id="g" gatewayDirection="Converging"/><endEvent id="e"/><endEvent id="f"/><flow path="s g e"/><flow path="g f"/>"""
            },
            {
                "gateway-direction",
                "g",
                """<startEvent id="s"/><parallelGateway id="g" gatewayDirection="Mixed"/><endEvent id="e"/><endEvent id="f"/><flow path="s g e"/><flow path="g f"/>"""
            },
            {
                "unknown-extension",
                "r",
                """<startEvent id="s"/><receiveTask id="r" messageRef="m"><ext><tw:form><tw:deadline amount="3"/></tw:form></ext></receiveTask><flow path="s r"/>"""
            },
            {
                "script-handler",
                "x",
                """<startEvent id="s"/><scriptTask id="x"><script>work</script></scriptTask><flow path="s x"/>"""
            },
            { "script-missing", "x", """<startEvent id="s"/><scriptTask id="x"/><flow path="s x"/>""" },
            { "unsupported-element", "x", """<startEvent id="s"/><task id="x"/><flow path="s x"/>""" },
            { "called-element", "x", """<startEvent id="s"/><callActivity id="x"/><flow path="s x"/>""" },
            { "unsupported-element", "x", """<startEvent id="s"/><complexGateway id="x"/><flow path="s x"/>""" },
            {
                "unsupported-element",
                "x",
                """<startEvent id="s"/><intermediateThrowEvent id="x"><compensateEventDefinition/></intermediateThrowEvent><endEvent id="e"/><flow path="s x e"/>"""
            },
            { "unsupported-element", "x", """<startEvent id="s"/><transaction id="x"/><flow path="s x"/>""" },
            {
                "unsupported-element",
                "inner",
                """<startEvent id="s"/><transaction id="x"><startEvent id="i"/><businessRuleTask id="inner"/><flow path="i inner"/></transaction><flow path="s x"/>"""
            },
            { "unsupported-element", "d", Process + """<dataObject id="d"/>""" },
            { "loop-endless", "a", Task("", "", """<standardLoopCharacteristics/>""") },
            { "loop-maximum", "a", Task("", "", """<standardLoopCharacteristics loopMaximum="-1"/>""") },
            { "loop-maximum", "a", Task("", "", """<standardLoopCharacteristics loopMaximum="0"/>""") },
            { "loop-maximum", "a", Task("", "", """<standardLoopCharacteristics loopMaximum="many"/>""") },
            {
                "not-a-flag",
                "a",
                Task("", "", """<standardLoopCharacteristics loopMaximum="2" testBefore="maybe"/>""")
            },
            {
                "expression-type",
                "a",
                Task(
                    "",
                    "",
                    """<standardLoopCharacteristics><loopCondition>loopCounter</loopCondition></standardLoopCharacteristics>"""
                )
            },
            {
                "expression",
                "a",
                Task(
                    "",
                    "",
                    """<standardLoopCharacteristics><loopCondition>numberOfInstances &gt; 1</loopCondition></standardLoopCharacteristics>"""
                )
            },
            {
                "unknown-attribute",
                "a",
                Task("", "", """<standardLoopCharacteristics loopMaximum="2" testbefore="true"/>""")
            },
            {
                "one-loop",
                "a",
                Task(
                    "",
                    "",
                    """<standardLoopCharacteristics loopMaximum="2"/><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"""
                )
            },
            {
                "expression-type",
                "a",
                Task(
                    "",
                    "",
                    """<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality><completionCondition>numberOfInstances</completionCondition></multiInstanceLoopCharacteristics>"""
                )
            },
            {
                "unsupported-element",
                "a",
                Task(
                    "",
                    "",
                    """<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality><loopDataInputRef>d</loopDataInputRef></multiInstanceLoopCharacteristics>"""
                )
            },
            {
                "expression",
                "a",
                Task(
                    "",
                    "",
                    """<multiInstanceLoopCharacteristics><loopCardinality>numberOfInstances</loopCardinality></multiInstanceLoopCharacteristics>"""
                )
            },
            { "unsupported-element", "a", Task("", """startQuantity="2" """) },
            { "unsupported-element", "a", Task("", """completionQuantity="3" """) },
            { "unsupported-element", "a", Task("", """isForCompensation="true" """) },
            {
                "unsupported-element",
                "g",
                """<startEvent id="s"/><eventBasedGateway id="g" instantiate="true"/><receiveTask id="r" messageRef="m"/><receiveTask id="q" messageRef="n"/><flow path="s g r"/><flow path="g q"/>"""
            },
            {
                "unsupported-element",
                "g",
                """<startEvent id="s"/><eventBasedGateway id="g" eventGatewayType="Parallel"/><receiveTask id="r" messageRef="m"/><receiveTask id="q" messageRef="n"/><flow path="s g r"/><flow path="g q"/>"""
            },
            {
                "instantiate",
                "r",
                """<receiveTask id="r" messageRef="m" instantiate="true"><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></receiveTask>"""
            },
            { "instantiate", "r", Sub("""<receiveTask id="r" messageRef="m" instantiate="true"/>""") },
            {
                "unsupported-element",
                "e",
                """<startEvent id="s"/><endEvent id="e"><compensateEventDefinition/></endEvent><flow path="s e"/>"""
            },
            { "unsupported-event", "c", Catch("<cancelEventDefinition/>") },
            { "unsupported-event", "c", Catch("") },
            {
                "unsupported-event",
                "s",
                """<startEvent id="s"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></startEvent><userTask id="a"/><flow path="s a"/>"""
            },
            { "unsupported-event", "es", Event("""<startEvent id="es"/>""") },
            {
                "multiple-events",
                "c",
                Catch(
                    """<messageEventDefinition messageRef="m"/><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>"""
                )
            },
            { "id-twice", "a", """<startEvent id="s"/><userTask id="a"/><userTask id="a"/><flow path="s a"/>""" },
            { "id-missing", "p", """<startEvent id="s"/><userTask/><flow path="s a"/>""" },
            { "id-missing", "p", Process + """<sequenceFlow sourceRef="s" targetRef="a"/>""" },
            {
                "id-dot",
                "a.b",
                """<startEvent id="s"/><userTask id="a.b"><ext><tw:form><tw:field id="f"/></tw:form></ext></userTask><flow path="s a.b"/>"""
            },
        };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void A_process_is_refused_by_rule_element_line_and_cure(string rule, string element, string body) =>
        Refused(rule, element, ProcessText.File(body, Settings));
}
