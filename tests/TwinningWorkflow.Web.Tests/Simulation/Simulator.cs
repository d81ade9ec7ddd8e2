using TwinningWorkflow.Web.Simulation;

namespace TwinningWorkflow.Web.Tests.Simulation;

/// <summary>Runs the verb on the files that the tests carry along.</summary>
internal static class Simulator
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "workflows");

    public static string ScenarioFile(string name) => Path.Combine(Folder, "scenarios", name);

    public static Outcome Run(
        string scenario,
        string language = "it",
        string process = "twinning.bpmn",
        NodaTime.LocalDate? forecast = null
    )
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = SimulateVerb.Run(
            new FileInfo(Path.Combine(Folder, process)),
            new FileInfo(scenario),
            language,
            forecast,
            output,
            error
        );
        return new Outcome(exit, output.ToString(), error.ToString());
    }

    /// <summary>Runs a scenario of the folder after its text was changed; the change must change something.</summary>
    public static Outcome RunChanged(string name, string old, string changed)
    {
        var text = File.ReadAllText(ScenarioFile(name));
        var after = text.Replace(old, changed, StringComparison.Ordinal);
        if (after == text)
            throw new ArgumentException($"Expected '{old}' in {name}, but it is not there.", nameof(old));
        // with those that it may continue
        var folder = Directory.CreateTempSubdirectory("twinning-scenario-");
        try
        {
            foreach (var other in Directory.GetFiles(Path.Combine(Folder, "scenarios"), "*.json"))
                File.Copy(other, Path.Combine(folder.FullName, Path.GetFileName(other)));
            var file = Path.Combine(folder.FullName, name);
            File.WriteAllText(file, after);
            return Run(file);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    internal sealed record Outcome(int Exit, string Output, string Error);
}
