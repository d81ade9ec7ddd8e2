using System.Text;
using MimeKit.Text;

namespace TwinningWorkflow.Web.Mail.Incoming;

/// <summary>Makes text of what a stranger sent that can be stored and shown: plain, of bounded length, without marks that mislead.</summary>
internal static class ReadableText
{
    private static readonly HashSet<string> Silent = new(StringComparer.OrdinalIgnoreCase)
    {
        "script",
        "style",
        "title",
        "template",
    };

    private static readonly HashSet<string> Breaking = new(StringComparer.OrdinalIgnoreCase)
    {
        "br",
        "p",
        "div",
        "tr",
        "li",
        "ul",
        "ol",
        "table",
        "blockquote",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    };

    public static string OneLine(string text, int longest) => Cut(MailAddress.OneLine(Whole(text)), longest);

    /// <summary>Lines as they are; control characters and marks that turn the direction of writing go.</summary>
    public static string Lines(string text, int longest)
    {
        var kept = new StringBuilder(Math.Min(text.Length, longest));
        foreach (var rune in Whole(text).ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (kept.Length >= longest)
                break;
            if (rune.Value is '\n' or '\t' || !IsHidden(rune))
                kept.Append(rune);
        }
        return Cut(kept.ToString().Trim(), longest);
    }

    /// <summary>What a person would read of HTML. Nothing of it is fetched, run or rendered.</summary>
    public static string OfHtml(string html)
    {
        var text = new StringBuilder();
        var tokens = new HtmlTokenizer(new StringReader(html));
        var silence = "";
        while (tokens.ReadNextToken(out var token))
            switch (token)
            {
                case HtmlTagToken tag when silence.Length > 0:
                    if (tag.IsEndTag && tag.Name.Equals(silence, StringComparison.OrdinalIgnoreCase))
                        silence = "";
                    break;
                case HtmlTagToken { IsEndTag: false, IsEmptyElement: false } tag when Silent.Contains(tag.Name):
                    silence = tag.Name;
                    break;
                case HtmlTagToken tag when Breaking.Contains(tag.Name):
                    Break(text);
                    break;
                case HtmlDataToken { Kind: HtmlTokenKind.Data } data when silence.Length == 0:
                    Append(text, data.Data);
                    break;
            }
        return text.ToString();
    }

    /// <summary>At most one empty line between two.</summary>
    private static void Break(StringBuilder text)
    {
        while (text.Length > 0 && text[^1] == ' ')
            text.Length--;
        if (text.Length > 0 && !(text.Length > 1 && text[^1] == '\n' && text[^2] == '\n'))
            text.Append('\n');
    }

    private static void Append(StringBuilder text, string data)
    {
        foreach (var c in data)
            if (!char.IsWhiteSpace(c))
                text.Append(c);
            else if (text.Length > 0 && text[^1] is not (' ' or '\n'))
                text.Append(' ');
    }

    /// <summary>Halves of characters, which no database takes, become the mark for what cannot be read.</summary>
    private static string Whole(string text)
    {
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            whole.Append(rune);
        return whole.ToString();
    }

    private static bool IsHidden(Rune rune) =>
        Rune.IsControl(rune) || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    private static string Cut(string text, int longest) =>
        text.Length <= longest ? text
        : char.IsHighSurrogate(text[longest - 1]) ? text[..(longest - 1)]
        : text[..longest];
}
