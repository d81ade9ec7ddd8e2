using System.Text.RegularExpressions;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Hosting.Verbs;

/// <summary>What workflows/README.md shows to those who draw a process works as it stands there.</summary>
public sealed partial class AuthoringGuideTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("twinning-guide-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_process_of_the_guide_has_no_problem_and_its_scenarios_play()
    {
        var guide = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "workflows", "README.md"));
        var shown = Block().Matches(guide).ToDictionary(m => m.Groups["file"].Value, m => m.Groups["text"].Value);

        Assert.Equal(
            ["friendship-pact.bpmn", "scenarios/pact-signed.json", "scenarios/pact-text-mended.json"],
            shown.Keys
        );
        foreach (var (name, text) in shown)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
        var run = CheckWorkflowsVerbTests.Run(folder, "--scenarios");
        Assert.True(run.Exit == 0, run.Output + run.Error);
        Assert.EndsWith("2 scenarios played, 0 failed.\n", run.Output, StringComparison.Ordinal);
    }

    /// <summary>A block of XML or JSON, and the file's name in the sentence before it.</summary>
    [GeneratedRegex(
        "`(?<file>[a-z/-]+\\.(bpmn|json))`[^`]*:\n\n```(xml|json)\n(?<text>[^`]*)```",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Block();
}
