using static TwinningWorkflow.Engine.Tests.Bpmn.Refusals;

namespace TwinningWorkflow.Engine.Tests.Bpmn;

/// <summary>What BPMN forbids of the graph as a whole.</summary>
public sealed class GraphRefusalTests
{
    public static TheoryData<string, string, string> Bodies =>
        new()
        {
            { "start-missing", "p", """<userTask id="a"/><endEvent id="e"/><flow path="a e"/>""" },
            { "start-twice", "s2", Process + """<startEvent id="s2"/><flow path="s2 a"/>""" },
            {
                "start-twice",
                "m2",
                """<startEvent id="m1"><messageEventDefinition messageRef="m"/></startEvent><startEvent id="m2"><messageEventDefinition messageRef="m"/></startEvent><userTask id="a"/><flow path="m1 a"/><flow path="m2 a"/>"""
            },
            { "flow-ends", "a-nowhere", Process + """<flow path="a nowhere"/>""" },
            {
                "flow-crosses",
                "a-i",
                Sub("""<startEvent id="is"/><userTask id="i"/><flow path="is i"/>""")
                    + """<userTask id="a"/><flow path="e2 a"/><flow path="a i"/>"""
            },
            { "no-incoming", "s", Process + """<flow path="a s"/>""" },
            { "no-outgoing", "e", Process + """<flow path="e a"/>""" },
            {
                "outgoing-missing",
                "c",
                """<startEvent id="s"/><intermediateCatchEvent id="c"><messageEventDefinition messageRef="m"/></intermediateCatchEvent><flow path="s c"/>"""
            },
            { "outgoing-missing", "s", """<startEvent id="s"/><userTask id="a"/><flow path="a a"/>""" },
            {
                "outgoing-missing",
                "late",
                Process
                    + """<boundaryEvent id="late" attachedToRef="a"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent>"""
            },
            { "unreachable", "b", Process + """<userTask id="b"/>""" },
            {
                "gateway-alone",
                "g",
                """<startEvent id="s"/><parallelGateway id="g"/><endEvent id="e"/><flow path="s g e"/>"""
            },
            {
                "gateway-alone",
                "g",
                """<startEvent id="s"/><eventBasedGateway id="g"/><receiveTask id="r" messageRef="m"/><flow path="s g r"/>"""
            },
            {
                "default-flow",
                "a",
                """<startEvent id="s"/><userTask id="a" default="s-a"/><endEvent id="e"/><flow path="s a e"/>"""
            },
            {
                "default-flow",
                "g",
                """<startEvent id="s"/><parallelGateway id="g" default="g-e"/><endEvent id="e"/><endEvent id="f"/><flow path="s g e"/><flow path="g f"/>"""
            },
            {
                "default-condition",
                "x-e",
                """<startEvent id="s"/><exclusiveGateway id="x" default="x-e"/><endEvent id="e"/><endEvent id="f"/><flow path="s x"/><flow path="x e" when="true"/><flow path="x f" when="true"/>"""
            },
            {
                "condition-here",
                "g-e",
                """<startEvent id="s"/><eventBasedGateway id="g"/><receiveTask id="e" messageRef="m"/><receiveTask id="f" messageRef="n"/><flow path="s g f"/><flow path="g e" when="true"/>"""
            },
            {
                "condition-missing",
                "x",
                """<startEvent id="s"/><exclusiveGateway id="x"/><endEvent id="e"/><endEvent id="f"/><flow path="s x e"/><flow path="x f" when="true"/>"""
            },
            {
                "gateway-alone",
                "g",
                """<startEvent id="s"/><inclusiveGateway id="g"/><endEvent id="e"/><flow path="s g e"/>"""
            },
            {
                "condition-missing",
                "x",
                """<startEvent id="s"/><inclusiveGateway id="x"/><endEvent id="e"/><endEvent id="f"/><flow path="s x e"/><flow path="x f" when="true"/>"""
            },
            {
                "default-flow",
                "x",
                """<startEvent id="s"/><inclusiveGateway id="x" default="s-x"/><endEvent id="e"/><endEvent id="f"/><flow path="s x"/><flow path="x e" when="true"/><flow path="x f" when="true"/>"""
            },
            {
                "flows-listed",
                "a",
                """<startEvent id="s"/><userTask id="a"><incoming>other</incoming></userTask><flow path="s a"/>"""
            },
            {
                "flows-listed",
                "s",
                """<startEvent id="s"/><userTask id="a"><incoming>s-a</incoming></userTask><flow path="s a"/>"""
            },
            {
                "attached-to",
                "late",
                Process
                    + """<boundaryEvent id="late" attachedToRef="e"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent><flow path="late e"/>"""
            },
            {
                "attached-to",
                "late",
                Sub("""<startEvent id="is"/><userTask id="i"/><flow path="is i"/>""")
                    + """<boundaryEvent id="late" attachedToRef="i"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent><flow path="late e"/>"""
            },
            {
                "event-gateway-target",
                "g",
                """<startEvent id="s"/><eventBasedGateway id="g"/><receiveTask id="r" messageRef="m"/><userTask id="u"/><flow path="s g r"/><flow path="g u"/>"""
            },
            {
                "event-gateway-target",
                "g",
                """<startEvent id="s"/><userTask id="u"/><eventBasedGateway id="g"/><receiveTask id="r" messageRef="m"/><receiveTask id="q" messageRef="n"/><flow path="s u g r"/><flow path="g q"/><flow path="u q"/>"""
            },
            { "subprocess-start", "sub", Sub("""<userTask id="i"/><endEvent id="ie"/><flow path="i ie"/>""") },
            {
                "subprocess-start",
                "is",
                Sub(
                    """<startEvent id="is"><messageEventDefinition messageRef="m"/></startEvent><userTask id="i"/><flow path="is i"/>"""
                )
            },
            {
                "event-subprocess",
                "esp",
                Event(
                    """<startEvent id="es"><messageEventDefinition messageRef="m"/></startEvent>""",
                    "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"
                )
            },
            {
                "error-interrupts",
                "es",
                Event("""<startEvent id="es" isInterrupting="false"><errorEventDefinition/></startEvent>""")
            },
            {
                "error-interrupts",
                "b",
                Process
                    + """<boundaryEvent id="b" attachedToRef="a" cancelActivity="false"><errorEventDefinition/></boundaryEvent><flow path="b e"/>"""
            },
            {
                "not-a-flag",
                "b",
                Process
                    + """<boundaryEvent id="b" attachedToRef="a" cancelActivity="no"><messageEventDefinition messageRef="m"/></boundaryEvent><flow path="b e"/>"""
            },
        };

    [Fact]
    public void Inclusive_joins_that_cost_too_much_to_look_ahead_to_are_refused()
    {
        const int Joins = 1_500;
        var body = string.Concat(
            Enumerable
                .Range(1, Joins)
                .Select(i => $"""<inclusiveGateway id="j{i}"/><userTask id="a{i}"/><flow path="j{i - 1} a{i} j{i}"/>""")
        );
        Refused(
            "inclusive-joins",
            "p",
            ProcessText.File(
                $"""<startEvent id="s"/><parallelGateway id="j0"/>{body}{string.Concat(Enumerable.Range(1, Joins).Select(i => $"""<flow path="j0 j{i}"/>"""))}<endEvent id="e"/><flow path="s j0"/><flow path="j{Joins} e"/>"""
            )
        );
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void A_process_is_refused_by_rule_element_line_and_cure(string rule, string element, string body) =>
        Refused(rule, element, ProcessText.File(body, Settings));
}
