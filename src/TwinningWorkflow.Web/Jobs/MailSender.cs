using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>
/// Sends what is due, at least once: send, then mark. A kill between the two sends one more copy under the same Message-ID;
/// the other order would lose a mail instead. A claim moves the next attempt out of every other node's sight for a while.
/// What is most urgent goes first; when the minute's share is used up, the rest waits for the next minute's run. The first that gets
/// through after an outage brings those forward that wait for nothing but the server.
/// </summary>
public sealed class MailSender(
    IDbContextFactory<TwinningDatabase> databases,
    IOptions<MailOptions> options,
    MailComposer composer,
    MailDigests digests,
    BusinessClock clock,
    MailRate rate,
    ILogger<MailSender> log
)
{
    private const int Batch = 200;

    /// <summary>Longer than any one send may take, so that only the dead lose their claim: see <see cref="MailOptions"/>.</summary>
    private static readonly Duration Claim = Duration.FromMinutes(15);

    private readonly MailMarks marks = new(databases, clock, log);

    /// <param name="heldBack">The authorities whose kept mail waits, but for what has been tried; see <see cref="MailDigests.HeldBackAsync"/>.</param>
    /// <param name="cancel">Ends the sending.</param>
    public async Task SendDueAsync(IReadOnlyList<string> heldBack, CancellationToken cancel)
    {
        await using var transport = MailTransport.Open(options.Value);
        SendOutcome.Unreachable? down = null;
        var hasLeave = false;
        var isThrough = false;
        while (await DueAsync(heldBack, cancel) is { Count: > 0 } due)
        {
            var people = new PeopleByDay(databases, clock.Now, digests.Catalog);
            foreach (var key in due)
            {
                // a leave that one mail did not need is the next one's
                hasLeave = hasLeave || down is not null || await rate.TakeAsync(cancel);
                if (!hasLeave)
                    return;
                var outcome = await SendAsync(key, transport, down, people, cancel);
                hasLeave = outcome is null;
                // once the server is found down the rest of what is due learns it without knocking again
                down = outcome as SendOutcome.Unreachable ?? down;
                if (isThrough || outcome is not SendOutcome.Sent)
                    continue;
                isThrough = true;
                // what came forward may be more urgent than the rest of these
                if (await marks.BringForwardAsync(cancel) > 0)
                    break;
            }
        }
    }

    private async Task<List<string>> DueAsync(IReadOnlyList<string> heldBack, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        await using var database = await databases.CreateDbContextAsync(cancel);
        var now = clock.Now;
        return await database
            .Mails.Where(row =>
                (row.Status == MailRow.Pending || row.Status == MailRow.Uncertain)
                && row.NextAttemptAt <= now
                && (row.KeptFor == null || row.Attempts > 0 || !heldBack.Contains(row.AuthorityId))
            )
            .OrderBy(row => row.DueOn == null)
            .ThenBy(row => row.DueOn)
            .ThenBy(row => row.NextAttemptAt)
            .ThenBy(row => row.Key)
            .Select(row => row.Key)
            .Take(Batch)
            .ToListAsync(cancel);
    }

    /// <summary>Null when another had it, or nobody needs it any more.</summary>
    private async Task<SendOutcome?> SendAsync(
        string key,
        MailTransport transport,
        SendOutcome.Unreachable? down,
        PeopleByDay people,
        CancellationToken cancel
    )
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        if (!await ClaimAsync(database, key, cancel))
            return null;
        var mail = await database.Mails.AsNoTracking().SingleAsync(row => row.Key == key, cancel);
        SendOutcome outcome;
        try
        {
            if (await MootAsync(database, mail, people, cancel) is { } reason)
            {
                await marks.MootAsync(database, mail, reason);
                return null;
            }
            outcome =
                down
                ?? await transport.SendAsync((await composer.ComposeAsync(database, mail, cancel)).ToMime(), cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // a message that cannot even be put together must not keep the others waiting
            log.LogError(e, "The mail {Key} could not be put together.", key);
            outcome = new SendOutcome.NotComposed(e.Message);
            // what was begun and not saved goes with it, and not with the mark
            database.ChangeTracker.Clear();
        }
        await marks.TellAsync(database, mail, outcome);
        return outcome;
    }

    /// <summary>Why it is not worth sending any more; null when it is. A digest says what of it still holds.</summary>
    private async Task<string?> MootAsync(
        TwinningDatabase database,
        MailRow mail,
        PeopleByDay people,
        CancellationToken cancel
    ) =>
        mail.Kind == MailDigests.Kind
            ? await digests.RefreshAsync(database, mail, people, cancel)
            : await Moot.ReasonAsync(database, mail, people, cancel);

    private async Task<bool> ClaimAsync(TwinningDatabase database, string key, CancellationToken cancel)
    {
        var now = clock.Now;
        var until = now + Claim;
        var claimed = await database
            .Mails.Where(row =>
                row.Key == key
                && (row.Status == MailRow.Pending || row.Status == MailRow.Uncertain)
                && row.NextAttemptAt <= now
            )
            .ExecuteUpdateAsync(
                row =>
                    row.SetProperty(it => it.NextAttemptAt, until)
                        .SetProperty(it => it.Attempts, it => it.Attempts + 1)
                        // every copy of one sending bears the same date
                        .SetProperty(it => it.DatedAt, it => it.DatedAt ?? now)
                        // in somebody's hands it waits for nothing; what was a fault of ours is counted by it
                        .SetProperty(
                            it => it.Error,
                            it => it.Error.StartsWith(SendOutcome.NotComposed.Start) ? it.Error : ""
                        ),
                cancel
            );
        return claimed == 1;
    }
}
