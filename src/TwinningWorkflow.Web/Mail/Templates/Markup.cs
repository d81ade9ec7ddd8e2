using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace TwinningWorkflow.Web.Mail.Templates;

/// <summary>
/// HTML that is safe to send: made from an interpolated string whose literal parts are ours and whose holes are escaped,
/// unless they hold markup already. There is no other way to make one.
/// </summary>
public readonly struct Markup
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private readonly string? html;

    private Markup(string html) => this.html = html;

    public static Markup Of(Writer writer) => new(writer.ToString());

    public static Markup Join(IEnumerable<Markup> parts) => new(string.Concat(parts));

    public override string ToString() => html ?? "";

    /// <summary>Collects the parts of an interpolated string.</summary>
    [InterpolatedStringHandler]
    public readonly struct Writer(int literalLength, int formattedCount)
    {
        private readonly StringBuilder html = new(literalLength + formattedCount * 32);

        public void AppendLiteral(string literal) => html.Append(literal);

        public void AppendFormatted(Markup value) => html.Append(value.ToString());

        public void AppendFormatted(string value) => html.Append(Encoder.Encode(value));

        public override string ToString() => html.ToString();
    }
}
