using static TwinningWorkflow.Engine.Tests.Bpmn.Refusals;
using static TwinningWorkflow.Engine.Tests.ProcessText;

namespace TwinningWorkflow.Engine.Tests.Bpmn;

/// <summary>Which process of a file runs, which it may call, and what goes in and out of a call.</summary>
public sealed class CallRefusalTests
{
    private static string Call(string called, string extensions = "") =>
        $"""<startEvent id="s"/><callActivity id="c" calledElement="{called}"><ext>{extensions}</ext></callActivity><flow path="s c"/>""";

    private const string Task = """<startEvent id="qs"/><userTask id="a"/><flow path="qs a"/>""";

    private const string Number = """<tw:variable name="n" type="number"/>""";

    public static TheoryData<string, string, string, string> Files =>
        new()
        {
            { "called-element", "c", Call("nobody"), "" },
            { "called-element", "c", Call("q"), Process("q", Task, attributes: """isExecutable="false" """) },
            { "call-recursion", "c", Call("p"), "" },
            {
                "call-recursion",
                "d",
                Call("q"),
                Process("q", """<startEvent id="qs"/><callActivity id="d" calledElement="q"/><flow path="qs d"/>""")
            },
            {
                "call-recursion",
                "g",
                Call("q"),
                Process("q", """<startEvent id="qs"/><callActivity id="d" calledElement="r"/><flow path="qs d"/>""")
                    + Process(
                        "r",
                        """<startEvent id="rs"/><callActivity id="g" calledElement="q"/><flow path="rs g"/>"""
                    )
            },
            { "called-start", "q", Call("q"), Process("q", """<userTask id="a"/>""") },
            {
                "called-start",
                "q",
                Call("q"),
                Process(
                    "q",
                    Task
                        + """<startEvent id="m"><messageEventDefinition messageRef="letter"/></startEvent><flow path="m a"/>"""
                )
            },
            {
                "called-start",
                "q",
                Call("q"),
                Process("q", """<receiveTask id="a" messageRef="letter" instantiate="true"/>""")
            },
            {
                "id-twice",
                "s",
                Call("q"),
                Process("q", """<startEvent id="s"/><userTask id="a"/><flow path="s a"/>""")
            },
            {
                "called-process",
                "g2",
                Call("q"),
                Process("q", Task, """<tw:gate id="g2"><tw:condition id="c2" when="true"/></tw:gate>""")
            },
            { "called-process", "x", Call("q"), Process("q", Task, """<tw:setting id="x" default="true"/>""") },
            {
                "unknown-variable",
                "c",
                Call("q", """<tw:in variable="nothing" value="1"/>"""),
                Process("q", Task, Number)
            },
            { "unknown-variable", "c", Call("q", """<tw:in variable="n" value="1"/>"""), Process("q", Task) },
            {
                "set-twice",
                "c",
                Call("q", """<tw:in variable="n" value="1"/><tw:in variable="n" value="2"/>"""),
                Process("q", Task, Number)
            },
            {
                "expression-type",
                "c",
                Call("q", """<tw:in variable="n" value="'one'"/>"""),
                Process("q", Task, Number)
            },
            {
                "expression",
                "c",
                Call("q", """<tw:in variable="n" value="a.votes"/>"""),
                Process(
                    "q",
                    """<startEvent id="qs"/><userTask id="a"><ext><tw:form><tw:field id="votes" type="integer"/></tw:form></ext></userTask><flow path="qs a"/>""",
                    Number
                )
            },
            { "expression", "c", Call("q", """<tw:out name="x" value="nothing"/>"""), Process("q", Task) },
            {
                "id-twice",
                "c",
                Call("q", """<tw:out name="x" value="n"/><tw:out name="x" value="n"/>"""),
                Process("q", Task, Number)
            },
            { "extension-id", "c", Call("q", """<tw:out name="x y" value="n"/>"""), Process("q", Task, Number) },
            {
                "unknown-variable",
                "a",
                Call("q"),
                Process(
                    "q",
                    """<startEvent id="qs"/><userTask id="a"><ext><tw:set variable="given" value="1"/></ext></userTask><flow path="qs a"/>"""
                )
            },
            {
                "expression",
                "qs-a",
                """<startEvent id="s"/><userTask id="b"><ext><tw:form><tw:field id="votes" type="integer"/></tw:form></ext></userTask><callActivity id="c" calledElement="q"/><flow path="s b c"/>""",
                Process(
                    "q",
                    """<startEvent id="qs0"/><exclusiveGateway id="qs" default="qs-z"/><userTask id="a"/><userTask id="z"/><flow path="qs0 qs z"/><flow path="qs a" when="b.votes == 1"/>"""
                )
            },
            { "variable-name", "q", Call("q"), Process("q", Task, """<tw:variable name="given" type="flag"/>""") },
            {
                "variable-name",
                "q",
                """<startEvent id="s"/><userTask id="b"><ext><tw:form><tw:field id="votes" type="integer"/></tw:form></ext></userTask><callActivity id="c" calledElement="q"/><flow path="s b c"/>""",
                Process("q", Task, """<tw:variable name="b.votes" type="flag"/>""")
            },
            {
                "flow-crosses",
                "s2-a",
                Call("q")
                    + """<startEvent id="s2"><messageEventDefinition messageRef="m"/></startEvent><flow path="s2 a"/>""",
                Process("q", Task)
            },
            {
                "unknown-attribute",
                "c",
                Call("q").Replace("calledElement", "called", StringComparison.Ordinal),
                Process("q", Task)
            },
            {
                "unknown-extension",
                "s",
                Call("q")
                    .Replace(
                        "<startEvent id=\"s\"/>",
                        """<startEvent id="s"><ext><tw:in variable="n" value="1"/></ext></startEvent>""",
                        StringComparison.Ordinal
                    ),
                Process("q", Task)
            },
        };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_call_is_refused_by_rule_element_line_and_cure(
        string rule,
        string element,
        string body,
        string beside
    ) => Refused(rule, element, ProcessText.File(body, """<tw:variable name="given" type="number"/>""", beside));

    [Fact]
    public void The_executable_process_that_no_other_calls_is_the_one_that_runs()
    {
        var definition = Accepted(
            ProcessText.File(Call("q"), beside: Process("q", Task, attributes: """isExecutable="true" name="Altro" """))
        );

        Assert.Equal("p", definition.Id);
        Assert.Equal(["q"], definition.Called.Keys);
        Assert.Equal("Altro", definition.Called["q"].Label.In("it"));
        Assert.Equal(["s", "c", "p-end"], definition.Contents["p"]);
        Assert.Equal(["qs", "a", "q-end"], definition.Contents["q"]);
        Assert.Equal(["c"], definition.OpenersOf("q").Select(n => n.Id));
        Assert.Empty(definition.OpenersOf("p"));
    }

    [Fact]
    public void Two_executable_processes_that_nobody_calls_are_refused()
    {
        var file = ProcessText.File(
            Refusals.Process,
            beside: Process(
                "q",
                Task.Replace("\"a\"", "\"b\"", StringComparison.Ordinal),
                attributes: """isExecutable="true" """
            )
        );

        Refused("one-process", "file", file);
    }

    [Fact]
    public void A_host_may_say_which_process_it_means() =>
        Assert.Equal(
            "q",
            TwinningWorkflow
                .Engine.Bpmn.BpmnReader.Read(
                    System.Text.Encoding.UTF8.GetBytes(
                        ProcessText.File(Call("q"), beside: Process("q", Task, attributes: """isExecutable="true" """))
                    ),
                    process: "q"
                )
                .Definition!.Id
        );

    [Fact]
    public void A_process_that_is_neither_executable_nor_called_is_read_past() =>
        Assert.Equal(
            ["s", "a", "e"],
            Accepted(
                ProcessText.File(
                    Refusals.Process,
                    beside: """<process id="public" isExecutable="false"><choreographyTask id="x"/></process>"""
                )
            )
                .Nodes.Keys.OrderBy(static k => "sae".IndexOf(k, StringComparison.Ordinal))
        );
}
