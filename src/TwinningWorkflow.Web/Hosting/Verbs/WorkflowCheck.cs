using System.Security.Cryptography;
using System.Text.Json;
using TwinningWorkflow.Engine.Bpmn;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Simulation;

namespace TwinningWorkflow.Web.Hosting.Verbs;

/// <summary>What was found in process files and in the scenarios beside them. Its JSON is described in workflows/README.md.</summary>
internal sealed record WorkflowCheck(
    IReadOnlyList<WorkflowCheck.ProcessFile> Files,
    IReadOnlyList<WorkflowCheck.ScenarioPlay> Scenarios
)
{
    public sealed record ProcessFile(
        string File,
        string? Process,
        string Hash,
        bool Ok,
        IReadOnlyList<Problem> Problems
    );

    public sealed record Problem(string Rule, string Element, int Line, string Message, string Cure);

    /// <summary>A scenario that was played; the step at which it failed, 0 being the start, and why.</summary>
    public sealed record ScenarioPlay(string File, string? Process, bool Ok, int? Step, string? Message);

    public sealed record Figures(int Files, int WithProblems, int Scenarios, int Failed);

    public Figures Summary =>
        new(Files.Count, Files.Count(static f => !f.Ok), Scenarios.Count, Scenarios.Count(static s => !s.Ok));

    /// <summary>Reads files; with <paramref name="scenarios"/> it plays what lies in the folder of that name beside them.</summary>
    /// <param name="files">The files, each with whether its whole folder is asked about.</param>
    /// <param name="scenarios">Whether to play scenarios too.</param>
    public static WorkflowCheck Of(IReadOnlyCollection<(string File, bool WholeFolder)> files, bool scenarios)
    {
        var read = files.Select(static f => (f.File, f.WholeFolder, Found: Read(f.File))).ToList();
        var found = new List<ProcessFile>();
        foreach (var (file, _, (definition, hash, problems)) in read)
        {
            var twin = read.Find(other =>
                other.File != file
                && definition is not null
                && other.Found.Definition?.Id == definition.Id
                && FolderOf(other.File) == FolderOf(file)
            );
            if (twin.File is not null)
                problems.Add(
                    new Problem(
                        "process-twice",
                        definition!.Id,
                        0,
                        $"Expected each process in one file of a folder, but '{definition.Id}' is in {Path.GetFileName(twin.File)} too.",
                        "Keep the file that is meant; the versions before it are stored by the application."
                    )
                );
            found.Add(new ProcessFile(file, definition?.Id, hash, problems.Count == 0, problems));
        }
        var plays = new List<ScenarioPlay>();
        if (scenarios)
            foreach (var folder in read.GroupBy(static f => FolderOf(f.File), StringComparer.Ordinal))
            {
                var runnable = folder
                    .Where(f => found.Exists(it => it.File == f.File && it.Ok))
                    .ToDictionary(static f => f.Found.Definition!.Id, static f => f.Found.Definition!);
                plays.AddRange(Play(folder.Key, runnable, folder.Any(static f => f.WholeFolder)));
            }
        return new WorkflowCheck(found, plays);
    }

    private static (ProcessDefinition? Definition, string Hash, List<Problem> Problems) Read(string file)
    {
        var bytes = File.ReadAllBytes(file);
        var reading = BpmnReader.Read(bytes);
        var problems = reading.Definition is { } definition ? HostRules.Problems(definition) : reading.Problems;
        return (
            reading.Definition,
            Convert.ToHexStringLower(SHA256.HashData(bytes)),
            [.. problems.Select(static p => new Problem(p.Rule, p.ElementId, p.Line, p.Message, p.Cure))]
        );
    }

    private static string FolderOf(string file) => Path.GetDirectoryName(file) ?? "";

    /// <summary>Where one file of a folder was asked about, the scenarios of the others are none of its business.</summary>
    private static IEnumerable<ScenarioPlay> Play(
        string folder,
        Dictionary<string, ProcessDefinition> definitions,
        bool whole
    )
    {
        var beside = Path.Combine(folder, "scenarios");
        if (!Directory.Exists(beside))
            yield break;
        foreach (var file in Directory.GetFiles(beside, "*.json").Order(StringComparer.Ordinal))
        {
            var (scenario, problem) = Load(file);
            if (scenario is null)
                yield return new ScenarioPlay(file, null, Ok: false, null, problem);
            else if (definitions.TryGetValue(scenario.Process, out var definition))
                yield return Play(file, definition, scenario);
            else if (whole)
                yield return new ScenarioPlay(
                    file,
                    scenario.Process,
                    Ok: false,
                    null,
                    $"Expected a process of the folder without problems, but '{scenario.Process}' is none."
                );
        }
    }

    private static (Scenario? Scenario, string Problem) Load(string file)
    {
        try
        {
            return (Scenario.Load(file), "");
        }
        catch (Exception e) when (e is JsonException or FileNotFoundException)
        {
            return (null, e.Message);
        }
    }

    private static ScenarioPlay Play(string file, ProcessDefinition definition, Scenario scenario)
    {
        foreach (var step in new ScenarioPlayer(definition, scenario).Play())
            if (step.Failures.Count > 0)
                return new ScenarioPlay(
                    file,
                    definition.Id,
                    Ok: false,
                    step.Number,
                    $"{step.At.InZone(definition.Zone):uuuu-MM-dd HH:mm} {string.Join(' ', step.Failures)}"
                );
        return new ScenarioPlay(file, definition.Id, Ok: true, null, null);
    }
}
