using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Mail;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>
/// How many mails may still leave in this minute, on all nodes together. It protects a real server and goes by the system's
/// clock: a demonstration that leaps a month must not send a month's mail in a second.
/// </summary>
public sealed class MailRate(
    IDbContextFactory<TwinningDatabase> databases,
    IOptions<MailOptions> options,
    TimeProvider system
)
{
    private const string Key = "mail-minute";

    /// <summary>Takes leave for one mail; false when this minute has no more. Never waits.</summary>
    public async Task<bool> TakeAsync(CancellationToken cancel)
    {
        var most = options.Value.PerMinute;
        if (most == 0)
            return true;
        await using var database = await databases.CreateDbContextAsync(cancel);
        while (true)
        {
            var stored = await database
                .Settings.AsNoTracking()
                .Where(row => row.Key == Key)
                .Select(row => row.Value)
                .SingleOrDefaultAsync(cancel);
            var (minute, used) = Current(stored);
            if (used >= most)
                return false;
            var next = string.Create(CultureInfo.InvariantCulture, $"{minute}:{used + 1}");
            if (await ReplaceAsync(database, stored, next, cancel))
                return true;
            // another node took one at the same moment: it got on, and we look again
        }
    }

    private (long Minute, int Used) Current(string? stored)
    {
        var now = system.GetUtcNow().ToUnixTimeSeconds() / 60;
        var parts = stored?.Split(':');
        if (
            parts is not { Length: 2 }
            || !long.TryParse(parts[0], CultureInfo.InvariantCulture, out var minute)
            || !int.TryParse(parts[1], CultureInfo.InvariantCulture, out var used)
        )
            return (now, 0);
        // a node whose clock is a little behind counts into the minute of the one ahead; a leap is none of ours
        return minute == now || minute == now + 1 ? (minute, used) : (now, 0);
    }

    private static async Task<bool> ReplaceAsync(
        TwinningDatabase database,
        string? stored,
        string next,
        CancellationToken cancel
    )
    {
        var replaced = stored is null
            ? await database.Database.ExecuteSqlAsync(
                $"INSERT INTO settings (key, value) VALUES ({Key}, {next}) ON CONFLICT (key) DO NOTHING",
                cancel
            )
            : await database
                .Settings.Where(row => row.Key == Key && row.Value == stored)
                .ExecuteUpdateAsync(row => row.SetProperty(it => it.Value, next), cancel);
        return replaced == 1;
    }
}
