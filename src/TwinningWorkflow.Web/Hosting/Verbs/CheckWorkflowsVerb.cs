using System.CommandLine;
using TwinningWorkflow.Engine.Bpmn;

namespace TwinningWorkflow.Web.Hosting.Verbs;

/// <summary>
/// <c>check-workflows [FOLDER or FILE ...]</c>: reads process files and lists every problem by line, element and cure. Exits
/// with 0 when all of them can run, 1 when one cannot, 2 when there is nothing to read.
/// </summary>
public static class CheckWorkflowsVerb
{
    private const int Fine = 0;
    private const int Problems = 1;
    private const int NothingToRead = 2;

    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "Process files, or folders of them; the folder workflows when not given.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var verb = new Command("check-workflows", "Checks process files and lists every problem with its cure.")
        {
            paths,
        };
        verb.SetAction(parsed =>
        {
            var given = parsed.GetValue(paths) is { Length: > 0 } some ? some : ["workflows"];
            return Run(given, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        });
        return verb;
    }

    private static int Run(IEnumerable<string> paths, TextWriter output, TextWriter error)
    {
        var read = 0;
        var refused = 0;
        foreach (var path in paths)
        {
            var files = Directory.Exists(path)
                ? Directory.GetFiles(path, "*.bpmn", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                : Enumerable.Repeat(path, 1);
            foreach (var file in files)
            {
                if (!File.Exists(file))
                {
                    error.WriteLine($"Expected a process file or a folder, but '{file}' is neither.");
                    return NothingToRead;
                }
                read++;
                if (!Check(file, output))
                    refused++;
            }
        }
        output.WriteLine($"{read} read, {refused} refused.");
        return read == 0 ? NothingToRead
            : refused > 0 ? Problems
            : Fine;
    }

    private static bool Check(string file, TextWriter output)
    {
        var reading = BpmnReader.Read(File.ReadAllBytes(file));
        foreach (var problem in reading.Problems)
        {
            output.WriteLine($"{file}({problem.Line}): {problem.ElementId}: {problem.Message} [{problem.Rule}]");
            output.WriteLine($"    {problem.Cure}");
        }
        if (reading.Definition is { } definition)
            output.WriteLine($"{file}: {definition.Id}, {definition.Nodes.Count} elements, {definition.Hash[..12]}");
        return reading.Definition is not null;
    }
}
