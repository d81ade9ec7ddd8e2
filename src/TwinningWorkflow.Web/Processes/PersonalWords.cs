using System.Security.Cryptography;
using System.Text;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Processes;

/// <summary>Personal data on its way in: the words go to an erasable row, the history gets a salted hash.</summary>
public static class PersonalWords
{
    private const int SaltLength = 32;

    public static (PersonalValue Row, DataValue Reference) Keep(
        string authority,
        Guid dossier,
        string words,
        DateTimeOffset at
    )
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        var row = new PersonalValue
        {
            Reference = Guid.CreateVersion7(at),
            AuthorityId = authority,
            DossierId = dossier,
            Salt = salt,
            Value = words,
        };
        return (row, new DataValue.Personal(row.Reference.ToString(), SaltedHash(salt, words)));
    }

    /// <summary>SHA-256 of the salt followed by the words as UTF-8, lower-case hex.</summary>
    public static string SaltedHash(byte[] salt, string words) =>
        Convert.ToHexStringLower(SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(words)]));
}
