using Hangfire;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>
/// Writes, each hour and town by town, the letters to people that no one step leaves: the week, and what they come to answer for.
/// </summary>
public sealed class DeskLetters(
    IServiceScopeFactory scopes,
    WeeklyDigests weekly,
    BegunDuties begun,
    ILogger<DeskLetters> log
)
{
    [AutomaticRetry(Attempts = 0)]
    public async Task WriteDueAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TwinningDatabase>();
        foreach (var authority in await database.Authorities.AsNoTracking().ToListAsync(cancel))
        {
            await WriteOrLeaveAsync(
                authority,
                BegunDuties.Kind,
                () => begun.WriteDueAsync(database, authority, cancel)
            );
            await WriteOrLeaveAsync(
                authority,
                WeeklyDigests.Kind,
                () => weekly.WriteDueAsync(database, authority, cancel)
            );
        }
    }

    /// <summary>When something is due next, as far as that is known; null when nothing is.</summary>
    public async Task<Instant?> NextAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TwinningDatabase>();
        Instant? next = null;
        foreach (var authority in await database.Authorities.AsNoTracking().ToListAsync(cancel))
            next = new[]
            {
                next,
                await begun.NextAsync(database, authority, cancel),
                await weekly.NextAsync(database, authority, cancel),
            }.Min();
        return next;
    }

    /// <summary>One kind and one town must not keep the others waiting; the next hour tries again.</summary>
    private async Task WriteOrLeaveAsync(Authority authority, string kind, Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError(e, "Who is to get a letter ({Kind}) in {Authority} could not be found.", kind, authority.Id);
        }
    }
}
