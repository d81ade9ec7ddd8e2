using System.Diagnostics;
using TwinningWorkflow.Engine.Tests.Conformance;

namespace TwinningWorkflow.Engine.Tests.Bpmn;

/// <summary>Runs what others wrote for BPMN files in Node.js: the packages that the application's own restore brings.</summary>
internal static class Node
{
    public static string Modules { get; } =
        Path.Combine(ConformanceFiles.Repository(), "src", "TwinningWorkflow.Web", "node_modules");

    /// <summary>The folder of a package; skips the test, with the reason, where there is none.</summary>
    public static string Require(string package)
    {
        var folder = Path.Combine(Modules, package);
        Assert.SkipUnless(
            Directory.Exists(folder),
            $"No {package}: build src/TwinningWorkflow.Web where Node.js is at hand."
        );
        return folder;
    }

    public static (int Exit, string Output, string Error) Run(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("node", arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        using var node = Process.Start(start)!;
        var error = node.StandardError.ReadToEndAsync();
        var output = node.StandardOutput.ReadToEnd();
        node.WaitForExit();
        return (node.ExitCode, output, error.Result.Trim());
    }
}
