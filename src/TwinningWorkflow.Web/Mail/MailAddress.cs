using System.Text.RegularExpressions;
using MimeKit;

namespace TwinningWorkflow.Web.Mail;

/// <summary>Addresses and one-line texts on their way into a header.</summary>
public static partial class MailAddress
{
    /// <summary>One address (name@domain) and nothing else: no display name, no list, no line break.</summary>
    public static bool IsValid(string address) =>
        address.Length is > 2 and <= 254
        && !address.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
        && MailboxAddress.TryParse(address, out var parsed)
        && parsed.Address == address
        && parsed.LocalPart.Length > 0
        && parsed.Domain.Length > 0;

    /// <summary>An address as those may see it who look after the mail: <c>g…@comune.test</c>.</summary>
    public static string Masked(string address) =>
        address.LastIndexOf('@') is var at and > 0 ? $"{address[..1]}…{address[at..]}" : "…";

    /// <summary>A text in which an address stands masked, as servers like to name it.</summary>
    public static string Mask(string text, string address) =>
        address.Length == 0 ? text : text.Replace(address, Masked(address), StringComparison.OrdinalIgnoreCase);

    /// <summary>A text in which every address stands masked.</summary>
    public static string MaskAll(string text) => Addresses().Replace(text, found => Masked(found.Value));

    [GeneratedRegex(
        """[^\s<>()\[\],;:"@]+@[^\s<>()\[\],;:"@]+""",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant
    )]
    private static partial Regex Addresses();

    /// <summary>What follows the @.</summary>
    public static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..];

    /// <summary>
    /// A text as a header may carry it: on one line, without control characters, and without the marks that turn the
    /// direction of writing, with which a name can be made to read as another.
    /// </summary>
    public static string OneLine(string text) =>
        string.Join(' ', new string([.. text.Select(Plain)]).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static char Plain(char c) =>
        char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069')
            ? ' '
            : c;
}
