using System.Collections.Immutable;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>Reads a BPMN 2.0 file into a frozen definition, or refuses it with every problem by id, line and cure.</summary>
public static class BpmnReader
{
    /// <summary>The namespace of the extension elements.</summary>
    public const string ExtensionNamespace = "urn:twinningworkflow:bpmn:1";

    /// <summary>Reads a file's bytes.</summary>
    /// <param name="file">The bytes as they stand on disk; their SHA-256 is the definition's hash.</param>
    /// <param name="hostVariables">Variables that the host declares besides those of the file; null for none.</param>
    public static BpmnReading Read(
        ReadOnlyMemory<byte> file,
        ImmutableDictionary<string, DataType>? hostVariables = null
    ) => throw new NotSupportedException();
}
