using System.Text.Json;
using System.Xml.Linq;
using TwinningWorkflow.Engine.Bpmn;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Tests.Conformance;

public sealed class ConformanceTests
{
    /// <summary>How many of the files that an engine must refuse are refused by a host that runs scripts. It may only grow.</summary>
    private const int RefusedAtLeast = 182;

    [Theory]
    [InlineData("miwg")]
    [InlineData("fbpmn")]
    [InlineData("betsy")]
    public void Every_file_is_either_read_or_refused_with_id_line_and_cure_and_never_throws(string suite)
    {
        var files = Directory.GetFiles(ConformanceFiles.Require(suite), "*.bpmn", SearchOption.AllDirectories);

        Assert.NotEmpty(files);
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            var reading = BpmnReader.Read(File.ReadAllBytes(file));
            var refused = reading.Problems.IsEmpty ? "runs" : $"{reading.Problems.Length} problems";
            TestContext.Current.TestOutputHelper?.WriteLine($"{Path.GetFileName(file)}: {refused}");
            Assert.Equal(reading.Definition is null, reading.Problems.Length > 0);
            if (reading.Definition is { } definition)
                Run(definition);
            foreach (var problem in reading.Problems)
                Assert.True(
                    problem
                        is {
                            Line: > 0,
                            ElementId.Length: > 0,
                            Rule.Length: > 0,
                            Message.Length: > 0,
                            Cure.Length: > 0
                        },
                    $"{file}: {problem}"
                );
        }
    }

    [Fact]
    public void Each_element_of_an_exchanged_file_that_is_not_run_is_named_by_its_id_and_line()
    {
        foreach (var file in Directory.GetFiles(ConformanceFiles.Require("miwg"), "*.bpmn"))
        {
            var named = BpmnReader
                .Read(File.ReadAllBytes(file))
                .Problems.Select(p => (p.ElementId, p.Line))
                .ToHashSet();
            foreach (var element in NotRun(XDocument.Load(file, LoadOptions.SetLineInfo)))
                Assert.True(named.Contains(element), $"{Path.GetFileName(file)}: {element}");
        }
    }

    [Fact]
    public void Files_that_an_engine_must_refuse_are_refused()
    {
        var folder = ConformanceFiles.Require("betsy");
        using var expectations = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "expectations.json")));
        var files = expectations
            .RootElement.GetProperty("mustRejectAtDeploy")
            .EnumerateArray()
            .Select(f => f.GetString()!)
            .ToList();

        var accepted = files
            .Where(f =>
                BpmnReader.Read(File.ReadAllBytes(Path.Combine(folder, f)), BetsyHost.Abilities).Definition is not null
            )
            .ToList();

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{files.Count - accepted.Count} of {files.Count} refused; accepted:\n{string.Join('\n', accepted)}"
        );
        Assert.True(files.Count - accepted.Count >= RefusedAtLeast, string.Join('\n', accepted));
    }

    /// <summary>What is read can be started, by itself or by its message, and withdrawn.</summary>
    private static void Run(ProcessDefinition definition)
    {
        var starts = definition.Contents[definition.Id].Select(definition.Node).OfType<StartEvent>();
        foreach (var start in starts)
        {
            var scenario = Scenario.Given(definition);
            _ = start.Trigger is EventTrigger.Message m ? scenario.StartBy(m.Name) : scenario.Start();
            Assert.Null(scenario.Refusal);
            if (scenario.State.Status == ProcessStatus.Running)
                scenario.Withdraw().Ended(ProcessStatus.Withdrawn, "");
        }
    }

    /// <summary>Nodes of a kind that is not run, in the executable process, or in any where none is executable.</summary>
    private static IEnumerable<(string Id, int Line)> NotRun(XDocument document)
    {
        string[] kinds = ["task", "scriptTask", "businessRuleTask", "transaction", "adHocSubProcess", "complexGateway"];
        var processes = document.Root!.Elements().Where(e => e.Name.LocalName == "process").ToList();
        var executable = processes.FindAll(p => p.Attribute("isExecutable")?.Value == "true");
        return (executable.Count > 0 ? executable : processes)
            .Descendants()
            .Where(e => kinds.Contains(e.Name.LocalName))
            .Select(e => (e.Attribute("id")!.Value, ((System.Xml.IXmlLineInfo)e).LineNumber));
    }
}
