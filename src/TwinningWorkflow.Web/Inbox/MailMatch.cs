using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Mail.Incoming;

namespace TwinningWorkflow.Web.Inbox;

/// <summary>To whom a message that came belongs.</summary>
/// <param name="Authority">Whose it is.</param>
/// <param name="Dossier">The dossier that it is about; null when nobody knows.</param>
/// <param name="Mail">The mail of ours that it answers or reports on; null when not known.</param>
internal sealed record MailMatch(string Authority, Guid? Dossier, MailRow? Mail)
{
    /// <summary>
    /// By what only those know who had a mail of ours: its Message-ID, the dossier's own address, the id of its thread. Nothing
    /// that can be counted or guessed leads anywhere, and what leads to no dossier is told to administrators alone.
    /// </summary>
    public static async Task<MailMatch?> FindAsync(
        TwinningDatabase database,
        IncomingMessage message,
        ImapOptions options,
        CancellationToken cancel
    )
    {
        if (await OursAsync(database, message.Report?.Messages ?? message.Answers, cancel) is { } mail)
            return new MailMatch(mail.AuthorityId, mail.DossierId, mail);
        // a server's report says what it is about in its own form, or a person must read it
        if (message.Report is null && await DossierAsync(database, message, cancel) is { } dossier)
            return new MailMatch(dossier.AuthorityId, dossier.Id, null);
        return await UnmatchedAsync(database, message, options, cancel) is { } authority
            ? new MailMatch(authority, null, null)
            : null;
    }

    /// <summary>The nearest of the messages named that is ours; of two that name none of a dossier the nearest too.</summary>
    private static async Task<MailRow?> OursAsync(
        TwinningDatabase database,
        IReadOnlyList<string> ids,
        CancellationToken cancel
    )
    {
        if (ids.Count == 0)
            return null;
        var found = await database.Mails.AsNoTracking().Where(row => ids.Contains(row.MessageId)).ToListAsync(cancel);
        return ids.Select(id => found.Find(row => row.MessageId == id))
            .OfType<MailRow>()
            .OrderBy(row => row.DossierId is null)
            .FirstOrDefault();
    }

    private static async Task<Dossier?> DossierAsync(
        TwinningDatabase database,
        IncomingMessage message,
        CancellationToken cancel
    )
    {
        var addresses = new DossierAddress(await AddressKey.ReadAsync(database, cancel));
        foreach (var recipient in message.Recipients)
            if (
                addresses.TryRead(recipient, out var named)
                && await database.Dossiers.AsNoTracking().SingleOrDefaultAsync(row => row.Id == named, cancel)
                    is { } dossier
            )
                return dossier;
        foreach (var id in message.Answers)
            if (OutgoingMail.DossierOf(id) is { } threaded)
            {
                var found = await (
                    from row in database.Dossiers.AsNoTracking()
                    join authority in database.Authorities on row.AuthorityId equals authority.Id
                    where row.Id == threaded
                    select new { Dossier = row, authority.MailFrom }
                ).SingleOrDefaultAsync(cancel);
                // the id of a thread is the authority's own, or it is somebody else's
                if (found is not null && MailAddress.DomainOf(found.MailFrom) == MailAddress.DomainOf(id))
                    return found.Dossier;
            }
        return null;
    }

    /// <summary>The authority to whose address it was written, else the one that the settings name, else the first; null when there is none.</summary>
    private static async Task<string?> UnmatchedAsync(
        TwinningDatabase database,
        IncomingMessage message,
        ImapOptions options,
        CancellationToken cancel
    )
    {
        var authorities = await database
            .Authorities.AsNoTracking()
            .OrderBy(row => row.Id)
            .Select(row => new { row.Id, row.MailFrom })
            .ToListAsync(cancel);
        var written = authorities.Find(row =>
            message.Recipients.Contains(row.MailFrom, StringComparer.OrdinalIgnoreCase)
        );
        return (written ?? authorities.Find(row => row.Id == options.Authority) ?? authorities.FirstOrDefault())?.Id;
    }
}
