using System.Text;
using TwinningWorkflow.Engine.Bpmn;
using static TwinningWorkflow.Engine.Tests.Bpmn.Refusals;

namespace TwinningWorkflow.Engine.Tests.Bpmn;

/// <summary>What the standard asks of every executable process, and the other tests' files are given unseen.</summary>
public sealed class StandardRefusalTests
{
    private const string Formal =
        """ xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="tFormalExpression" """;

    private static string Looping(string loop) =>
        $"""<startEvent id="s"/><manualTask id="a">{loop}</manualTask><endEvent id="e"/><flow path="s a e"/>""";

    private static string Choice(string condition) =>
        $"""<startEvent id="s"/><exclusiveGateway id="x" default="x-e"/><endEvent id="e"/><endEvent id="f"/><flow path="s x e"/><sequenceFlow id="c" sourceRef="x" targetRef="f">{condition}</sequenceFlow>""";

    private static string Waiting(string definition) =>
        $"""<startEvent id="s"/><intermediateCatchEvent id="c"><timerEventDefinition>{definition}</timerEventDefinition></intermediateCatchEvent><endEvent id="e"/><flow path="s c e"/>""";

    public static TheoryData<string, string> Prose =>
        new()
        {
            { "c", Choice("<conditionExpression>true</conditionExpression>") },
            { "c", Waiting("<timeDuration>P1D</timeDuration>") },
            { "c", Waiting("<timeCycle>R3/P1D</timeCycle>") },
            { "c", Waiting("<timeDate>2030-01-01T00:00:00Z</timeDate>") },
            {
                "a",
                Looping(
                    "<standardLoopCharacteristics><loopCondition>false</loopCondition></standardLoopCharacteristics>"
                )
            },
            {
                "a",
                Looping(
                    "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"
                )
            },
            {
                "a",
                Looping(
                    $"<multiInstanceLoopCharacteristics><loopCardinality {Formal}>2</loopCardinality><completionCondition>true</completionCondition></multiInstanceLoopCharacteristics>"
                )
            },
            {
                "c",
                Waiting(
                    """<timeDuration xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="tExpression">P1D</timeDuration>"""
                )
            },
            {
                "d",
                """<startEvent id="s"/><intermediateCatchEvent id="d"><conditionalEventDefinition><condition>true</condition></conditionalEventDefinition></intermediateCatchEvent><endEvent id="e"/><flow path="s d e"/>"""
            },
        };

    [Theory]
    [MemberData(nameof(Prose))]
    public void An_expression_that_is_not_said_to_be_formal_is_prose(string element, string body) =>
        Refused("formal-expression", element, ProcessText.Bare(body));

    [Theory]
    [InlineData("bpmn:tFormalExpression")]
    [InlineData("tFormalExpression")]
    public void The_type_of_a_formal_expression_may_have_a_prefix(string type) =>
        Assert.Empty(
            ProcessText
                .Read(
                    ProcessText.Bare(
                        Waiting(
                            $"""<timeDuration xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="{type}">P1D</timeDuration>"""
                        )
                    )
                )
                .Problems
        );

    [Theory]
    [InlineData(
        "a",
        """<startEvent id="s"/><userTask id="a"><documentation textFormat="plain">x</documentation></userTask><endEvent id="e"/><flow path="s a e"/>"""
    )]
    [InlineData("note", Process + """<textAnnotation id="note" textFormat="INVALID"><text>x</text></textAnnotation>""")]
    [InlineData(
        "a",
        """<startEvent id="s"/><scriptTask id="a" scriptFormat="groovy"><script>x</script></scriptTask><endEvent id="e"/><flow path="s a e"/>"""
    )]
    public void A_format_that_is_no_media_type_is_refused(string element, string body) =>
        Refused("media-type", element, ProcessText.File(body));

    [Fact]
    public void A_media_type_may_have_parameters() =>
        Assert.Empty(
            ProcessText
                .Read(
                    ProcessText.File(
                        Process
                            + """<textAnnotation id="note" textFormat="text/plain; charset=utf-8"><text>x</text></textAnnotation>"""
                    )
                )
                .Problems
        );

    [Theory]
    [InlineData("1a")]
    [InlineData("a b")]
    [InlineData("x:a")]
    public void An_id_that_is_no_name_is_refused(string id) =>
        Refused(
            "id-form",
            id,
            ProcessText.File(Process + $"""<textAnnotation id="{id}"><text>x</text></textAnnotation>""")
        );

    [Theory]
    [InlineData("""<message id="a" name="m"/>""")]
    [InlineData("""<collaboration id="c"><participant id="a"/></collaboration>""")]
    [InlineData("""<BPMNDiagram xmlns="http://www.omg.org/spec/BPMN/20100524/DI" id="a"/>""")]
    public void An_id_that_is_there_again_outside_of_the_process_is_refused(string beside) =>
        Refused("id-twice", "a", ProcessText.File(Process, "", beside));

    private static string Exchange(string event_) =>
        event_.Replace("MESSAGE", """<messageEventDefinition messageRef="m"/>""");

    public static TheoryData<string, string> Exchanges =>
        new()
        {
            {
                "c",
                """<startEvent id="s"/><intermediateCatchEvent id="c">MESSAGE</intermediateCatchEvent><endEvent id="e"/><flow path="s c e"/>"""
            },
            {
                "t",
                """<startEvent id="s"/><intermediateThrowEvent id="t">MESSAGE</intermediateThrowEvent><endEvent id="e"/><flow path="s t e"/>"""
            },
            { "b", Process + """<boundaryEvent id="b" attachedToRef="a">MESSAGE</boundaryEvent><flow path="b e"/>""" },
            { "es", Event("""<startEvent id="es">MESSAGE</startEvent>""") },
            {
                "s",
                """<startEvent id="s">MESSAGE</startEvent><userTask id="a"/><endEvent id="e"/><flow path="s a e"/>"""
            },
            {
                "e",
                """<startEvent id="s"/><userTask id="a"/><endEvent id="e">MESSAGE</endEvent><flow path="s a e"/>"""
            },
        };

    [Theory]
    [MemberData(nameof(Exchanges))]
    public void A_message_event_that_does_not_say_how_its_message_is_exchanged_is_refused(string element, string body)
    {
        Refused("operation-missing", element, ProcessText.Bare(Exchange(body)));

        const string operation = """<interface id="i"><operation id="o"/></interface>""";
        var said = body.Replace(
            "MESSAGE",
            """<messageEventDefinition messageRef="m"><operationRef>o</operationRef></messageEventDefinition>"""
        );
        Assert.Empty(ProcessText.Read(ProcessText.Bare(said, "", operation)).Problems);
    }

    [Theory]
    [InlineData("c", """<tw:form/>""")]
    [InlineData("c", """<tw:key value="'k'"/>""")]
    [InlineData("e", """<tw:send to="DARA"/>""")]
    public void Who_records_a_message_its_key_or_its_recipient_say_enough(string at, string extension)
    {
        static string Part(string kind, bool here, string extension) =>
            here
                ? $"""<{kind}><ext>{extension}</ext><messageEventDefinition messageRef="m"/></{kind.Split(' ')[0]}>"""
                : $"<{kind}/>";
        var body =
            at == "c"
                ? $"""<startEvent id="s"/>{Part("intermediateCatchEvent id=\"c\"", true, extension)}<endEvent id="e"/><flow path="s c e"/>"""
                : $"""<startEvent id="s"/>{Part("endEvent id=\"e\"", true, extension)}<flow path="s e"/>""";

        Assert.Empty(ProcessText.Read(ProcessText.Bare(body)).Problems);
    }

    [Theory]
    [InlineData("p", """<startEvent id="s"/><userTask id="a"/><flow path="s a"/>""")]
    [InlineData(
        "sub",
        """<startEvent id="s"/><subProcess id="sub"><startEvent id="is"/><userTask id="i"/><flow path="is i"/></subProcess><endEvent id="e"/><flow path="s sub e"/>"""
    )]
    [InlineData(
        "esp",
        Process
            + """<subProcess id="esp" triggeredByEvent="true"><startEvent id="es"><errorEventDefinition/></startEvent><userTask id="i"/><flow path="es i"/></subProcess>"""
    )]
    public void What_begins_with_a_start_event_ends_with_an_end_event(string element, string body) =>
        Refused("end-missing", element, ProcessText.Bare(body));

    [Theory]
    [InlineData("b", Process + """<userTask id="b"/><flow path="a b"/>""")]
    [InlineData(
        "g",
        """<startEvent id="s"/><userTask id="a"/><parallelGateway id="f"/><parallelGateway id="g"/><userTask id="b"/><endEvent id="e"/><flow path="s f a g"/><flow path="f b e"/><flow path="b g"/>"""
    )]
    [InlineData(
        "t",
        """<startEvent id="s"/><parallelGateway id="f"/><intermediateThrowEvent id="t"/><endEvent id="e"/><flow path="s f t"/><flow path="f e"/>"""
    )]
    [InlineData(
        "sub",
        """<startEvent id="s"/><parallelGateway id="f"/><subProcess id="sub"/><endEvent id="e"/><flow path="s f sub"/><flow path="f e"/>"""
    )]
    public void Where_there_is_an_end_event_nothing_else_leads_nowhere(string element, string body) =>
        Refused("outgoing-missing", element, ProcessText.Bare(body));

    [Fact]
    public void A_process_that_a_message_starts_without_a_start_event_may_end_in_silence() =>
        Assert.Empty(
            ProcessText
                .Read(
                    ProcessText.Bare(
                        """<receiveTask id="r" messageRef="m" instantiate="true"/><userTask id="a"/><flow path="r a"/>"""
                    )
                )
                .Problems
        );

    [Theory]
    [InlineData(
        "condition-alone",
        "a",
        """<startEvent id="s"/><userTask id="a"/><endEvent id="e"/><flow path="s a"/><flow path="a e" when="true"/>"""
    )]
    [InlineData(
        "gateway-direction",
        "g",
        """<startEvent id="s"/><parallelGateway id="g" gatewayDirection="Converging"/><userTask id="a"/><userTask id="b"/><flow path="s g a"/><flow path="g b"/>"""
    )]
    [InlineData(
        "gateway-direction",
        "g",
        """<startEvent id="s"/><parallelGateway id="f"/><parallelGateway id="g" gatewayDirection="Diverging"/><userTask id="a"/><userTask id="b"/><flow path="s f a g"/><flow path="f b g"/>"""
    )]
    [InlineData(
        "gateway-direction",
        "g",
        """<startEvent id="s"/><eventBasedGateway id="g" gatewayDirection="Converging"/><receiveTask id="a" messageRef="m"/><receiveTask id="b" messageRef="n"/><flow path="s g a"/><flow path="g b"/>"""
    )]
    [InlineData(
        "gateway-direction",
        "g",
        """<startEvent id="s"/><inclusiveGateway id="g" gatewayDirection="Mixed"/><userTask id="a"/><userTask id="b"/><flow path="s g"/><flow path="g a" when="true"/><flow path="g b" when="true"/>"""
    )]
    [InlineData(
        "event-gateway-target",
        "g",
        """<startEvent id="s"/><eventBasedGateway id="g"/><receiveTask id="a" messageRef="m"/><intermediateCatchEvent id="b"><messageEventDefinition messageRef="n"/></intermediateCatchEvent><flow path="s g a"/><flow path="g b"/>"""
    )]
    public void A_drawing_that_contradicts_itself_is_refused(string rule, string element, string body) =>
        Refused(rule, element, ProcessText.File(body));

    [Fact]
    public void A_file_that_was_published_before_is_not_asked_for_what_came_later()
    {
        var old = ProcessText.Bare(
            """
            <startEvent id="s"/><userTask id="a"/><userTask id="b"><documentation textFormat="plain">x</documentation></userTask>
            <boundaryEvent id="late" attachedToRef="a"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent>
            <boundaryEvent id="m" attachedToRef="a"><messageEventDefinition messageRef="m"/></boundaryEvent>
            <flow path="s a"/><flow path="a b" when="true"/><flow path="late b"/><flow path="m b"/>
            """,
            "",
            """<collaboration id="c"><participant id="pool" processRef="p"><participantMultiplicity maximum="0"/></participant><association id="as" sourceRef="x" targetRef="y"/></collaboration>"""
        );
        Assert.Null(ProcessText.Read(old).Definition);

        var reading = BpmnReader.ReadPublished(Encoding.UTF8.GetBytes(old));

        Assert.Empty(reading.Problems);
        Scenario
            .Given(reading.Definition!)
            .Start()
            .Waits("a")
            .Complete("a")
            .Complete("b")
            .Ended(ProcessStatus.Completed, "");
    }

    [Fact]
    public void What_cannot_be_run_is_refused_of_a_file_that_was_published_before_too() =>
        Assert.Equal(
            "unsupported-element",
            BpmnReader
                .ReadPublished(
                    Encoding.UTF8.GetBytes(
                        ProcessText.File("""<startEvent id="s"/><businessRuleTask id="x"/><flow path="s x"/>""")
                    )
                )
                .Problems[0]
                .Rule
        );
}
