using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;

namespace TwinningWorkflow.Web.Features.Dossiers;

/// <summary>All that a dossier's page shows.</summary>
/// <param name="Dossier">The dossier.</param>
/// <param name="Status">Where it stands, in a word.</param>
/// <param name="Instance">Its latest process; null when none ever ran.</param>
/// <param name="Course">How it goes.</param>
/// <param name="Filed">What lies in it.</param>
public sealed record DossierPage(Dossier Dossier, string Status, InstanceView? Instance, Course Course, Filed Filed)
{
    public bool IsRunning => Instance?.State.Status is ProcessStatus.Running;
}

/// <summary>Reads a dossier's page, for whoever opens it and after each form that was refused on it.</summary>
public sealed class DossierPages(
    DossierFiles files,
    DossierSearch search,
    InstanceReader instances,
    DossierCourse course,
    DossierFilings filings
)
{
    /// <summary>Null when the person's authority has no such dossier.</summary>
    /// <param name="me">For whom.</param>
    /// <param name="id">The dossier.</param>
    /// <param name="page">Which page of its correspondence.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task<DossierPage?> ReadAsync(SignedIn me, Guid id, int page, CancellationToken cancel)
    {
        if (await files.FindAsync(me.Authority, id, cancel) is not { } dossier)
            return null;
        var process = await instances.OfDossierAsync(me.Authority, id, cancel) is [var latest, ..] ? latest : null;
        return new DossierPage(
            dossier,
            (await search.OfAsync(dossier, cancel)).Status,
            process,
            await course.ReadAsync(dossier, process, me, cancel),
            await filings.ReadAsync(dossier, process, me, page, cancel)
        );
    }
}
