using TwinningWorkflow.Engine.Bpmn;

namespace TwinningWorkflow.Engine.Tests.Bpmn;

/// <summary>Each rule for which a file is refused: its code, the element, the line, and a cure.</summary>
public sealed class RefusalTests
{
    private const string Process = """<startEvent id="s"/><userTask id="a"/><endEvent id="e"/><flow path="s a e"/>""";

    private static string Task(string extensions, string attributes = "", string more = "") =>
        $"""<startEvent id="s"/><userTask id="a" {attributes}><ext>{extensions}</ext>{more}</userTask><endEvent id="e"/><flow path="s a e"/>""";

    private static string Catch(string definition, string more = "") =>
        $"""<startEvent id="s"/><intermediateCatchEvent id="c">{more}{definition}</intermediateCatchEvent><endEvent id="e"/><flow path="s c e"/>""";

    private static string Timer(string content) => Catch($"<timerEventDefinition>{content}</timerEventDefinition>");

    private static string Sub(string content, string attributes = "") =>
        $"""<startEvent id="s"/><subProcess id="sub" {attributes}>{content}</subProcess><endEvent id="e"/><flow path="s sub e"/>""";

    private static string Event(string start, string more = "") =>
        Process
        + $"""<subProcess id="esp" triggeredByEvent="true">{more}{start}<endEvent id="ee"/><flow path="es ee"/></subProcess>""";

    public static TheoryData<string, string, string> Bodies =>
        new()
        {
            // what is not run
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
            { "unsupported-element", "x", """<startEvent id="s"/><scriptTask id="x"/><flow path="s x"/>""" },
            { "unsupported-element", "x", """<startEvent id="s"/><task id="x"/><flow path="s x"/>""" },
            { "unsupported-element", "x", """<startEvent id="s"/><callActivity id="x"/><flow path="s x"/>""" },
            { "unsupported-element", "x", """<startEvent id="s"/><inclusiveGateway id="x"/><flow path="s x"/>""" },
            {
                "unsupported-element",
                "x",
                """<startEvent id="s"/><intermediateThrowEvent id="x"/><flow path="s x"/>"""
            },
            { "unsupported-element", "x", """<startEvent id="s"/><transaction id="x"/><flow path="s x"/>""" },
            {
                "unsupported-element",
                "inner",
                """<startEvent id="s"/><transaction id="x"><startEvent id="i"/><scriptTask id="inner"/><flow path="i inner"/></transaction><flow path="s x"/>"""
            },
            { "unsupported-element", "d", Process + """<dataObject id="d"/>""" },
            { "unsupported-element", "a", Task("", "", """<standardLoopCharacteristics/>""") },
            {
                "unsupported-element",
                "a",
                Task(
                    "",
                    "",
                    """<multiInstanceLoopCharacteristics isSequential="true"><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"""
                )
            },
            {
                "unsupported-element",
                "a",
                Task(
                    "",
                    "",
                    """<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality><completionCondition>true</completionCondition></multiInstanceLoopCharacteristics>"""
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
                "unsupported-element",
                "r",
                """<startEvent id="s"/><receiveTask id="r" messageRef="m" instantiate="true"/><flow path="s r"/>"""
            },
            {
                "unsupported-element",
                "e",
                """<startEvent id="s"/><endEvent id="e"><signalEventDefinition/></endEvent><flow path="s e"/>"""
            },
            { "unsupported-event", "c", Catch("<signalEventDefinition/>") },
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
            // identity
            { "id-twice", "a", """<startEvent id="s"/><userTask id="a"/><userTask id="a"/><flow path="s a"/>""" },
            { "id-missing", "p", """<startEvent id="s"/><userTask/><flow path="s a"/>""" },
            { "id-missing", "p", Process + """<sequenceFlow sourceRef="s" targetRef="a"/>""" },
            {
                "id-dot",
                "a.b",
                """<startEvent id="s"/><userTask id="a.b"><ext><tw:form><tw:field id="f"/></tw:form></ext></userTask><flow path="s a.b"/>"""
            },
            // the graph
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
                """<startEvent id="s"/><parallelGateway id="g"/><endEvent id="e"/><endEvent id="f"/><flow path="s g f"/><flow path="g e" when="true"/>"""
            },
            {
                "condition-missing",
                "x",
                """<startEvent id="s"/><exclusiveGateway id="x"/><endEvent id="e"/><endEvent id="f"/><flow path="s x e"/><flow path="x f" when="true"/>"""
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
            // references and timers
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
            // expressions
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
            // the extension namespace
            { "unknown-attribute", "a", Task("""<tw:form rol="clerk"/>""") },
            { "unknown-attribute", "f", Task("""<tw:form><tw:field id="f" requiredfor="x"/></tw:form>""") },
            { "unknown-attribute", "a", Task("""<tw:label lang="en">Text</tw:label>""") },
            { "unknown-attribute", "a", Task("", """tw:role="clerk" """) },
            {
                "unknown-attribute",
                "w",
                """<startEvent id="s"/><serviceTask id="w"><ext><tw:service name="n" retries="3"/></ext></serviceTask><flow path="s w"/>"""
            },
            {
                "unknown-attribute",
                "e",
                """<startEvent id="s"/><endEvent id="e"><ext><tw:send to="X" template="t"/></ext><messageEventDefinition messageRef="m"/></endEvent><flow path="s e"/>"""
            },
            { "unknown-extension", "a", Task("<tw:fom/>") },
            { "unknown-extension", "a", Task("<tw:form><tw:outcomes/></tw:form>") },
            { "unknown-extension", "a", Task("""<tw:service name="n"/>""") },
            {
                "unknown-extension",
                "a",
                """<startEvent id="s"/><userTask id="a"><tw:form role="clerk"/></userTask><flow path="s a"/>"""
            },
            {
                "unknown-extension",
                "c",
                Catch(
                    "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>",
                    """<ext><tw:form/></ext>"""
                )
            },
            {
                "unknown-extension",
                "s",
                """<startEvent id="s"><ext><tw:form/></ext><messageEventDefinition messageRef="m"/></startEvent><userTask id="a"/><flow path="s a"/>"""
            },
            {
                "unknown-extension",
                "g",
                """<startEvent id="s"/><eventBasedGateway id="g"><ext><tw:set variable="n" value="1"/></ext></eventBasedGateway><receiveTask id="r" messageRef="m"/><receiveTask id="q" messageRef="n"/><flow path="s g r"/><flow path="g q"/>"""
            },
            {
                "unknown-extension",
                "esp",
                Event(
                    """<startEvent id="es"><messageEventDefinition messageRef="m"/></startEvent>""",
                    """<ext><tw:set variable="n" value="1"/></ext>"""
                )
            },
            { "extension-twice", "a", Task("<tw:form/><tw:form/>") },
            { "set-twice", "a", Task("""<tw:set variable="n" value="1"/><tw:set variable="n" value="2"/>""") },
            { "unknown-variable", "a", Task("""<tw:set variable="nn" value="1"/>""") },
            { "expression-type", "a", Task("""<tw:set variable="n" value="today"/>""") },
            { "service-name", "w", """<startEvent id="s"/><serviceTask id="w"/><flow path="s w"/>""" },
            {
                "unknown-fact",
                "t",
                """<startEvent id="s"/><sendTask id="t" messageRef="m"><ext><tw:send facts="n giunta.act"/></ext></sendTask><flow path="s t"/>"""
            },
            {
                "label-twice",
                "a",
                Task("""<tw:label xml:lang="en">A</tw:label><tw:label xml:lang="en">B</tw:label>""")
            },
            { "unknown-gate", "a", Task("""<tw:form gate="sigining"/>""") },
            {
                "unknown-outcome",
                "a",
                Task("""<tw:form gate="g" gateFor="signd"><tw:outcome id="signed"/></tw:form>""")
            },
            {
                "unknown-outcome",
                "f",
                Task("""<tw:form><tw:outcome id="approved"/><tw:field id="f" requiredFor="aproved"/></tw:form>""")
            },
            { "id-twice", "a", Task("""<tw:form><tw:outcome id="x"/><tw:outcome id="x"/></tw:form>""") },
            { "id-twice", "a", Task("""<tw:form><tw:field id="x"/><tw:field id="x"/></tw:form>""") },
            { "id-twice", "a", Task("""<tw:form><tw:field id="outcome"/></tw:form>""") },
            { "extension-id", "a b", Task("""<tw:form><tw:field id="a b"/></tw:form>""") },
            { "extension-id", "a", Task("""<tw:form><tw:outcome/></tw:form>""") },
            { "choices", "f", Task("""<tw:form><tw:field id="f" type="choice"/></tw:form>""") },
            { "choices", "f", Task("""<tw:form><tw:field id="f"><tw:choice id="x"/></tw:field></tw:form>""") },
            { "unknown-value", "f", Task("""<tw:form><tw:field id="f" type="dates"/></tw:form>""") },
            { "personal-type", "f", Task("""<tw:form><tw:field id="f" type="date" personal="true"/></tw:form>""") },
            { "bound-type", "f", Task("""<tw:form><tw:field id="f" notBefore="today"/></tw:form>""") },
            {
                "expression-type",
                "f",
                Task("""<tw:form><tw:field id="f" type="integer" notBefore="today"/></tw:form>""")
            },
            { "max-length", "f", Task("""<tw:form><tw:field id="f" maxLength="long"/></tw:form>""") },
            { "unknown-value", "a", Task("""<tw:form><tw:deadline amount="3" reminders="dayBefor"/></tw:form>""") },
            { "variable-name", "a", Task("""<tw:form><tw:field id="given"/></tw:form>""") },
            {
                "expression",
                "x-e",
                """<startEvent id="s"/><userTask id="u"><ext><tw:form><tw:field id="who" personal="true"/></tw:form></ext></userTask><exclusiveGateway id="x" default="x-f"/><endEvent id="e"/><endEvent id="f"/><flow path="s u x f"/><flow path="x e" when="u.who == 'Anna'"/>"""
            },
        };

    private const string Settings = """
        <tw:variable name="n" type="number"/><tw:variable name="a.given"/><tw:gate id="g"><tw:condition id="c" when="true"/></tw:gate>
        """;

    [Theory]
    [MemberData(nameof(Bodies))]
    public void A_process_is_refused_by_rule_element_line_and_cure(string rule, string element, string body) =>
        Refused(rule, element, ProcessText.File(body, Settings));

    [Theory]
    [InlineData("variable-name", """<tw:variable name="a b"/>""")]
    [InlineData("variable-name", """<tw:variable name="1a"/>""")]
    [InlineData("variable-name", """<tw:variable/>""")]
    [InlineData("variable-name", """<tw:variable name="x"/><tw:variable name="x"/>""")]
    [InlineData("variable-name", """<tw:variable name="today"/>""")]
    [InlineData("variable-name", """<tw:variable name="item"/>""")]
    [InlineData("variable-name", """<tw:variable name="not"/>""")]
    [InlineData("variable-type", """<tw:variable name="x" type="personal"/>""")]
    [InlineData("unknown-value", """<tw:variable name="x" type="int"/>""")]
    [InlineData("list-name", """<tw:list name="suspended" items="A"/>""")]
    [InlineData("list-name", """<tw:variable name="x"/><tw:list name="x" items="A"/>""")]
    [InlineData("list-items", """<tw:list name="l" items=""/>""")]
    [InlineData("list-items", """<tw:list name="l" items="A A"/>""")]
    [InlineData("list-items", """<tw:list name="l" items="A-B"/>""")]
    [InlineData("gate-id", """<tw:gate/>""")]
    [InlineData("gate-id", """<tw:gate id="g"/><tw:gate id="g"/>""")]
    [InlineData("expression", """<tw:gate id="g"><tw:condition id="c" when="x"/></tw:gate>""")]
    [InlineData("unknown-attribute", """<tw:gate id="g"><tw:condition id="c" when="true" wenn="x"/></tw:gate>""")]
    [InlineData("unknown-extension", """<tw:gates/>""")]
    [InlineData("unknown-extension", """<tw:form/>""")]
    public void Settings_of_the_process_are_refused_likewise(string rule, string settings) =>
        Refused(rule, null, ProcessText.File(Process, settings));

    [Theory]
    [InlineData("not-bpmn", "<html/>")]
    [InlineData("not-bpmn", """<definitions xmlns="http://example.test/other"/>""")]
    [InlineData("malformed-xml", "no xml")]
    [InlineData("malformed-xml", "")]
    [InlineData("malformed-xml", "<a><b></a>")]
    [InlineData("malformed-xml", "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>")]
    [InlineData("malformed-xml", "<!DOCTYPE a><a/>")]
    [InlineData("malformed-xml", "<?xml version='1.0' encoding='klingon'?><a/>")]
    [InlineData("one-process", """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>""")]
    [InlineData(
        "one-process",
        """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p" isExecutable="false"/></definitions>"""
    )]
    [InlineData(
        "one-process",
        """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process isExecutable="true"/></definitions>"""
    )]
    [InlineData(
        "one-process",
        """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p" isExecutable="true"/><process id="q" isExecutable="true"/></definitions>"""
    )]
    public void What_is_no_process_file_is_refused(string rule, string file) =>
        Assert.Contains(ProcessText.Read(file).Problems, p => p.Rule == rule && p.Cure.Length > 0);

    [Fact]
    public void Where_it_is_not_clear_which_process_runs_the_elements_of_each_are_told() =>
        Refused(
            "unsupported-element",
            "x",
            ProcessText
                .File("""<startEvent id="s"/><scriptTask id="x"/><flow path="s x"/>""")
                .Replace("isExecutable=\"true\"", "isExecutable=\"false\"", StringComparison.Ordinal)
        );

    [Theory]
    [InlineData("unsupported-element", "sig", """<signal id="sig"/>""")]
    [InlineData("unsupported-element", "conv", """<collaboration id="c"><conversation id="conv"/></collaboration>""")]
    [InlineData(
        "message-flow",
        "mf",
        """<collaboration id="c"><participant id="pool" processRef="p"/><messageFlow id="mf" sourceRef="a" targetRef="s"/></collaboration>"""
    )]
    [InlineData(
        "message-flow",
        "mf",
        """<collaboration id="c"><participant id="pool" processRef="p"/><messageFlow id="mf" sourceRef="pool" targetRef="a"/></collaboration>"""
    )]
    public void What_stands_beside_the_process_is_refused_where_it_is_not_run(
        string rule,
        string element,
        string beside
    ) => Refused(rule, element, ProcessText.File(Process, "", beside));

    [Fact]
    public void A_flow_to_an_element_that_is_not_run_is_not_complained_of_too()
    {
        var problems = ProcessText.Read(
            ProcessText.File(
                """
                <startEvent id="s"/><scriptTask id="x"/><endEvent id="e"/>
                <boundaryEvent id="b" attachedToRef="x"><errorEventDefinition/></boundaryEvent><flow path="s x e"/><flow path="b e"/>
                """
            )
        );

        Assert.Equal("x", Assert.Single(problems.Problems).ElementId);
    }

    [Fact]
    public void A_time_zone_that_nobody_knows_is_refused() =>
        Refused(
            "zone",
            "p",
            ProcessText
                .File(Process)
                .Replace("<tw:process>", """<tw:process zone="Europe/Brescia">""", StringComparison.Ordinal)
        );

    [Fact]
    public void The_line_is_that_of_the_element()
    {
        var file = ProcessText.File("<startEvent id=\"s\"/>\n\n<scriptTask id=\"x\"/>\n<flow path=\"s x\"/>");
        var line = file.Split('\n').ToList().FindIndex(l => l.Contains("scriptTask", StringComparison.Ordinal)) + 1;

        Assert.Equal(line, Assert.Single(ProcessText.Read(file).Problems).Line);
    }

    private static void Refused(string rule, string? element, string file)
    {
        var reading = ProcessText.Read(file);
        Assert.Null(reading.Definition);
        var found = reading.Problems.FirstOrDefault(p => p.Rule == rule && (element is null || p.ElementId == element));
        Assert.True(found is not null, $"no {rule} at {element} among:\n{string.Join('\n', reading.Problems)}");
        Assert.True(found.Line > 0);
        Assert.True(found.Message.Length > 0 && found.Cure.Length > 0);
        Assert.Equal(reading.Problems.OrderBy(p => p.Line), reading.Problems);
    }
}
