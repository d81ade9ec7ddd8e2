using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Reading;

/// <summary>A fact that came early and was not used.</summary>
/// <param name="Row">Its row.</param>
/// <param name="SetAsideBy">The name of the person who set it aside; empty when nobody did.</param>
public sealed record EarlyLine(InboxRow Row, string SetAsideBy);

/// <summary>Reads a dossier and what is filed in it, for its own authority only.</summary>
public sealed class DossierFiles(TwinningDatabase database)
{
    public Task<Dossier?> FindAsync(string authority, Guid dossier, CancellationToken cancel) =>
        database
            .Dossiers.AsNoTracking()
            .SingleOrDefaultAsync(x => x.Id == dossier && x.AuthorityId == authority, cancel);

    public async Task<IReadOnlyList<TextVersion>> TextVersionsAsync(Guid dossier, CancellationToken cancel) =>
        await database
            .TextVersions.AsNoTracking()
            .Where(x => x.DossierId == dossier)
            .OrderByDescending(x => x.Number)
            .ToListAsync(cancel);

    public async Task<IReadOnlyList<Document>> DocumentsAsync(Guid dossier, CancellationToken cancel) =>
        await database
            .Documents.AsNoTracking()
            .Where(x => x.DossierId == dossier)
            .OrderByDescending(x => x.AddedAt)
            .ToListAsync(cancel);

    public async Task<IReadOnlyList<MailRow>> MailsAsync(Guid dossier, CancellationToken cancel) =>
        await database
            .Mails.AsNoTracking()
            .Where(x => x.DossierId == dossier)
            .OrderByDescending(x => x.CreatedAt)
            .ToListAsync(cancel);

    /// <summary>Facts that came early: those that still wait, those that were set aside, and those that the process ended without.</summary>
    public async Task<IReadOnlyList<EarlyLine>> EarlyAsync(string authority, Guid dossier, CancellationToken cancel)
    {
        var rows = await database
            .Inbox.AsNoTracking()
            .Where(x => x.DossierId == dossier && x.AuthorityId == authority && x.Status != InboxRow.Matched)
            .OrderBy(x => x.ReceivedAt)
            .ToListAsync(cancel);
        var people = rows.Select(x => Guid.TryParse(x.SetAsideBy, out var id) ? id : Guid.Empty).ToList();
        var names = await database
            .People.AsNoTracking()
            .Where(x => x.AuthorityId == authority && people.Contains(x.Id))
            .ToDictionaryAsync(x => x.Id.ToString("D"), x => x.Name, cancel);
        return rows.ConvertAll(x => new EarlyLine(x, names.GetValueOrDefault(x.SetAsideBy ?? "", "")));
    }
}
