using TwinningWorkflow.Engine.Bpmn;
using static TwinningWorkflow.Engine.Tests.Bpmn.Refusals;

namespace TwinningWorkflow.Engine.Tests.Bpmn;

/// <summary>What BPMN and this engine ask of events: what they refer to, where links lead, how a process begins.</summary>
public sealed class EventRefusalTests
{
    private static string Throw(string definition) =>
        $"""<startEvent id="s"/><intermediateThrowEvent id="t">{definition}</intermediateThrowEvent><endEvent id="e"/><flow path="s t e"/>""";

    private static string End(string definition) =>
        $"""<startEvent id="s"/><endEvent id="e">{definition}</endEvent><flow path="s e"/>""";

    private const string LinkThrow =
        """<startEvent id="s"/><intermediateThrowEvent id="t"><linkEventDefinition name="l"/></intermediateThrowEvent><flow path="s t"/>""";

    private const string LinkCatch =
        """<intermediateCatchEvent id="c"><linkEventDefinition name="l"/></intermediateCatchEvent><endEvent id="e"/><flow path="c e"/>""";

    public static TheoryData<string, string, string> Bodies =>
        new()
        {
            { "signal-ref", "t", Throw("<signalEventDefinition/>") },
            { "signal-ref", "c", Catch("""<signalEventDefinition signalRef="no-such"/>""") },
            { "escalation-ref", "t", Throw("<escalationEventDefinition/>") },
            { "escalation-ref", "e", End("""<escalationEventDefinition escalationRef="no-such"/>""") },
            { "error-ref", "e", End("<errorEventDefinition/>") },
            { "message-ref", "t", Throw("<messageEventDefinition/>") },
            { "unsupported-element", "t", Throw("<errorEventDefinition/>") },
            { "unsupported-event", "c", Catch("<escalationEventDefinition/>") },
            {
                "multiple-events",
                "t",
                Throw("""<signalEventDefinition signalRef="a"/><escalationEventDefinition escalationRef="b"/>""")
            },
            { "unreachable", "t", Process + """<intermediateThrowEvent id="t"/><flow path="t e"/>""" },
            {
                "link-unmatched",
                "t",
                """
                    <startEvent id="s"/><parallelGateway id="f"/><endEvent id="e"/><flow path="s f t"/><flow path="f u"/><flow path="c e"/><flow path="d e"/>
                    <intermediateThrowEvent id="t"><linkEventDefinition name="one"><target>to2</target></linkEventDefinition></intermediateThrowEvent>
                    <intermediateThrowEvent id="u"><linkEventDefinition name="two"><target>to2</target></linkEventDefinition></intermediateThrowEvent>
                    <intermediateCatchEvent id="c"><linkEventDefinition id="to1" name="one"/></intermediateCatchEvent>
                    <intermediateCatchEvent id="d"><linkEventDefinition id="to2" name="two"/></intermediateCatchEvent>
                    """
            },
            { "link-name", "t", Throw("<linkEventDefinition/>") },
            { "link-unmatched", "t", LinkThrow },
            { "link-unmatched", "c", """<startEvent id="s"/><flow path="s e"/>""" + LinkCatch },
            {
                "link-unmatched",
                "t",
                LinkThrow + Sub(LinkCatch + """<startEvent id="is"/><flow path="is e"/>""").Replace("\"s\"", "\"s2\"")
            },
            {
                "link-twice",
                "d",
                LinkThrow
                    + LinkCatch
                    + """<intermediateCatchEvent id="d"><linkEventDefinition name="l"/></intermediateCatchEvent><flow path="d e"/>"""
            },
            { "no-outgoing", "t", LinkThrow + LinkCatch + """<flow path="t e"/>""" },
            { "no-incoming", "c", LinkThrow + LinkCatch + """<userTask id="a"/><flow path="s a c"/>""" },
            { "outgoing-missing", "c", LinkThrow + LinkCatch.Replace("""<flow path="c e"/>""", "") },
            {
                "event-gateway-target",
                "g",
                """<startEvent id="s"/><eventBasedGateway id="g"/><receiveTask id="r" messageRef="m"/><flow path="s g c"/><flow path="g r"/>"""
                    + LinkCatch
            },
            {
                "unsupported-event",
                "s2",
                Process
                    + """<startEvent id="s2"><signalEventDefinition signalRef="sig"/></startEvent><flow path="s2 a"/>"""
            },
            {
                "unsupported-event",
                "s2",
                Process
                    + """<startEvent id="s2"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></startEvent><flow path="s2 a"/>"""
            },
            {
                "start-twice",
                "r",
                Process
                    + """<startEvent id="m"><messageEventDefinition messageRef="letter"/></startEvent><receiveTask id="r" messageRef="letter" instantiate="true"/><flow path="m a"/><flow path="r a"/>"""
            },
            {
                "no-incoming",
                "r",
                Process + """<receiveTask id="r" messageRef="letter" instantiate="true"/><flow path="a r"/>"""
            },
        };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void A_process_is_refused_by_rule_element_line_and_cure(string rule, string element, string body) =>
        Refused(rule, element, ProcessText.File(body));

    [Theory]
    [InlineData("escalation", "escalationEventDefinition")]
    [InlineData("error", "errorEventDefinition")]
    public void What_is_thrown_has_a_code_of_its_own(string kind, string definition)
    {
        // split, so that the short form does not declare it with a code
        var body = End($"<{definition} {kind}Ref='{kind}1'/>");

        Refused(kind + "-code", "e", ProcessText.File(body, beside: $"""<{kind} id="{kind}1" name="n"/>"""));
    }

    [Fact]
    public void Two_starts_by_one_signal_are_refused_also_where_the_host_carries_signals()
    {
        var start = (string id) =>
            $"""<startEvent id="{id}"><signalEventDefinition signalRef="sig"/></startEvent><flow path="{id} a"/>""";
        var file = ProcessText.File(Process + start("x") + start("y"));

        var problem = Assert.Single(ProcessText.Read(file, new HostAbilities { CarriesSignals = true }).Problems);

        Assert.Equal(("start-twice", "y"), (problem.Rule, problem.ElementId));
    }

    [Theory]
    [InlineData("t", "pool")]
    [InlineData("pool", "c")]
    public void A_message_flow_leads_from_what_sends_to_what_waits(string from, string to)
    {
        const string body = """
            <startEvent id="s"/><intermediateThrowEvent id="t"><messageEventDefinition messageRef="m"/></intermediateThrowEvent>
            <intermediateCatchEvent id="c"><messageEventDefinition messageRef="m"/></intermediateCatchEvent><endEvent id="e"/><flow path="s t c e"/>
            """;
        string Drawn(string source, string target) =>
            ProcessText.File(
                body,
                beside: $"""<collaboration id="co"><participant id="pool"/><messageFlow id="mf" sourceRef="{source}" targetRef="{target}"/></collaboration>"""
            );

        _ = ProcessText.Accepted(Drawn(from, to));
        Refused("message-flow", "mf", Drawn(to, from));
    }
}
