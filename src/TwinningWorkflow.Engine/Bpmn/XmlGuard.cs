using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>Loads XML within caps, so that a hostile file costs little: no DTD, no entities, size, depth and count bounded.</summary>
internal static class XmlGuard
{
    /// <summary>Largest file, in bytes.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Deepest nesting of elements; checked while reading, since a tree of 40,000 levels is slow to build.</summary>
    public const int MaxDepth = 64;

    /// <summary>Most elements in a file, drawing included.</summary>
    public const int MaxElements = 100_000;

    // older modellers still write windows-1252
    static XmlGuard() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The document with line numbers, or the problem for which it is refused.</summary>
    public static (XDocument? Document, BpmnProblem? Problem) Load(ReadOnlyMemory<byte> file)
    {
        if (file.Length > MaxBytes)
            return Refused("file-too-large", 0, $"Expected at most {MaxBytes} bytes, but the file has {file.Length}.");
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = MaxBytes,
            CloseInput = true,
        };
        try
        {
            // a first pass only counts; the tree is built when the caps hold
            using (var counting = XmlReader.Create(new MemoryStream(file.ToArray(), writable: false), settings))
            {
                var elements = 0;
                while (counting.Read())
                {
                    if (counting.NodeType != XmlNodeType.Element)
                        continue;
                    var line = ((IXmlLineInfo)counting).LineNumber;
                    if (counting.Depth >= MaxDepth)
                        return Refused(
                            "nested-too-deep",
                            line,
                            $"Expected at most {MaxDepth} levels of elements, but there are more."
                        );
                    if (++elements > MaxElements)
                        return Refused(
                            "too-many-elements",
                            line,
                            $"Expected at most {MaxElements} elements, but there are more."
                        );
                }
            }
            using var reader = XmlReader.Create(new MemoryStream(file.ToArray(), writable: false), settings);
            return (XDocument.Load(reader, LoadOptions.SetLineInfo), null);
        }
        catch (XmlException e)
        {
            return (
                null,
                new BpmnProblem(
                    "malformed-xml",
                    "",
                    e.LineNumber,
                    "Expected well-formed XML without a document type, but " + e.Message,
                    "Export the file again from the modeller."
                )
            );
        }
    }

    private static (XDocument?, BpmnProblem?) Refused(string rule, int line, string message) =>
        (null, new BpmnProblem(rule, "", line, message, "Split the process into smaller files."));
}
