using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TwinningWorkflow.Web.Mail;

/// <summary>
/// The ids that our messages bear, and by which bounces and answers find back. Each is made from what the rows say, so that a
/// repeat bears the same, and ends in a mark under our own key: who knows the rows and not the message cannot make one up.
/// </summary>
/// <param name="key">Ours, which never changes: an answer may come years later.</param>
public sealed class MailIds(byte[] key)
{
    private const string ThreadStart = "dossier-";

    /// <summary>In hexadecimal digits. A mark can only be tried by sending us a mail for each guess.</summary>
    private const int MarkLength = 24;

    /// <summary>So often a person has one mail sent anew under an id of its own; later ones keep the last.</summary>
    private const int LastSending = 9;

    /// <summary>
    /// The Message-ID of a mail: every copy of one sending carries the same, so that a mail program shows a copy that a fault made
    /// only once.
    /// </summary>
    /// <param name="mail">The key of its row.</param>
    /// <param name="domain">Of the authority's mail.</param>
    public string MessageIdOf(string mail, string domain) => Sending(HandleOf(mail), 0, domain);

    /// <summary>The Message-ID with which a mail that had this one is sent anew, so that a late bounce of before is known as that.</summary>
    /// <param name="mail">The key of its row.</param>
    /// <param name="messageId">What it had.</param>
    public string Next(string mail, string messageId)
    {
        var at = messageId.LastIndexOf('@');
        var last = TryRead(messageId, out _, out var sending, out _) ? sending : 0;
        return Sending(HandleOf(mail), Math.Min(last + 1, LastSending), messageId[(at + 1)..]);
    }

    /// <summary>
    /// All ids under which the mail with this one may be known. None, when it has the form of ours and not our mark; the id itself,
    /// when it has another form, as those had that were sent before there was a mark.
    /// </summary>
    public IReadOnlyList<string> Known(string messageId)
    {
        if (!TryRead(messageId, out var handle, out _, out var domain))
            return [messageId];
        return IsMarked(messageId)
            ? [.. Enumerable.Range(0, LastSending + 1).Select(sending => Sending(handle, sending, domain))]
            : [];
    }

    /// <summary>
    /// The thread of a dossier: all its mails name it as the message that they follow, so that mail programs show them together
    /// and an answer tells where it belongs.
    /// </summary>
    public string ThreadOf(Guid dossier, string domain) => Marked($"{ThreadStart}{dossier:D}", domain);

    /// <summary>The dossier of a thread; null when it is none that we wrote.</summary>
    public Guid? DossierOf(string thread) =>
        thread.StartsWith(ThreadStart, StringComparison.Ordinal)
        && IsMarked(thread)
        && Guid.TryParseExact(
            thread.AsSpan(ThreadStart.Length, thread.IndexOf('.', StringComparison.Ordinal) - ThreadStart.Length),
            "D",
            out var dossier
        )
            ? dossier
            : null;

    private static string HandleOf(string mail) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(mail)))[..MarkLength];

    private string Sending(string handle, int sending, string domain) =>
        Marked(string.Create(CultureInfo.InvariantCulture, $"{handle}-{sending}"), domain);

    /// <summary>Whether an id has the form of a mail's, whoever wrote it.</summary>
    private static bool TryRead(string id, out string handle, out int sending, out string domain)
    {
        (handle, sending, domain) = ("", 0, "");
        const int number = MarkLength + 1;
        const int end = number + 2 + MarkLength;
        if (id.Length <= end || id[MarkLength] != '-' || id[number + 1] != '.' || id[end] != '@')
            return false;
        if (!char.IsAsciiDigit(id[number]) || !IsHex(id.AsSpan(0, MarkLength)))
            return false;
        (handle, sending, domain) = (id[..MarkLength], id[number] - '0', id[(end + 1)..]);
        return true;
    }

    private static bool IsHex(ReadOnlySpan<char> digits)
    {
        foreach (var digit in digits)
            if (!char.IsAsciiHexDigitLower(digit))
                return false;
        return true;
    }

    private string Marked(string local, string domain) => $"{local}.{MarkOf(local, domain)}@{domain}";

    private bool IsMarked(string id)
    {
        var dot = id.IndexOf('.', StringComparison.Ordinal);
        var at = id.IndexOf('@', StringComparison.Ordinal);
        return dot >= 0
            && at > dot
            && CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(id[(dot + 1)..at]),
                Encoding.UTF8.GetBytes(MarkOf(id[..dot], id[(at + 1)..]))
            );
    }

    /// <summary>The whole id but for the mark, the domain too: one authority's is none of another's.</summary>
    private string MarkOf(string local, string domain) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"id:{local}@{domain}")))[
            ..MarkLength
        ];
}
