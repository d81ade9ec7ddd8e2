namespace TwinningWorkflow.Running;

/// <summary>Where things lie around the tests.</summary>
public static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The application, built in the same configuration as the program that asks.</summary>
    public static string Application { get; } =
        Path.Combine(
            Root,
            "src",
            "TwinningWorkflow.Web",
            "bin",
            Configuration(),
            "net10.0",
            "TwinningWorkflow.Web.dll"
        );

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "TwinningWorkflow.sln")))
            folder =
                Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("Expected to run inside the repository.");
        return folder;
    }

    // .../bin/CONFIGURATION/net10.0/
    private static string Configuration() =>
        Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)))!;
}
