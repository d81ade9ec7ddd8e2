using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>Writes into a mail's row what came of sending it, and when it is tried again or given up.</summary>
internal sealed class MailMarks(IDbContextFactory<TwinningDatabase> databases, BusinessClock clock, ILogger log)
{
    /// <summary>So often the line may break when the text was going, and a person asks the reader instead of a further copy.</summary>
    private const int MostUncertain = 3;

    /// <summary>The server was found away and nothing has got through since: one warning is enough for an outage.</summary>
    private int isAway;

    /// <summary>It is not worth sending any more.</summary>
    public Task MootAsync(TwinningDatabase database, MailRow mail, string reason) =>
        MarkAsync(database, mail, MailRow.Moot, null, reason);

    /// <summary>What came of handing it over.</summary>
    public async Task TellAsync(TwinningDatabase database, MailRow mail, SendOutcome outcome)
    {
        switch (outcome)
        {
            case SendOutcome.Sent:
                Interlocked.Exchange(ref isAway, 0);
                await MarkSentAsync(database, mail);
                break;
            case SendOutcome.NotComposed ours:
                await MarkNotComposedAsync(database, mail, ours);
                break;
            default:
                await MarkUnsentAsync(database, mail, outcome, await AgainAsync(database, mail));
                break;
        }
    }

    /// <summary>
    /// The first begins the count of attempts anew: how often the server was away says nothing of a fault of ours, of which a person
    /// hears the same day.
    /// </summary>
    private Task MarkNotComposedAsync(TwinningDatabase database, MailRow mail, SendOutcome.NotComposed ours)
    {
        var isAgain = mail.Error.StartsWith(SendOutcome.NotComposed.Start, StringComparison.Ordinal);
        var times = isAgain ? mail.Attempts : 1;
        var error = $"{SendOutcome.NotComposed.Start}: {Said(mail, ours.Reason)}";
        return RetrySchedule.After(times, RetrySchedule.LastOfOurs) is { } wait
            ? MarkAsync(database, mail, mail.Status, wait, error, times)
            : FailAsync(database, mail, MailIncidents.NotComposed, error);
    }

    /// <summary>What servers say names the address, and more people read it than may know where somebody wants to be written to.</summary>
    private static string Said(MailRow mail, string reason) =>
        mail.PersonId is null ? reason : MailAddress.Mask(reason, mail.ToAddress);

    /// <summary>
    /// The server takes mail again: what waits because it could not be reached is due, and begins its schedule anew, lest a server
    /// that comes and goes uses up its attempts. How many there were.
    /// </summary>
    public async Task<int> BringForwardAsync(CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        var now = clock.Now;
        return await database
            .Mails.Where(row =>
                (row.Status == MailRow.Pending || row.Status == MailRow.Uncertain)
                && row.NextAttemptAt > now
                && row.Attempts > 0
                && row.Error.StartsWith(SendOutcome.Unreachable.Start)
            )
            .ExecuteUpdateAsync(
                row => row.SetProperty(it => it.NextAttemptAt, now).SetProperty(it => it.Attempts, 1),
                cancel
            );
    }

    /// <summary>How long until it is tried again; null when it is given up.</summary>
    private async Task<Duration?> AgainAsync(TwinningDatabase database, MailRow mail) =>
        RetrySchedule.OfMail(
            mail.Attempts,
            // the calendar is asked for only where it decides
            mail.Attempts < RetrySchedule.LastOfMail
                || mail.DueOn is not { } last
                || clock.Today(await ZoneAsync(database, mail.AuthorityId)) > last
        );

    private static async Task<DateTimeZone> ZoneAsync(TwinningDatabase database, string authority) =>
        AuthorityCalendar
            .Of(await database.Authorities.Where(row => row.Id == authority).Select(row => row.Calendar).SingleAsync())
            .Zone;

    private Task MarkUnsentAsync(TwinningDatabase database, MailRow mail, SendOutcome outcome, Duration? again)
    {
        switch (outcome)
        {
            case SendOutcome.Refused refused:
                return FailAsync(database, mail, "mail-refused", Said(mail, refused.Reason));
            case SendOutcome.Uncertain uncertain when again is { } wait && mail.UncertainSendings + 1 < MostUncertain:
                mail.UncertainSendings++;
                return MarkAsync(database, mail, MailRow.Uncertain, wait, Said(mail, uncertain.Reason));
            case SendOutcome.NotNow notNow when again is { } wait:
                return MarkAsync(database, mail, mail.Status, wait, Said(mail, notNow.Reason));
            case SendOutcome.Unreachable unreachable when again is { } wait:
                if (Interlocked.Exchange(ref isAway, 1) == 0)
                    log.LogWarning("Mail waits: {Reason}", Said(mail, unreachable.Reason));
                return MarkAsync(database, mail, mail.Status, wait, Said(mail, unreachable.Reason));
            case SendOutcome.Uncertain uncertain:
                return FailAsync(database, mail, "mail-uncertain", Said(mail, uncertain.Reason));
            case SendOutcome.NotNow notNow:
                return FailAsync(database, mail, "mail-gave-up", Said(mail, notNow.Reason));
            case SendOutcome.Unreachable unreachable:
                return FailAsync(database, mail, "mail-gave-up", Said(mail, unreachable.Reason));
            default:
                throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null);
        }
    }

    // what has left is marked even while the application stops: an unmarked one would go again
    private async Task MarkSentAsync(TwinningDatabase database, MailRow mail)
    {
        var now = clock.Now;
        await database
            // a report that came faster than the mark stays
            .Mails.Where(row => row.Key == mail.Key && row.Status != MailRow.Sent && row.Status != MailRow.Bounced)
            .ExecuteUpdateAsync(row =>
                row.SetProperty(it => it.Status, MailRow.Sent)
                    .SetProperty(it => it.SentAt, now)
                    .SetProperty(it => it.Error, "")
            );
    }

    private async Task<bool> MarkAsync(
        TwinningDatabase database,
        MailRow mail,
        string status,
        Duration? wait,
        string error,
        int? attempts = null
    )
    {
        var counted = attempts ?? mail.Attempts;
        var next = wait is { } given ? clock.Now + given : mail.NextAttemptAt;
        // nobody can have one whose text never went: when it goes, it is dated then
        var dated = status == MailRow.Pending ? null : mail.DatedAt;
        // by its attempt: who lost the claim and comes late must not overwrite what its successor found
        var marked = await database
            .Mails.Where(row =>
                row.Key == mail.Key
                && row.Attempts == mail.Attempts
                && row.Status != MailRow.Sent
                && row.Status != MailRow.Bounced
            )
            .ExecuteUpdateAsync(row =>
                row.SetProperty(it => it.Status, status)
                    .SetProperty(it => it.NextAttemptAt, next)
                    .SetProperty(it => it.Attempts, counted)
                    .SetProperty(it => it.DatedAt, dated)
                    .SetProperty(it => it.UncertainSendings, mail.UncertainSendings)
                    .SetProperty(it => it.Error, error)
            );
        return marked == 1;
    }

    private async Task FailAsync(TwinningDatabase database, MailRow mail, string code, string reason)
    {
        log.LogError("The mail {Key} failed: {Reason}", mail.Key, reason);
        await using var transaction = await database.Database.BeginTransactionAsync();
        mail.Error = reason;
        if (!await MarkAsync(database, mail, MailRow.Failed, null, reason))
            return;
        await MailIncidents.RaiseAsync(
            database,
            MailIncidents.Of(mail, code, clock.Now),
            mail.RecipientCode,
            CancellationToken.None
        );
        await database.SaveChangesAsync();
        await transaction.CommitAsync();
    }
}
