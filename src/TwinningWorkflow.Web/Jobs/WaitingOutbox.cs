using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>Outbox rows of one kind: what is due is done one after the other, the oldest first, until nothing is.</summary>
internal sealed class WaitingOutbox(string kind, IDbContextFactory<TwinningDatabase> databases, BusinessClock clock)
{
    private const int Batch = 100;

    /// <summary>Tries what is due; one that fails must be put off, or it is tried without end.</summary>
    /// <param name="attempt">Does what a row asks for; true when it is done.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <param name="instance">Only what concerns this instance; null for all.</param>
    /// <returns>How many were done.</returns>
    public async Task<int> DrainAsync(
        Func<OutboxRow, Task<bool>> attempt,
        CancellationToken cancel,
        Guid? instance = null
    )
    {
        var done = 0;
        while (await DueAsync(instance, cancel) is { Count: > 0 } due)
            foreach (var row in due)
                if (await attempt(row))
                    done++;
        return done;
    }

    /// <summary>It is done.</summary>
    public async Task EndAsync(OutboxRow row, CancellationToken cancel)
    {
        var now = clock.Now;
        await using var database = await databases.CreateDbContextAsync(cancel);
        await database
            .Outbox.Where(it => it.Key == row.Key && it.DoneAt == null)
            .ExecuteUpdateAsync(it => it.SetProperty(outbox => outbox.DoneAt, now), cancel);
    }

    private async Task<List<OutboxRow>> DueAsync(Guid? instance, CancellationToken cancel)
    {
        var now = clock.Now;
        await using var database = await databases.CreateDbContextAsync(cancel);
        var waiting = database.Outbox.AsNoTracking().Where(row => row.Kind == kind && row.DoneAt == null);
        if (instance is { } one)
            waiting = waiting.Where(row => row.InstanceId == one);
        return await waiting
            .Where(row => row.DueAt <= now && !row.Quarantined)
            .OrderBy(row => row.DueAt)
            .ThenBy(row => row.Key)
            .Take(Batch)
            .ToListAsync(cancel);
    }
}
