using System.Collections.Immutable;
using TwinningWorkflow.Engine.Bpmn;

namespace TwinningWorkflow.Web.Processes;

/// <summary>A process file as it lies in the folder, and what was read from it.</summary>
public sealed record ProcessFile(string Name, ReadOnlyMemory<byte> Bytes, BpmnReading Reading);

/// <summary>
/// The folder of the process files. Reading begins at once, beside the start of everything else, of which it would else be a
/// good part.
/// </summary>
public sealed class ProcessFolder(string path)
{
    /// <summary>The files in the order of their names; fails when the folder cannot be read.</summary>
    public Task<ImmutableArray<ProcessFile>> Files { get; } = Task.Run(() => Read(path));

    private static ImmutableArray<ProcessFile> Read(string path) =>
        [
            .. Directory
                .EnumerateFiles(path, "*.bpmn")
                .Order(StringComparer.Ordinal)
                .Select(file =>
                {
                    var bytes = File.ReadAllBytes(file);
                    return new ProcessFile(Path.GetFileName(file), bytes, BpmnReader.Read(bytes));
                }),
        ];
}
