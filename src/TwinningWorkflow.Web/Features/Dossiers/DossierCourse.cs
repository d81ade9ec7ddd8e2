using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;

namespace TwinningWorkflow.Web.Features.Dossiers;

/// <summary>How it goes with a dossier: what is open, what came before, and what holds it up.</summary>
/// <param name="Version">Of the process file that runs; 0 when no process ever ran.</param>
public sealed record Course(
    IReadOnlyList<NowLine> Now,
    IReadOnlyList<StepLine> Steps,
    IReadOnlyList<FactLink> Facts,
    IReadOnlyList<StopLine> Stops,
    IReadOnlyList<HistoryEntry> History,
    int Version
);

/// <summary>Reads a dossier's course from its journal and from the state of its latest process.</summary>
public sealed class DossierCourse(
    JournalReader journal,
    HistoryReader history,
    IncidentReader incidents,
    DefinitionCatalog catalog,
    DossierViews views
)
{
    public async Task<Course> ReadAsync(Dossier dossier, InstanceView? process, SignedIn me, CancellationToken cancel)
    {
        var entries = await journal.OfDossierAsync(me.Authority, dossier.Id, cancel);
        var course = new Course(
            [],
            [],
            [],
            views.Stops(process, await incidents.OfDossierAsync(me.Authority, dossier.Id, cancel)),
            [.. (await history.RenderAsync(me.Authority, dossier.Id, entries, cancel)).Reverse()],
            Version: 0
        );
        if (process is null)
            return course;
        var own = entries.Where(x => x.Stream == Journal.OfInstance(process.Row.Id)).ToList();
        return course with
        {
            Now = process.State.Status is ProcessStatus.Running ? views.Now(process, me) : [],
            Steps = views.Steps(
                process,
                Standing.Of(process, own),
                await history.NamesAsync(me.Authority, entries, cancel)
            ),
            Facts = views.Facts(
                process,
                own.Select(x => x.Event).OfType<MessageReceived>().Select(x => x.Message).ToHashSet(),
                me
            ),
            Version = catalog.Published(process.Row.DefinitionHash).Version,
        };
    }
}
