using static TwinningWorkflow.Engine.Tests.Bpmn.Refusals;

namespace TwinningWorkflow.Engine.Tests.Bpmn;

/// <summary>The settings of a process, what stands beside it, and files that are none.</summary>
public sealed class FileRefusalTests
{
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
    [InlineData(
        "unknown-evidence",
        """<tw:gate id="g"><tw:condition id="c" when="true" evidence="suspended a.actNumbr"/></tw:gate>"""
    )]
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
                .File("""<startEvent id="s"/><businessRuleTask id="x"/><flow path="s x"/>""")
                .Replace("isExecutable=\"true\"", "isExecutable=\"false\"", StringComparison.Ordinal)
        );

    [Theory]
    [InlineData("unsupported-element", "store", """<dataStore id="store"/>""")]
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
                <startEvent id="s"/><businessRuleTask id="x"/><endEvent id="e"/>
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
        var file = ProcessText.File("<startEvent id=\"s\"/>\n\n<businessRuleTask id=\"x\"/>\n<flow path=\"s x\"/>");
        var line =
            file.Split('\n').ToList().FindIndex(l => l.Contains("businessRuleTask", StringComparison.Ordinal)) + 1;

        Assert.Equal(line, Assert.Single(ProcessText.Read(file).Problems).Line);
    }

    [Fact]
    public void A_document_type_is_told_by_its_line_and_with_what_to_do()
    {
        var problem = Assert.Single(
            ProcessText.Read("<?xml version='1.0'?>\n\n<!DOCTYPE a [<!ENTITY e 'x'>]>\n<a>&e;</a>").Problems
        );

        Assert.Equal(3, problem.Line);
        Assert.Equal("Expected XML without a document type, but the file has one.", problem.Message);
        Assert.StartsWith("Remove the DOCTYPE", problem.Cure, StringComparison.Ordinal);
    }
}
