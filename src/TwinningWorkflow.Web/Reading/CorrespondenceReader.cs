using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Mail.Incoming;

namespace TwinningWorkflow.Web.Reading;

/// <summary>A page of what came by mail.</summary>
/// <param name="Mails">The messages.</param>
/// <param name="Total">How many there are in all.</param>
/// <param name="Number">Which page, from 1.</param>
/// <param name="Pages">How many there are.</param>
public sealed record ReceivedPage(IReadOnlyList<ReceivedMail> Mails, int Total, int Number, int Pages);

/// <summary>
/// Reads what came by mail. What is filed with a dossier is read by whoever reads the dossier; what belongs to none may be
/// anybody's, and only those who oversee the town see it.
/// </summary>
public sealed class CorrespondenceReader(TwinningDatabase database, MailPrivacy privacy)
{
    private const int PageSize = 25;

    /// <summary>A page of what is filed with a dossier, the latest first; one that is not there is the nearest that is.</summary>
    public Task<ReceivedPage> PageAsync(SignedIn me, Guid dossier, int number, CancellationToken cancel) =>
        PageAsync(me, LatestFirst(Filed(me, dossier)), number, cancel);

    /// <summary>How many messages are filed with a dossier.</summary>
    public Task<int> CountAsync(SignedIn me, Guid dossier, CancellationToken cancel) =>
        Filed(me, dossier).CountAsync(cancel);

    /// <summary>What is filed with a dossier, the latest first.</summary>
    public Task<IReadOnlyList<ReceivedMail>> OfDossierAsync(
        SignedIn me,
        Guid dossier,
        int skip,
        int take,
        CancellationToken cancel
    ) => ReadAsync(me, LatestFirst(Filed(me, dossier)), skip, take, cancel);

    public async Task<ReceivedMail?> FindAsync(SignedIn me, Guid received, CancellationToken cancel)
    {
        var found = await database
            .ReceivedMails.AsNoTracking()
            .SingleOrDefaultAsync(x => x.Id == received && x.AuthorityId == me.Authority, cancel);
        if (found is null || (found.DossierId is null && !me.Oversees))
            return null;
        await privacy.HideSendersAsync(me, [found], cancel);
        return found;
    }

    /// <summary>
    /// May this person have a file that came? What may quote a mail of ours, with the links that open for its reader alone or the
    /// address that a server reports on, is for those who oversee the town.
    /// </summary>
    public static bool MayHave(SignedIn me, ReceivedMail mail, ReceivedFile file) =>
        file.FileHash.Length > 0
        && (me.Oversees || (mail.Kind != ReceivedMail.Bounce && !IncomingFile.MayQuote(file.FileName)));

    private IQueryable<ReceivedMail> Filed(SignedIn me, Guid dossier) =>
        database.ReceivedMails.AsNoTracking().Where(x => x.DossierId == dossier && x.AuthorityId == me.Authority);

    /// <summary>A page of what waits for somebody to say where it belongs, the oldest first.</summary>
    public Task<ReceivedPage> UnmatchedAsync(SignedIn me, int number, CancellationToken cancel) =>
        PageAsync(
            me,
            Without(me.Authority)
                .Where(x =>
                    x.Kind == ReceivedMail.Unmatched
                    || x.Kind == ReceivedMail.Full
                    // what was told of our mail asks for nothing more, unless its dossier has no room for it
                    || (x.Kind == ReceivedMail.Bounce && (!x.IsTold || x.MeantFor != null))
                )
                .OrderBy(x => x.ReceivedAt)
                .ThenBy(x => x.Uid)
                .ThenBy(x => x.Id),
            number,
            cancel
        );

    /// <summary>A page of what machines wrote about nothing that waits for a person, and of what was left: the latest first.</summary>
    public Task<ReceivedPage> QuietAsync(SignedIn me, int number, CancellationToken cancel) =>
        PageAsync(
            me,
            LatestFirst(
                Without(me.Authority)
                    .Where(x =>
                        x.Kind == ReceivedMail.AutoReply
                        || x.Kind == ReceivedMail.Left
                        || (x.Kind == ReceivedMail.Bounce && x.IsTold && x.MeantFor == null)
                    )
            ),
            number,
            cancel
        );

    /// <summary>How far our mailboxes have been read.</summary>
    public async Task<IReadOnlyList<MailboxRow>> MailboxesAsync(CancellationToken cancel) =>
        await database.Mailboxes.AsNoTracking().OrderBy(x => x.Name).ToListAsync(cancel);

    private IQueryable<ReceivedMail> Without(string authority) =>
        database.ReceivedMails.AsNoTracking().Where(x => x.AuthorityId == authority && x.DossierId == null);

    private static IOrderedQueryable<ReceivedMail> LatestFirst(IQueryable<ReceivedMail> mails) =>
        mails.OrderByDescending(x => x.ReceivedAt).ThenByDescending(x => x.Uid).ThenByDescending(x => x.Id);

    private async Task<ReceivedPage> PageAsync(
        SignedIn me,
        IOrderedQueryable<ReceivedMail> mails,
        int number,
        CancellationToken cancel
    )
    {
        var total = await mails.CountAsync(cancel);
        var pages = PageCount.Of(total, PageSize);
        var shown = Math.Clamp(number, 1, pages);
        return new ReceivedPage(
            await ReadAsync(me, mails, (shown - 1) * PageSize, PageSize, cancel),
            total,
            shown,
            pages
        );
    }

    private async Task<IReadOnlyList<ReceivedMail>> ReadAsync(
        SignedIn me,
        IOrderedQueryable<ReceivedMail> mails,
        int skip,
        int take,
        CancellationToken cancel
    )
    {
        var found = await mails.Skip(skip).Take(take).ToListAsync(cancel);
        await privacy.HideSendersAsync(me, found, cancel);
        return found;
    }
}
