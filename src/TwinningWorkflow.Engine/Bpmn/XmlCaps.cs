using System.Buffers;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>
/// Counts what is in a text of XML without parsing it, since parsing is what a hostile file makes dear: an element with 100,000
/// attributes, or as many levels, cost more than a second. Of well-formed XML it sees what a parser sees; where a text is not
/// well-formed the parser stops and says so.
/// </summary>
internal static class XmlCaps
{
    /// <summary>Deepest nesting of elements.</summary>
    public const int MaxDepth = 64;

    /// <summary>Most elements in a file, drawing included.</summary>
    public const int MaxElements = 100_000;

    /// <summary>Most attributes of one element, names of namespaces included.</summary>
    public const int MaxAttributesOfOne = 100;

    /// <summary>Most attributes in a file.</summary>
    public const int MaxAttributes = 300_000;

    private static readonly SearchValues<char> InTag = SearchValues.Create(">=\"'");

    /// <summary>The first cap that is exceeded, with the line; null when all hold.</summary>
    public static (string Rule, int Line, string Message)? Exceeded(string text)
    {
        var depth = 0;
        var elements = 0;
        var attributes = 0;
        for (var at = text.IndexOf('<', StringComparison.Ordinal); at >= 0; at = Next(text, at))
        {
            var markup = text.AsSpan(at);
            if (markup.StartsWith("<!--"))
                at = After(text, at, "-->");
            else if (markup.StartsWith("<![CDATA["))
                at = After(text, at, "]]>");
            else if (markup.StartsWith("<?"))
                at = After(text, at, "?>");
            else if (markup.StartsWith("</"))
            {
                depth--;
                at++;
            }
            // a document type: the parser refuses it
            else if (markup.StartsWith("<!"))
                return null;
            else
            {
                var start = at;
                var own = Attributes(text, ref at);
                attributes += own;
                if (depth >= MaxDepth)
                    return Told("nested-too-deep", start, $"{MaxDepth} levels of elements");
                if (++elements > MaxElements)
                    return Told("too-many-elements", start, $"{MaxElements} elements");
                if (own > MaxAttributesOfOne)
                    return Told("too-many-attributes", start, $"{MaxAttributesOfOne} attributes of one element");
                if (attributes > MaxAttributes)
                    return Told("too-many-attributes", start, $"{MaxAttributes} attributes");
                if (at < 0 || text[at - 1] != '/')
                    depth++;
            }
            if (at < 0)
                return null;
        }
        return null;

        (string, int, string)? Told(string rule, int place, string most) =>
            (rule, text.AsSpan(0, place).Count('\n') + 1, $"Expected at most {most}, but there are more.");
    }

    private static int Next(string text, int at) => text.IndexOf('<', at);

    private static int After(string text, int at, string end)
    {
        var found = text.IndexOf(end, at, StringComparison.Ordinal);
        return found < 0 ? -1 : found + end.Length;
    }

    /// <summary>How many attributes the tag at a place has; the place becomes that of its end, -1 when it has none.</summary>
    private static int Attributes(string text, ref int at)
    {
        var count = 0;
        at++;
        while (true)
        {
            var step = text.AsSpan(at).IndexOfAny(InTag);
            at = step < 0 ? -1 : at + step;
            if (at < 0 || text[at] == '>')
                return count;
            if (text[at] == '=')
                count++;
            else
            {
                var quote = text.IndexOf(text[at], at + 1);
                if (quote < 0)
                {
                    at = -1;
                    return count;
                }
                at = quote;
            }
            at++;
        }
    }
}
