using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>
/// Loads XML within caps, so that a hostile file costs little: no DTD, no entities; size, depth, elements and attributes are
/// counted before anything is parsed.
/// </summary>
internal static partial class XmlGuard
{
    /// <summary>Largest file, in bytes.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    private const int DeclarationLength = 200;

    // older modellers still write windows-1252
    static XmlGuard() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The document with line numbers, or the problem for which it is refused.</summary>
    public static (XDocument? Document, BpmnProblem? Problem) Load(ReadOnlyMemory<byte> file)
    {
        if (file.Length > MaxBytes)
            return Refused("file-too-large", 0, $"Expected at most {MaxBytes} bytes, but the file has {file.Length}.");
        var text = "";
        try
        {
            text = Decoded(file.Span);
            if (XmlCaps.Exceeded(text) is var (rule, line, message))
                return Refused(rule, line, message);
            var settings = new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                MaxCharactersInDocument = MaxBytes,
                CloseInput = true,
            };
            using var reader = XmlReader.Create(new StringReader(text), settings);
            return (XDocument.Load(reader, LoadOptions.SetLineInfo), null);
        }
        catch (XmlException e)
        {
            return text.IndexOf("<!DOCTYPE", StringComparison.Ordinal) is >= 0 and var at
                ? DocumentType(1 + text.AsSpan(0, at).Count('\n'))
                : Malformed(e.LineNumber, e.Message);
        }
        // an encoding that nobody knows, or bytes that are none of its characters
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return Malformed(1, e.Message);
        }
    }

    /// <summary>The text by its byte order mark, else by the encoding that it declares, else as UTF-8.</summary>
    private static string Decoded(ReadOnlySpan<byte> file)
    {
        var (encoding, mark) = file switch
        {
            [0xEF, 0xBB, 0xBF, ..] => ("utf-8", 3),
            [0xFF, 0xFE, ..] => ("utf-16", 2),
            [0xFE, 0xFF, ..] => ("utf-16BE", 2),
            [0x3C, 0x00, 0x3F, 0x00, ..] => ("utf-16", 0),
            [0x00, 0x3C, 0x00, 0x3F, ..] => ("utf-16BE", 0),
            _ => (Declared(file), 0),
        };
        return Encoding
            .GetEncoding(encoding, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
            .GetString(file[mark..]);
    }

    private static string Declared(ReadOnlySpan<byte> file)
    {
        var start = Encoding.Latin1.GetString(file[..Math.Min(file.Length, DeclarationLength)]);
        var declared = Declaration().Match(start);
        return declared.Success ? declared.Groups["encoding"].Value : "utf-8";
    }

    private static (XDocument?, BpmnProblem?) Refused(string rule, int line, string message) =>
        (null, new BpmnProblem(rule, "", line, message, "Split the process into smaller files."));

    private static (XDocument?, BpmnProblem?) DocumentType(int line) =>
        (
            null,
            new BpmnProblem(
                "malformed-xml",
                "",
                line,
                "Expected XML without a document type, but the file has one.",
                "Remove the DOCTYPE; a process file needs neither it nor entities."
            )
        );

    private static (XDocument?, BpmnProblem?) Malformed(int line, string message) =>
        (
            null,
            new BpmnProblem(
                "malformed-xml",
                "",
                line,
                "Expected well-formed XML without a document type, but " + message,
                "Export the file again from the modeller."
            )
        );

    // compiled ahead, as the engine that never backtracks cannot be: each start asks it, of a few hundred characters at most
    [GeneratedRegex(
        "^<\\?xml[^>]*\\sencoding\\s*=\\s*[\"'](?<encoding>[A-Za-z][A-Za-z0-9._-]*)[\"']",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Declaration();
}
