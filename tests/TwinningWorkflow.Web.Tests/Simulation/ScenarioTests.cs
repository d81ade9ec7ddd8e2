using TwinningWorkflow.Engine.Bpmn;
using TwinningWorkflow.Web.Simulation;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Simulation;

public sealed class ScenarioTests
{
    public static TheoryData<string> Scenarios =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Simulator.Folder, "scenarios"), "*.json")
                .Select(f => Path.GetFileName(f)!)
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void A_scenario_of_the_folder_holds_in_both_languages(string name)
    {
        foreach (var language in new[] { "it", "en" })
        {
            var run = Simulator.Run(Simulator.ScenarioFile(name), language);

            Assert.True(run.Exit == 0, run.Error);
            Assert.Empty(run.Error);
        }
    }

    [Fact]
    public void Every_flow_of_the_file_is_taken_by_one_of_them()
    {
        var definition = BpmnReader
            .Read(File.ReadAllBytes(Path.Combine(Simulator.Folder, "twinning.bpmn")))
            .Definition!;
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in Scenarios.Select(s => s.Data))
        {
            var player = new ScenarioPlayer(definition, Scenario.Load(Simulator.ScenarioFile(name)));
            foreach (var step in player.Play())
                Assert.Empty(step.Failures);
            taken.UnionWith(player.Playback.Done);
        }

        Assert.Equal(
            [],
            definition.Nodes.Values.SelectMany(n => n.Info.Outgoing).Select(f => f.Id).Where(f => !taken.Contains(f))
        );
    }

    [Theory]
    [InlineData("brescia-kaunas.json")]
    [InlineData("giunta-rejects.json")]
    [InlineData("observation-substantive.json")]
    [InlineData("council-postponed.json")]
    [InlineData("partner-withdraws.json")]
    public void A_scenario_that_the_product_promises_is_there(string name) =>
        Assert.Contains(name, Scenarios.Select(s => s.Data));
}
