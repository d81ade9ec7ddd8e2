using System.Text;

namespace TwinningWorkflow.Web.Mail.Templates;

/// <summary>A mail's content as plain text, in lines of at most 76 characters; an address stays whole on its own line.</summary>
public static class TextLayout
{
    private const int Width = 76;

    public static string Write(MailContent content, MailWords words)
    {
        var text = new StringBuilder();
        Wrap(text, content.Action);
        Wrap(text, content.ByWhen);
        if (content.Dossier.Length > 0)
        {
            text.Append('\n');
            Wrap(text, content.Dossier);
        }
        if (content.Link is { } link)
            text.Append('\n').Append(link.Label).Append(":\n").Append(link.Address.AbsoluteUri).Append('\n');
        foreach (var section in content.Sections)
        {
            text.Append('\n');
            Wrap(text, section.Heading.ToUpper(System.Globalization.CultureInfo.InvariantCulture));
            foreach (var sentence in section.Sentences)
                Wrap(text, sentence);
            foreach (var line in section.Lines)
                Wrap(text, words["line", ("name", line.Name), ("value", line.Value)]);
            if (section.Link is { } there)
                text.Append(there.Label).Append(":\n").Append(there.Address.AbsoluteUri).Append('\n');
        }
        // the mark by which mail programs know a signature
        text.Append("\n-- \n");
        Wrap(text, content.About);
        if (content.Unsubscribe is { } stop)
            text.Append(stop.Label).Append(":\n").Append(stop.Address.AbsoluteUri).Append('\n');
        return text.ToString();
    }

    private static void Wrap(StringBuilder text, string sentence)
    {
        var column = 0;
        foreach (var word in MailAddress.OneLine(sentence).Split(' '))
        {
            if (column > 0 && column + 1 + word.Length > Width)
            {
                text.Append('\n');
                column = 0;
            }
            if (column > 0)
            {
                text.Append(' ');
                column++;
            }
            text.Append(word);
            column += word.Length;
        }
        text.Append('\n');
    }
}
