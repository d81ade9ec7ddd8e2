using System.Runtime.CompilerServices;

namespace TwinningWorkflow.Web.Tests;

/// <summary>The application's own source files, for the rules that hold for all of them.</summary>
internal static class Sources
{
    public static string Web { get; } = Path.Combine(Here(), "..", "..", "src", "TwinningWorkflow.Web");

    public static IEnumerable<string> In(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Web, folder), pattern, SearchOption.AllDirectories);

    public static string Short(string path) => Path.GetRelativePath(Web, path);

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
