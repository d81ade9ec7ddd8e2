using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Reading;

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

    /// <summary>Facts that came early: those that still wait, and those that the process ended without.</summary>
    public async Task<IReadOnlyList<InboxRow>> KeptAsync(Guid dossier, CancellationToken cancel) =>
        await database
            .Inbox.AsNoTracking()
            .Where(x => x.DossierId == dossier && x.Status != InboxRow.Matched)
            .OrderBy(x => x.ReceivedAt)
            .ToListAsync(cancel);

    /// <summary>Names of those who hold a role on a day.</summary>
    public async Task<IReadOnlyList<string>> HoldersAsync(
        string authority,
        string role,
        NodaTime.LocalDate day,
        CancellationToken cancel
    ) =>
        await (
            from held in database.RoleAssignments
            join person in database.People on held.PersonId equals person.Id
            where held.AuthorityId == authority && held.Role == role
            where held.ValidFrom <= day && (held.ValidTo == null || held.ValidTo >= day)
            where !database.Users.Any(account => account.PersonId == person.Id && account.Disabled)
            select person.Name
        )
            .Distinct()
            .OrderBy(name => name)
            .ToListAsync(cancel);
}
