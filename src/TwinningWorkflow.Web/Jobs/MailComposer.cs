using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Mail.Templates;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>
/// Puts a message together as it leaves: with its files and calendar entries, in the words of the day on which it leaves, and with
/// the links that open for its reader alone. Those stand in no row, since all who work in a town can read its mail.
/// </summary>
public sealed class MailComposer(
    MailWriter writer,
    IOptions<MailOptions> options,
    MailLinks secrets,
    BusinessClock clock
)
{
    internal async Task<OutgoingMail> ComposeAsync(TwinningDatabase database, MailRow mail, CancellationToken cancel)
    {
        var authority = await database
            .Authorities.AsNoTracking()
            .SingleAsync(row => row.Id == mail.AuthorityId, cancel);
        if (await writer.RetellAsync(database, mail, clock.Now, cancel))
            await SaveAsync(database, mail, cancel);
        var files = new List<MailFile>();
        foreach (var attachment in mail.Attachments)
        {
            var file = await database
                .Files.AsNoTracking()
                .SingleAsync(row => row.AuthorityId == mail.AuthorityId && row.Hash == attachment.FileHash, cancel);
            files.Add(new MailFile(attachment.FileName, file.MediaType, file.Content));
        }
        var calendars = await CalendarsAsync(database, mail, cancel);
        for (var i = 0; i < calendars.Count; i++)
            files.Add(
                new MailFile(
                    CalendarEntry.FileNameOf(i),
                    CalendarEntry.MediaTypeOf(calendars[i]),
                    Encoding.UTF8.GetBytes(calendars[i])
                )
            );
        var links = await PersonalLinksAsync(database, mail, cancel);
        var key = await MailKey.ReadAsync(database, cancel);
        var ownSender = options.Value.From;
        return new OutgoingMail
        {
            MessageId = mail.MessageId,
            Date = (mail.DatedAt ?? clock.Now).ToDateTimeOffset(),
            FromName = authority.Name,
            FromAddress = ownSender.Length > 0 ? ownSender : authority.MailFrom,
            ReplyTo =
                AnswersTo(mail, key) is { } mailbox ? mailbox
                : ownSender.Length > 0 ? authority.MailFrom
                : "",
            ToName = mail.ToName,
            ToAddress = mail.ToAddress,
            Language = mail.Language,
            Subject = mail.Subject,
            Text = Personal(mail.Text, links, '\n'),
            Html = Personal(mail.Html, links, '"'),
            Files = files,
            Thread = mail.DossierId is { } dossier
                ? new MailIds(key).ThreadOf(dossier, MailAddress.DomainOf(authority.MailFrom))
                : "",
            Unsubscribe = UnsubscribeOf(mail, links),
        };
    }

    private static Task<int> SaveAsync(TwinningDatabase database, MailRow mail, CancellationToken cancel) =>
        database
            .Mails.Where(row => row.Key == mail.Key)
            .ExecuteUpdateAsync(
                row =>
                    row.SetProperty(it => it.Subject, mail.Subject)
                        .SetProperty(it => it.Text, mail.Text)
                        .SetProperty(it => it.Html, mail.Html)
                        .SetProperty(it => it.Content, mail.Content)
                        .SetProperty(it => it.DueOn, mail.DueOn)
                        .SetProperty(it => it.Calendar, mail.Calendar)
                        .SetProperty(it => it.CalendarSequence, mail.CalendarSequence),
                cancel
            );

    private static Uri? UnsubscribeOf(MailRow mail, IReadOnlyList<(string Page, string Link)> links) =>
        mail.Content.Length > 0 && DigestLine.Read(mail.Content).Unsubscribe is { } page
            ? links.Where(link => link.Page == page.AbsoluteUri).Select(link => new Uri(link.Link)).FirstOrDefault()
            : null;

    /// <param name="text">The text.</param>
    /// <param name="links">The addresses and what stands in their place.</param>
    /// <param name="end">What follows an address there: one may begin like another.</param>
    private static string Personal(string text, IReadOnlyList<(string Page, string Link)> links, char end) =>
        links.Aggregate(text, (told, link) => told.Replace(link.Page + end, link.Link + end, StringComparison.Ordinal));

    /// <summary>The addresses of pages that this reader's mail names, and in their place those that open for this reader alone.</summary>
    private async Task<IReadOnlyList<(string Page, string Link)>> PersonalLinksAsync(
        TwinningDatabase database,
        MailRow mail,
        CancellationToken cancel
    )
    {
        if (mail.PersonId is not { } person)
            return [];
        if (mail.Kind == MailChoices.Confirmation)
            return [(AddressOf(MailLinks.AddressPage), AddressOf(secrets.AddressPath(person, mail.ToAddress)))];
        var stop = (
            AddressOf(MailLinks.StopPage),
            AddressOf(secrets.StopPath(person, isWeekly: mail.Kind == WeeklyDigests.Kind))
        );
        var account = await database
            .Users.AsNoTracking()
            .Where(row => row.PersonId == person && !row.Disabled)
            .OrderBy(row => row.Id)
            .FirstOrDefaultAsync(cancel);
        if (account is null)
            return [stop];
        var told =
            mail.Kind == MailDigests.Kind
                ? MailDigests.LinesOf(database, mail.Key)
                : database.Mails.Where(row => row.Key == mail.Key);
        var tasks = await told.Where(row => row.TaskId > 0)
            .Where(row => !PlannedMail.TakingBack.Contains(row.Kind) && row.InstanceId != null)
            .Select(row => new { Instance = row.InstanceId!.Value, row.TaskId })
            .Distinct()
            .ToListAsync(cancel);
        return
        [
            stop,
            .. tasks.Select(task =>
                (
                    AddressOf(TaskPage.Of(task.Instance, task.TaskId)),
                    AddressOf(secrets.TaskPath(account, task.Instance, task.TaskId))
                )
            ),
        ];
    }

    private string AddressOf(string page) => options.Value.AddressOf(page).AbsoluteUri;

    /// <summary>
    /// Our own mailbox, where it is read: at the dossier's address, and of what is of no one dossier at its own, where the answer waits
    /// for a person. Null: answers go to the authority.
    /// </summary>
    private string? AnswersTo(MailRow mail, byte[] key)
    {
        var imap = options.Value.Imap;
        if (!imap.IsRead)
            return null;
        return imap.PlusAddress && mail.DossierId is { } dossier
            ? new DossierAddress(key).Write(imap.AddressOrUser, dossier)
            : imap.AddressOrUser;
    }

    /// <summary>The entries for the reader's calendar: its own, or of each deadline that a digest tells the latest.</summary>
    private static async Task<List<string>> CalendarsAsync(
        TwinningDatabase database,
        MailRow mail,
        CancellationToken cancel
    )
    {
        if (mail.Kind != MailDigests.Kind)
            return mail.Calendar.Length > 0 ? [mail.Calendar] : [];
        var told = await MailDigests
            .LinesOf(database, mail.Key)
            .Where(row => row.Calendar != "")
            .OrderBy(row => row.DueOn)
            .ThenBy(row => row.Key)
            .Select(row => new { row.CalendarSequence, row.Calendar })
            .ToListAsync(cancel);
        return
        [
            .. told.GroupBy(row => CalendarEntry.UidIn(row.Calendar), StringComparer.Ordinal)
                .Select(deadline => deadline.MaxBy(row => row.CalendarSequence)!.Calendar),
        ];
    }
}
