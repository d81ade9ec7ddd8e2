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
    /// <summary>The dossier that it is about and that has no room for it; null for most.</summary>
    public Guid? MeantFor { get; init; }

    /// <summary>What a server reports of the mail as it was sent last; null when it reports nothing, or of something else.</summary>
    public DeliveryReport? Told { get; private init; }

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
        var key = await MailKey.ReadAsync(database, cancel);
        var ids = new MailIds(key);
        if (await OursAsync(database, ids, message.Report?.Messages ?? message.Answers, cancel) is var (mail, isLatest))
            return OfOurs(mail, isLatest, message.Report);
        // a server's report says what it is about in its own form, or a person must read it
        if (message.Report is null && await DossierAsync(database, key, message, cancel) is { } dossier)
            return new MailMatch(dossier.AuthorityId, dossier.Id, null);
        return await UnmatchedAsync(database, message, options, cancel) is { } authority
            ? new MailMatch(authority, null, null)
            : null;
    }

    /// <summary>
    /// What is reported of the sending before is filed and says nothing of the one now. A failure at an address to which the mail
    /// did not go is nobody's guess: forwarded or made up, a person reads it.
    /// </summary>
    private static MailMatch OfOurs(MailRow mail, bool isLatest, DeliveryReport? report)
    {
        if (report is null || !isLatest)
            return new MailMatch(mail.AuthorityId, mail.DossierId, mail);
        var isOfIt = report.Names(mail.ToAddress);
        return new MailMatch(
            mail.AuthorityId,
            isOfIt || report.Delivery != Delivery.Failed ? mail.DossierId : null,
            mail
        )
        {
            Told = isOfIt ? report : null,
        };
    }

    /// <summary>The nearest of the messages named that is ours; of two that name none of a dossier the nearest too.</summary>
    private static async Task<(MailRow Mail, bool IsLatest)?> OursAsync(
        TwinningDatabase database,
        MailIds ids,
        IReadOnlyList<string> named,
        CancellationToken cancel
    )
    {
        var known = named.Select(id => (Id: id, All: ids.Known(id))).Where(x => x.All.Count > 0).ToList();
        if (known.Count == 0)
            return null;
        var all = known.SelectMany(x => x.All).Distinct(StringComparer.Ordinal).ToList();
        var found = await database.Mails.AsNoTracking().Where(row => all.Contains(row.MessageId)).ToListAsync(cancel);
        return known
            .Select(x => (Mail: found.Find(row => x.All.Contains(row.MessageId)), x.Id))
            .Where(x => x.Mail is not null)
            .OrderBy(x => x.Mail!.DossierId is null)
            .Select(x => ((MailRow, bool)?)(x.Mail!, x.Mail!.MessageId == x.Id))
            .FirstOrDefault();
    }

    private static async Task<Dossier?> DossierAsync(
        TwinningDatabase database,
        byte[] key,
        IncomingMessage message,
        CancellationToken cancel
    )
    {
        var (addresses, ids) = (new DossierAddress(key), new MailIds(key));
        foreach (var recipient in message.Recipients)
            if (
                addresses.TryRead(recipient, out var named)
                && await database.Dossiers.AsNoTracking().SingleOrDefaultAsync(row => row.Id == named, cancel)
                    is { } dossier
            )
                return dossier;
        foreach (var id in message.Answers)
            if (
                ids.DossierOf(id) is { } threaded
                && await database.Dossiers.AsNoTracking().SingleOrDefaultAsync(row => row.Id == threaded, cancel)
                    is { } dossier
            )
                return dossier;
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
