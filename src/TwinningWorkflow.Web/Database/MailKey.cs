using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace TwinningWorkflow.Web.Database;

/// <summary>
/// The key under which the ids of our mails and the dossiers' own addresses are written. It is made once and never changes: an
/// answer may come years after the mail.
/// </summary>
public static class MailKey
{
    private const string Key = "mail-address-key";
    private const int Length = 32;

    /// <summary>The key; the first node that asks makes it.</summary>
    public static async Task<byte[]> ReadAsync(TwinningDatabase database, CancellationToken cancel)
    {
        if (await FindAsync(database, cancel) is { } found)
            return found;
        var made = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Length));
        // of two nodes that make one at once the first wins, for both
        await database.Database.ExecuteSqlAsync(
            $"INSERT INTO settings (key, value) VALUES ({Key}, {made}) ON CONFLICT (key) DO NOTHING",
            cancel
        );
        return await FindAsync(database, cancel)
            ?? throw new InvalidOperationException("Expected the key of our mail, but there is none.");
    }

    private static async Task<byte[]?> FindAsync(TwinningDatabase database, CancellationToken cancel) =>
        await database
            .Settings.AsNoTracking()
            .Where(row => row.Key == Key)
            .Select(row => row.Value)
            .SingleOrDefaultAsync(cancel)
            is { } value
            ? Convert.FromHexString(value)
            : null;
}
