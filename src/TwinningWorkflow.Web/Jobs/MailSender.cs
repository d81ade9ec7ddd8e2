using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Mail.Templates;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>
/// Sends what is due, at least once: send, then mark. A kill between the two sends one more copy under the same Message-ID;
/// the other order would lose a mail instead. A claim moves the next attempt out of every other node's sight for a while.
/// What is most urgent goes first; when the minute's share is used up, the rest waits for the next minute's run.
/// </summary>
public sealed class MailSender(
    IDbContextFactory<TwinningDatabase> databases,
    IOptions<MailOptions> options,
    MailLinks secrets,
    BusinessClock clock,
    MailRate rate,
    ILogger<MailSender> log
)
{
    private const int Batch = 200;

    /// <summary>Longer than any one send may take, so that only the dead lose their claim.</summary>
    private static readonly Duration Claim = Duration.FromMinutes(5);

    private readonly MailMarks marks = new(clock, log);

    /// <param name="withKept">Also what was kept for an hour of a person's and has not been tried yet.</param>
    /// <param name="cancel">Ends the sending.</param>
    public async Task SendDueAsync(bool withKept, CancellationToken cancel)
    {
        await using var transport = MailTransport.Open(options.Value);
        SendOutcome.Unreachable? down = null;
        var hasLeave = false;
        while (await DueAsync(withKept, cancel) is { Count: > 0 } due)
        {
            var people = new PeopleByDay(databases, clock.Now);
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
            }
        }
    }

    private async Task<List<string>> DueAsync(bool withKept, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        await using var database = await databases.CreateDbContextAsync(cancel);
        var now = clock.Now;
        return await database
            .Mails.Where(row =>
                (row.Status == MailRow.Pending || row.Status == MailRow.Uncertain)
                && row.NextAttemptAt <= now
                && (withKept || row.KeptFor == null || row.Attempts > 0)
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
        if (await MootAsync(database, mail, people, cancel) is { } reason)
        {
            await marks.MootAsync(database, mail, reason);
            return null;
        }

        SendOutcome outcome;
        try
        {
            outcome = down ?? await transport.SendAsync((await ComposeAsync(database, mail, cancel)).ToMime(), cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // a message that cannot even be put together must not keep the others waiting
            log.LogError(e, "The mail {Key} could not be put together.", key);
            outcome = new SendOutcome.NotNow(e.Message);
        }
        await marks.TellAsync(database, mail, outcome);
        return outcome;
    }

    /// <summary>Why it is not worth sending any more; null when it is. A digest says what of it still holds.</summary>
    private static async Task<string?> MootAsync(
        TwinningDatabase database,
        MailRow mail,
        PeopleByDay people,
        CancellationToken cancel
    ) =>
        mail.Kind != MailDigests.Kind ? await Moot.ReasonAsync(database, mail, people, cancel)
        : await MailDigests.RefreshAsync(database, mail, people, cancel) ? null
        : Moot.TaskClosed;

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
                        .SetProperty(it => it.Attempts, it => it.Attempts + 1),
                cancel
            );
        return claimed == 1;
    }

    private async Task<OutgoingMail> ComposeAsync(TwinningDatabase database, MailRow mail, CancellationToken cancel)
    {
        var authority = await database
            .Authorities.AsNoTracking()
            .SingleAsync(row => row.Id == mail.AuthorityId, cancel);
        var files = new List<MailFile>();
        foreach (var attachment in mail.Attachments)
        {
            var file = await database
                .Files.AsNoTracking()
                .SingleAsync(row => row.AuthorityId == mail.AuthorityId && row.Hash == attachment.FileHash, cancel);
            files.Add(new MailFile(attachment.FileName, file.MediaType, file.Content));
        }
        foreach (var calendar in await CalendarsAsync(database, mail, cancel))
            files.Add(
                new MailFile(
                    CalendarEntry.FileName,
                    CalendarEntry.MediaTypeOf(calendar),
                    System.Text.Encoding.UTF8.GetBytes(calendar)
                )
            );
        var links = await PersonalLinksAsync(database, mail, cancel);
        var ownSender = options.Value.From;
        var domain = MailAddress.DomainOf(authority.MailFrom);
        return new OutgoingMail
        {
            MessageId = mail.MessageId,
            Date = mail.CreatedAt.ToDateTimeOffset(),
            FromName = authority.Name,
            FromAddress = ownSender.Length > 0 ? ownSender : authority.MailFrom,
            ReplyTo =
                await AnswersToAsync(database, mail, cancel) is { } mailbox ? mailbox
                : ownSender.Length > 0 ? authority.MailFrom
                : "",
            ToName = mail.ToName,
            ToAddress = mail.ToAddress,
            Language = mail.Language,
            Subject = mail.Subject,
            Text = Personal(mail.Text, links, '\n'),
            Html = Personal(mail.Html, links, '"'),
            Files = files,
            Thread = mail.DossierId is { } dossier ? OutgoingMail.ThreadOf(dossier, domain) : "",
            Unsubscribe = mail.Content.Length > 0 ? DigestLine.Read(mail.Content).Unsubscribe : null,
        };
    }

    /// <param name="text">The text.</param>
    /// <param name="links">The addresses and what stands in their place.</param>
    /// <param name="end">What follows an address there: one may begin like another.</param>
    private static string Personal(string text, IReadOnlyList<(string Page, string Link)> links, char end) =>
        links.Aggregate(text, (told, link) => told.Replace(link.Page + end, link.Link + end, StringComparison.Ordinal));

    /// <summary>
    /// The addresses of pages that this reader's mail names, and in their place those that open for this reader alone. They stand
    /// in no row: all who work in a town can read its mail.
    /// </summary>
    private async Task<IReadOnlyList<(string Page, string Link)>> PersonalLinksAsync(
        TwinningDatabase database,
        MailRow mail,
        CancellationToken cancel
    )
    {
        if (mail.PersonId is not { } person)
            return [];
        if (mail.Kind == MailChoices.Confirmation)
            return
            [
                (
                    DigestLine.Read(mail.Content).Link!.Address.AbsoluteUri,
                    options.Value.AddressOf(secrets.AddressPath(person, mail.ToAddress)).AbsoluteUri
                ),
            ];
        var account = await database
            .Users.AsNoTracking()
            .Where(row => row.PersonId == person && !row.Disabled)
            .OrderBy(row => row.Id)
            .FirstOrDefaultAsync(cancel);
        if (account is null)
            return [];
        var tasks = await database
            .Mails.Where(row => (row.Key == mail.Key || row.BundledIn == mail.Key) && row.TaskId > 0)
            .Where(row => row.Kind != PlannedMail.TaskGone && row.InstanceId != null)
            .Select(row => new { Instance = row.InstanceId!.Value, row.TaskId })
            .Distinct()
            .ToListAsync(cancel);
        return tasks.ConvertAll(task =>
            (
                options.Value.AddressOf(MailWriter.TaskPage(task.Instance, task.TaskId)).AbsoluteUri,
                options.Value.AddressOf(secrets.TaskPath(account, task.Instance, task.TaskId)).AbsoluteUri
            )
        );
    }

    /// <summary>Our own mailbox, where it is read, at the dossier's address; null: answers go to the authority.</summary>
    private async Task<string?> AnswersToAsync(TwinningDatabase database, MailRow mail, CancellationToken cancel)
    {
        var imap = options.Value.Imap;
        if (!imap.IsRead || mail.DossierId is not { } dossier)
            return null;
        return imap.PlusAddress
            ? new DossierAddress(await AddressKey.ReadAsync(database, cancel)).Write(imap.AddressOrUser, dossier)
            : imap.AddressOrUser;
    }

    /// <summary>The entries for the reader's calendar: its own, or those of all that a digest tells.</summary>
    private static async Task<List<string>> CalendarsAsync(
        TwinningDatabase database,
        MailRow mail,
        CancellationToken cancel
    ) =>
        mail.Kind != MailDigests.Kind
            ? (mail.Calendar.Length > 0 ? [mail.Calendar] : [])
            : await database
                .Mails.Where(row => row.BundledIn == mail.Key && row.Calendar != "")
                .OrderBy(row => row.DueOn)
                .ThenBy(row => row.Key)
                .Select(row => row.Calendar)
                .ToListAsync(cancel);
}
