using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Jobs;

namespace TwinningWorkflow.Web.Hosting.Demo;

/// <summary>
/// Lets business time pass by hand: the clock goes from one due instant to the next, and what is due happens there, its mails
/// included. So a move over months leaves the very history that the months would have left.
/// </summary>
internal sealed class PassingTime(
    DueWork due,
    OutboxJob mails,
    IDbContextFactory<TwinningDatabase> databases,
    Func<Instant, CancellationToken, Task> setClock
)
{
    public async Task PassAsync(Instant until, CancellationToken cancel)
    {
        while (await NextAsync(cancel) is { } next && next <= until)
            await StopAsync(next, cancel);
        await StopAsync(until, cancel);
    }

    private async Task StopAsync(Instant at, CancellationToken cancel)
    {
        await setClock(at, cancel);
        await due.RunAllDueAsync(cancel);
        await mails.DrainAsync(cancel);
    }

    /// <summary>The next timer, reminder or message to write or send. What fails is put off, so that this ends.</summary>
    private async Task<Instant?> NextAsync(CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        var left = await database
            .Outbox.Where(row => row.DoneAt == null && !row.Quarantined)
            .OrderBy(row => row.DueAt)
            .Select(row => (Instant?)row.DueAt)
            .FirstOrDefaultAsync(cancel);
        var written = await database
            .Mails.Where(row => row.Status == MailRow.Pending || row.Status == MailRow.Uncertain)
            .OrderBy(row => row.NextAttemptAt)
            .Select(row => (Instant?)row.NextAttemptAt)
            .FirstOrDefaultAsync(cancel);
        var timer = await due.NextDueAsync(cancel);
        return new[] { left, written, timer }.Min();
    }
}
