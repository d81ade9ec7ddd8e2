using static TwinningWorkflow.Engine.Tests.Bpmn.Refusals;

namespace TwinningWorkflow.Engine.Tests.Bpmn;

/// <summary>References to nothing, timers that never ring, expressions without a meaning.</summary>
public sealed class TimerRefusalTests
{
    public static TheoryData<string, string, string> Bodies =>
        new()
        {
            { "message-ref", "r", """<startEvent id="s"/><receiveTask id="r"/><flow path="s r"/>""" },
            {
                "message-ref",
                "r",
                """<startEvent id="s"/><receiveTask id="r" messageRef="not-declared"/><flow path="s r"/>"""
            },
            {
                "error-ref",
                "e",
                """<startEvent id="s"/><endEvent id="e"><errorEventDefinition errorRef="not-declared"/></endEvent><flow path="s e"/>"""
            },
            { "timer-definition", "c", Timer("") },
            { "timer-definition", "c", Timer("<timeDuration>P1D</timeDuration><timeCycle>R/P1D</timeCycle>") },
            { "timer-value", "c", Timer("<timeDuration>soon</timeDuration>") },
            { "timer-value", "c", Timer("<timeDuration>P</timeDuration>") },
            { "timer-value", "c", Timer("<timeDuration>-P1D</timeDuration>") },
            { "timer-value", "c", Timer("<timeDuration>P-1D</timeDuration>") },
            { "timer-value", "c", Timer("<timeDuration>P101Y</timeDuration>") },
            { "timer-value", "c", Timer("<timeDuration>PT9223372036854775807H</timeDuration>") },
            { "timer-value", "c", Timer("<timeDuration>P99999999999D</timeDuration>") },
            { "timer-cycle", "c", Timer("<timeCycle>R/P1D</timeCycle>") },
            { "timer-value", "c", Timer("<timeCycle>R0/P1D</timeCycle>") },
            { "timer-value", "c", Timer("<timeCycle>R3/PT0S</timeCycle>") },
            { "timer-value", "c", Timer("<timeCycle>P1D</timeCycle>") },
            { "timer-value", "c", Timer("<timeCycle>R3/PT9223372036854775807H</timeCycle>") },
            { "timer-value", "c", Timer("<timeDate>2022-12-09</timeDate>") },
            { "timer-value", "c", Timer("<timeDate>9999-12-31T23:59:59-18:00</timeDate>") },
            { "timer-value", "c", Timer("<timeDate></timeDate>") },
            { "expression", "c", Timer("<timeDate>unknown.day</timeDate>") },
            { "expression-type", "c", Timer("<timeDate>suspended</timeDate>") },
            { "term-from", "c", Timer("""<ext><tw:term amount="30"/></ext>""") },
            { "term-amount", "c", Timer("""<ext><tw:term amount="-1" from="today"/></ext>""") },
            { "term-amount", "c", Timer("""<ext><tw:term amount="3661" from="today"/></ext>""") },
            { "term-amount", "c", Timer("""<ext><tw:term from="today"/></ext>""") },
            { "unknown-value", "c", Timer("""<ext><tw:term amount="1" unit="weeks" from="today"/></ext>""") },
            { "unknown-value", "c", Timer("""<ext><tw:term amount="1" direction="back" from="today"/></ext>""") },
            { "unknown-value", "c", Timer("""<ext><tw:term amount="1" firstDay="yes" from="today"/></ext>""") },
            { "unknown-value", "c", Timer("""<ext><tw:term amount="1" start="monday" from="today"/></ext>""") },
            { "term-hours", "c", Timer("""<ext><tw:term amount="24" unit="hours" from="today"/></ext>""") },
            {
                "term-first-day",
                "c",
                Timer("""<ext><tw:term amount="5" unit="freeDays" firstDay="included" from="today"/></ext>""")
            },
            { "term-calendar", "c", Timer("""<ext><tw:term amount="5" calendar="lt" from="today"/></ext>""") },
            { "term-calendar", "c", Timer("""<ext><tw:term amount="5" calendar="Italy" from="today"/></ext>""") },
            { "term-hours", "a", Task("""<tw:form><tw:deadline amount="24" unit="hours" from="today"/></tw:form>""") },
            { "term-from", "a", Task("""<tw:form><tw:deadline amount="30" direction="backward"/></tw:form>""") },
            {
                "ground-basis",
                "c",
                Timer("""<ext><tw:term amount="1" from="today"><tw:ground>L. 131/2003</tw:ground></tw:term></ext>""")
            },
            {
                "unknown-value",
                "c",
                Timer("""<ext><tw:term amount="1" from="today"><tw:ground basis="laws">x</tw:ground></tw:term></ext>""")
            },
            {
                "expression",
                "x-e",
                """<startEvent id="s"/><exclusiveGateway id="x" default="x-f"/><endEvent id="e"/><endEvent id="f"/><flow path="s x f"/><flow path="x e" when="giunta.outcom == 'approved'"/>"""
            },
            {
                "expression-type",
                "x-e",
                """<startEvent id="s"/><exclusiveGateway id="x" default="x-f"/><endEvent id="e"/><endEvent id="f"/><flow path="s x f"/><flow path="x e" when="today"/>"""
            },
            { "multi-instance-items", "a", Task("", "", "<multiInstanceLoopCharacteristics/>") },
            {
                "multi-instance-items",
                "a",
                Task(
                    "",
                    "",
                    """<multiInstanceLoopCharacteristics><ext><tw:items value="2"/></ext><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"""
                )
            },
            {
                "expression-type",
                "a",
                Task(
                    "",
                    "",
                    "<multiInstanceLoopCharacteristics><loopCardinality>today</loopCardinality></multiInstanceLoopCharacteristics>"
                )
            },
        };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void A_process_is_refused_by_rule_element_line_and_cure(string rule, string element, string body) =>
        Refused(rule, element, ProcessText.File(body, Settings));
}
