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
    public void The_folder_holds_the_five_scenarios_of_the_twinning() =>
        Assert.Equal(
            [
                "brescia-kaunas.json",
                "council-postponed.json",
                "giunta-rejects.json",
                "observation-substantive.json",
                "partner-withdraws.json",
            ],
            Scenarios.Select(s => s.Data)
        );
}
