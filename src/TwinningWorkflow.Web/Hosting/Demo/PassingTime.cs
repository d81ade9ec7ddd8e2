using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Jobs;

namespace TwinningWorkflow.Web.Hosting.Demo;

/// <summary>
/// Lets business time pass by hand: the clock goes from one due instant to the next, and what is due happens there, its mails
/// included. So a move over months leaves the very history that the months would have left; without the letters where none are wanted.
/// </summary>
internal sealed class PassingTime(
    DueWork due,
    OutboxJob mails,
    DeskLetters? letters,
    IDbContextFactory<TwinningDatabase> databases,
    Func<Instant, CancellationToken, Task> setClock
)
{
    /// <summary>When the next letter is due, by the people as they were when time began to pass.</summary>
    private Instant? letterAt;

    public async Task PassAsync(Instant until, CancellationToken cancel)
    {
        letterAt = letters is null ? null : await letters.NextAsync(cancel);
        while (await NextAsync(cancel) is { } next && next <= until)
            await StopAsync(next, cancel);
        await StopAsync(until, cancel);
    }

    private async Task StopAsync(Instant at, CancellationToken cancel)
    {
        await setClock(at, cancel);
        await due.RunAllDueAsync(cancel);
        if (letters is not null && letterAt <= at)
        {
            await letters.WriteDueAsync(cancel);
            letterAt = await letters.NextAsync(cancel);
        }
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
        return new[] { left, written, timer, letterAt }.Min();
    }
}
