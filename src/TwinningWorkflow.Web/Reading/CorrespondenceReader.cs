using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Reading;

/// <summary>
/// Reads what came by mail. What is filed with a dossier is read by whoever reads the dossier; what belongs to none may be
/// anybody's, and only those who oversee the town see it.
/// </summary>
public sealed class CorrespondenceReader(TwinningDatabase database)
{
    /// <summary>What is filed with a dossier, the latest first; without its text.</summary>
    public async Task<IReadOnlyList<ReceivedMail>> OfDossierAsync(
        string authority,
        Guid dossier,
        CancellationToken cancel
    ) =>
        await database
            .ReceivedMails.AsNoTracking()
            .Where(x => x.DossierId == dossier && x.AuthorityId == authority)
            .OrderByDescending(x => x.ReceivedAt)
            .ThenByDescending(x => x.Uid)
            .ToListAsync(cancel);

    public async Task<ReceivedMail?> FindAsync(SignedIn me, Guid received, CancellationToken cancel) =>
        await database
            .ReceivedMails.AsNoTracking()
            .SingleOrDefaultAsync(x => x.Id == received && x.AuthorityId == me.Authority, cancel)
            is { } found
        && (found.DossierId is not null || me.Oversees)
            ? found
            : null;

    /// <summary>What waits for somebody to say where it belongs, the oldest first.</summary>
    public async Task<IReadOnlyList<ReceivedMail>> UnmatchedAsync(
        string authority,
        int most,
        CancellationToken cancel
    ) =>
        await Without(authority)
            .Where(x => x.Kind == ReceivedMail.Unmatched || x.Kind == ReceivedMail.Bounce)
            .OrderBy(x => x.ReceivedAt)
            .Take(most)
            .ToListAsync(cancel);

    /// <summary>What machines wrote about nothing that we know, and what was left: the latest first.</summary>
    public async Task<IReadOnlyList<ReceivedMail>> QuietAsync(string authority, int most, CancellationToken cancel) =>
        await Without(authority)
            .Where(x => x.Kind == ReceivedMail.AutoReply || x.Kind == ReceivedMail.Left)
            .OrderByDescending(x => x.ReceivedAt)
            .Take(most)
            .ToListAsync(cancel);

    /// <summary>How far our mailboxes have been read.</summary>
    public async Task<IReadOnlyList<MailboxRow>> MailboxesAsync(CancellationToken cancel) =>
        await database.Mailboxes.AsNoTracking().OrderBy(x => x.Name).ToListAsync(cancel);

    private IQueryable<ReceivedMail> Without(string authority) =>
        database.ReceivedMails.AsNoTracking().Where(x => x.AuthorityId == authority && x.DossierId == null);
}
