using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TwinningWorkflow.Web.Hosting.Verbs;

/// <summary>
/// <c>check-workflows [FOLDER or FILE ...]</c>: reads process files and lists every problem by line, element and cure, and with
/// <c>--scenarios</c> plays the scenarios beside them. Exits with 0 when all is well, 1 when something is not, 2 when there is
/// nothing to read.
/// </summary>
public static class CheckWorkflowsVerb
{
    private const int Fine = 0;
    private const int Problems = 1;
    private const int NothingToRead = 2;
    private const string AsJson = "json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        // it goes to a console or a file, never into a page
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "Process files, or folders of them; the folder workflows when not given.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var format = new Option<string>("--format")
        {
            Description = "How to print what was found.",
            DefaultValueFactory = static _ => "text",
        };
        format.AcceptOnlyFromAmong("text", AsJson);
        var scenarios = new Option<bool>("--scenarios") { Description = "Plays the scenarios beside the files too." };
        var verb = new Command("check-workflows", "Checks process files and lists every problem with its cure.")
        {
            paths,
            format,
            scenarios,
        };
        verb.SetAction(parsed =>
            Run(
                parsed.GetValue(paths) is { Length: > 0 } given ? given : ["workflows"],
                parsed.GetValue(format) == AsJson,
                parsed.GetValue(scenarios),
                parsed.InvocationConfiguration.Output,
                parsed.InvocationConfiguration.Error
            )
        );
        return verb;
    }

    private static int Run(string[] paths, bool json, bool scenarios, TextWriter output, TextWriter error)
    {
        if (paths.FirstOrDefault(static p => !Path.Exists(p)) is { } nowhere)
        {
            error.WriteLine($"Expected a process file or a folder, but '{nowhere}' is neither.");
            return NothingToRead;
        }
        var files = paths.SelectMany(FilesOf).DistinctBy(static f => Path.GetFullPath(f.File)).ToList();
        if (files.Count == 0)
        {
            error.WriteLine($"Expected process files in {string.Join(", ", paths)}, but there are none.");
            return NothingToRead;
        }
        WorkflowCheck found;
        try
        {
            found = WorkflowCheck.Of(files, scenarios);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error.WriteLine(e.Message);
            return NothingToRead;
        }
        if (json)
            output.WriteLine(JsonSerializer.Serialize(found, Json));
        else
            Write(found, scenarios, output);
        return found.Summary is { WithProblems: 0, Failed: 0 } ? Fine : Problems;
    }

    private static IEnumerable<(string File, bool WholeFolder)> FilesOf(string path) =>
        Directory.Exists(path)
            ? Directory
                .GetFiles(path, "*.bpmn", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(static file => (file, true))
            : [(path, false)];

    private static void Write(WorkflowCheck found, bool scenarios, TextWriter output)
    {
        foreach (var file in found.Files)
        {
            foreach (var problem in file.Problems)
            {
                output.WriteLine($"{file.File}({problem.Line}): {problem.Element}: {problem.Message} [{problem.Rule}]");
                output.WriteLine($"    {problem.Cure}");
            }
            if (file.Ok)
                output.WriteLine($"{file.File}: {file.Process}, {file.Hash[..12]}");
        }
        foreach (var play in found.Scenarios)
            output.WriteLine(
                play.Ok ? $"{play.File}: plays"
                : play.Step is { } step ? $"{play.File}: step {step}, {play.Message}"
                : $"{play.File}: {play.Message}"
            );
        var (files, problems, played, failed) = found.Summary;
        output.Write($"{files} read, {problems} with problems");
        output.WriteLine(scenarios ? $"; {played} scenarios played, {failed} failed." : ".");
    }
}
