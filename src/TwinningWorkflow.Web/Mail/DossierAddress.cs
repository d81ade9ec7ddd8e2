using System.Security.Cryptography;
using System.Text;

namespace TwinningWorkflow.Web.Mail;

/// <summary>
/// The address at which answers about one dossier come in: <c>local+token@domain</c>. The token is the dossier's id with a
/// check under our own key, so that a stranger cannot file into dossiers by counting.
/// </summary>
public sealed class DossierAddress(byte[] key)
{
    private const int IdLength = 16;
    private const int CheckLength = 6;
    private const int TokenLength = 36;

    /// <summary>What the left side of an address may have: RFC 5321.</summary>
    private const int LongestLocalPart = 64;

    /// <summary>Not the digits 0 and 1, which read as letters; capitals and small letters are the same, as mail servers treat them.</summary>
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>The dossier's own address at a mailbox; the mailbox's as it is where a token would make it too long.</summary>
    /// <param name="mailbox">The mailbox's address.</param>
    /// <param name="dossier">The dossier.</param>
    public string Write(string mailbox, Guid dossier)
    {
        var at = mailbox.LastIndexOf('@');
        return at + 1 + TokenLength > LongestLocalPart
            ? mailbox
            : $"{mailbox.AsSpan(0, at)}+{Token(dossier)}{mailbox.AsSpan(at)}";
    }

    /// <summary>The dossier that an address names; false when it has no token or one that we did not write.</summary>
    /// <param name="address">The address to which a message went.</param>
    /// <param name="dossier">The dossier.</param>
    public bool TryRead(string address, out Guid dossier)
    {
        dossier = Guid.Empty;
        var at = address.LastIndexOf('@');
        var plus = at < 0 ? -1 : address.LastIndexOf('+', at);
        if (plus < 0 || at - plus - 1 != TokenLength)
            return false;
        Span<byte> bytes = stackalloc byte[IdLength + CheckLength];
        if (!TryDecode(address.AsSpan(plus + 1, TokenLength), bytes))
            return false;
        var named = new Guid(bytes[..IdLength], bigEndian: true);
        if (!CryptographicOperations.FixedTimeEquals(Check(bytes[..IdLength]), bytes[IdLength..]))
            return false;
        dossier = named;
        return true;
    }

    private string Token(Guid dossier)
    {
        Span<byte> bytes = stackalloc byte[IdLength + CheckLength];
        dossier.TryWriteBytes(bytes, bigEndian: true, out _);
        Check(bytes[..IdLength]).CopyTo(bytes[IdLength..]);
        var token = new StringBuilder(TokenLength);
        for (var bit = 0; bit < bytes.Length * 8; bit += 5)
        {
            var value = 0;
            for (var i = bit; i < bit + 5; i++)
                value = (value << 1) | (i < bytes.Length * 8 ? (bytes[i / 8] >> (7 - (i % 8))) & 1 : 0);
            token.Append(Alphabet[value]);
        }
        return token.ToString();
    }

    private static bool TryDecode(ReadOnlySpan<char> token, Span<byte> bytes)
    {
        bytes.Clear();
        for (var i = 0; i < token.Length; i++)
        {
            var value = Alphabet.IndexOf(char.ToLowerInvariant(token[i]), StringComparison.Ordinal);
            if (value < 0)
                return false;
            for (var bit = 0; bit < 5; bit++)
            {
                if ((value & (16 >> bit)) == 0)
                    continue;
                var place = (i * 5) + bit;
                // what fills up the last letter is nothing: another letter there would be a second token for one dossier
                if (place >= bytes.Length * 8)
                    return false;
                bytes[place / 8] |= (byte)(128 >> (place % 8));
            }
        }
        return true;
    }

    private byte[] Check(ReadOnlySpan<byte> id) => HMACSHA256.HashData(key, id)[..CheckLength];
}
