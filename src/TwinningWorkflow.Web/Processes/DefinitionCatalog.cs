using TwinningWorkflow.Engine.Bpmn;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Web.Processes;

/// <summary>A published process file and the definition read from it.</summary>
public sealed record PublishedDefinition(ProcessDefinition Definition, int Version, NodaTime.Instant PublishedAt);

/// <summary>A file of the folder that was not published, and why.</summary>
public sealed record RefusedFile(string File, IReadOnlyList<BpmnProblem> Problems);

/// <summary>The published process definitions, held in memory by hash.</summary>
public sealed class DefinitionCatalog
{
    /// <summary>Files refused when this node started; the version published before them stays in force.</summary>
    public IReadOnlyList<RefusedFile> Refused => throw new NotSupportedException();

    /// <summary>Every version of every process, newest version first within a process.</summary>
    public IReadOnlyList<PublishedDefinition> All() => throw new NotSupportedException();

    /// <summary>The newest version of a process, or null when none was published.</summary>
    public PublishedDefinition? Latest(string processId) => throw new NotSupportedException();

    /// <summary>The definition that an instance runs; throws when it is unknown, which no instance's can be.</summary>
    public ProcessDefinition ByHash(string hash) => throw new NotSupportedException();

    /// <summary>The file's bytes, for the drawing.</summary>
    public Task<byte[]> FileAsync(string hash, CancellationToken cancel) => throw new NotSupportedException();

    /// <summary>Publishes the folder's files that are new and loads what was published before.</summary>
    public Task PublishAsync(string folder, CancellationToken cancel) => throw new NotSupportedException();
}
