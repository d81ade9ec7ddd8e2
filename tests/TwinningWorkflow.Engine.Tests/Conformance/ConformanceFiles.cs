namespace TwinningWorkflow.Engine.Tests.Conformance;

/// <summary>
/// Files of others that a BPMN engine is measured with. They are not part of this repository: the folder is that of the
/// environment variable TWINNING_CONFORMANCE, else ../shared/conformance beside the repository.
/// </summary>
internal static class ConformanceFiles
{
    public static string Folder =>
        Environment.GetEnvironmentVariable("TWINNING_CONFORMANCE") is { Length: > 0 } given
            ? given
            : Path.Combine(Repository(), "..", "shared", "conformance");

    /// <summary>The path below the folder; skips the test, with the reason, where there is none.</summary>
    public static string Require(string part)
    {
        var path = Path.GetFullPath(Path.Combine(Folder, part));
        Assert.SkipUnless(
            Path.Exists(path),
            $"No conformance files at {path}: set TWINNING_CONFORMANCE to the folder that holds miwg, fbpmn and betsy."
        );
        return path;
    }

    public static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "TwinningWorkflow.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? AppContext.BaseDirectory;
    }
}
