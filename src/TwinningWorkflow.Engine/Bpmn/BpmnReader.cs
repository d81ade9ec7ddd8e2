using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Xml.Linq;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>Reads a BPMN 2.0 file into a frozen definition, or refuses it with every problem by id, line and cure.</summary>
public static class BpmnReader
{
    /// <summary>The namespace of the extension elements.</summary>
    public const string ExtensionNamespace = "urn:twinningworkflow:bpmn:1";

    /// <summary>What may stand beside the process in a file: it is referred to, or says something to people only.</summary>
    private static readonly string[] Beside =
    [
        "process",
        "message",
        "error",
        "signal",
        "escalation",
        "itemDefinition",
        "interface",
        "category",
        "collaboration",
        "documentation",
        "extensionElements",
    ];

    /// <summary>Reads a file's bytes.</summary>
    /// <param name="file">The bytes as they stand on disk; their SHA-256 is the definition's hash.</param>
    /// <param name="host">What the host brings along; null for nothing.</param>
    /// <param name="process">The id of the process to run; null for the one executable that no other calls.</param>
    public static BpmnReading Read(ReadOnlyMemory<byte> file, HostAbilities? host = null, string? process = null) =>
        Read(file, new Reading(host ?? HostAbilities.None), process);

    /// <summary>
    /// Reads a file that was published before. Instances run it for years, so what later versions of this reader ask of new
    /// files in the interest of order is not asked of it.
    /// </summary>
    /// <param name="file">The bytes as they were published.</param>
    /// <param name="host">What the host brings along; null for nothing.</param>
    /// <param name="process">The id of the process to run; null for the one executable that no other calls.</param>
    public static BpmnReading ReadPublished(
        ReadOnlyMemory<byte> file,
        HostAbilities? host = null,
        string? process = null
    ) => Read(file, new Reading(host ?? HostAbilities.None) { IsPublished = true }, process);

    private static BpmnReading Read(ReadOnlyMemory<byte> file, Reading reading, string? process)
    {
        var (document, problem) = XmlGuard.Load(file);
        if (document?.Root is not { } root)
            return new BpmnReading(null, [problem!]);
        if (root.Name != Reading.Bpmn + "definitions")
        {
            reading.Refuse(
                root,
                "not-bpmn",
                $"Expected BPMN 2.0 definitions, but found {root.Name.LocalName}.",
                "Export the file as BPMN 2.0."
            );
            return new BpmnReading(null, [.. reading.Problems]);
        }
        ReferenceRules.Check(reading, root);
        FormatRules.MediaTypes(reading, root);
        ExtensionRules.Check(reading, root);
        Declarations(reading, root);
        CollaborationRules.Check(reading, root);
        var hash = Convert.ToHexStringLower(SHA256.HashData(file.Span));
        ProcessDefinition? definition = null;
        var calls = new CallGraph(reading, root);
        // where it is not clear which process runs, the problems of each are told
        foreach (var candidate in calls.Mains(process))
            if (calls.CalledFrom(candidate) is { } called)
                definition = new ProcessReader(reading, candidate, called, hash).Read();
        return new BpmnReading(
            definition,
            [.. reading.Problems.Distinct().OrderBy(p => p.Line).ThenBy(p => p.Rule, StringComparer.Ordinal)]
        );
    }

    private static void Declarations(Reading reading, XElement root)
    {
        foreach (var child in root.Elements().Where(Reading.IsBpmn))
        {
            switch (child.Name.LocalName)
            {
                case "message":
                    Declare(reading.Messages, child, "name");
                    if (reading.Labels(Reading.Extensions(child, "label")) is { IsEmpty: false } labels)
                        reading.MessageLabels[reading.Messages[Reading.Text(child, "id")]] = labels;
                    break;
                case "error":
                    Coded(reading, reading.Errors, child, "errorCode");
                    break;
                case "signal":
                    Declare(reading.Signals, child, "name");
                    break;
                case "escalation":
                    Coded(reading, reading.Escalations, child, "escalationCode");
                    break;
            }
            if (!Beside.Contains(child.Name.LocalName))
                reading.Unsupported(child, child.Name.LocalName);
        }
    }

    /// <summary>What does not say how it is called is called by its id.</summary>
    private static void Declare(Dictionary<string, string> declared, XElement element, string attribute)
    {
        var id = Reading.Text(element, "id");
        var called = Reading.Text(element, attribute);
        declared[id] = called.Length > 0 ? called : id;
    }

    private static void Coded(Reading reading, Dictionary<string, string> declared, XElement element, string attribute)
    {
        Declare(declared, element, attribute);
        if (Reading.Text(element, attribute).Length == 0)
            reading.WithoutCode.Add(Reading.Text(element, "id"));
    }
}
