using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;

namespace TwinningWorkflow.Web.Features.Administration;

/// <summary>What happened to a dossier while the clock was moved.</summary>
public sealed record HappenedTo(
    string Caption,
    Guid Dossier,
    IReadOnlyList<HistoryEntry> Entries,
    IReadOnlyList<MailRow> Mails
);

/// <summary>The demonstration's clock: what will happen when it moves on, and what happened when it did.</summary>
/// <param name="Upcoming">The next instants at which something happens by itself.</param>
/// <param name="Since">From when on what happened is shown; null when nothing is.</param>
/// <param name="Happened">What happened since then.</param>
public sealed record ClockView(IReadOnlyList<Upcoming> Upcoming, Instant? Since, IReadOnlyList<HappenedTo> Happened);

/// <summary>Reads what the page shows of the demonstration's clock.</summary>
public sealed class ClockViews(
    TwinningDatabase database,
    UpcomingReader upcoming,
    JournalReader journal,
    HistoryReader history,
    Shell shell
)
{
    private const int Shown = 5;

    public async Task<ClockView> ReadAsync(string authority, Instant? since, CancellationToken cancel) =>
        new(
            await upcoming.ReadAsync(authority, shell.Language, Shown, cancel),
            since,
            since is { } from ? await HappenedAsync(authority, from, cancel) : []
        );

    private async Task<List<HappenedTo>> HappenedAsync(string authority, Instant since, CancellationToken cancel)
    {
        var mails = await database
            .Mails.AsNoTracking()
            .Where(x => x.AuthorityId == authority && x.CreatedAt > since)
            .OrderBy(x => x.CreatedAt)
            .ToListAsync(cancel);
        var happened = new List<HappenedTo>();
        var dossiers = await database
            .Dossiers.AsNoTracking()
            .Where(x => x.AuthorityId == authority)
            .OrderBy(x => x.OpenedAt)
            .ToListAsync(cancel);
        foreach (var dossier in dossiers)
        {
            var entries = (await journal.OfDossierAsync(authority, dossier.Id, cancel))
                .Where(x => x.At > since)
                .ToList();
            var about = mails.FindAll(x => x.DossierId == dossier.Id);
            if (entries.Count + about.Count > 0)
                happened.Add(
                    new HappenedTo(
                        $"{dossier.Number} {dossier.PartnerCity}",
                        dossier.Id,
                        await history.RenderAsync(authority, dossier.Id, entries, cancel),
                        about
                    )
                );
        }
        return happened;
    }
}
