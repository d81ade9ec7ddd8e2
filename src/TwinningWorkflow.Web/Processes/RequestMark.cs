using System.Security.Cryptography;
using System.Text;

namespace TwinningWorkflow.Web.Processes;

/// <summary>
/// By what a repeat of a request is known. What was asked may be a name and little else, and a plain hash of it could be guessed
/// or found again under another key: each row has a salt of its own, which is also the key of its hash.
/// </summary>
internal static class RequestMark
{
    private const int SaltBytes = 16;

    /// <summary>A mark of what was asked, another each time.</summary>
    public static string Of(string asked)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return $"{Convert.ToHexStringLower(salt)}.{Convert.ToHexStringLower(Hash(salt, asked))}";
    }

    public static bool IsOf(string mark, string asked) =>
        mark.Split('.') is [var salt, var hash]
        && CryptographicOperations.FixedTimeEquals(
            Hash(Convert.FromHexString(salt), asked),
            Convert.FromHexString(hash)
        );

    private static byte[] Hash(byte[] salt, string asked) => HMACSHA256.HashData(salt, Encoding.UTF8.GetBytes(asked));
}
