using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Reading;

/// <summary>
/// What goes on in a town's processes and is nobody's task: facts awaited from outside, terms that run, and where processes have
/// stopped.
/// </summary>
public sealed class DeskWaits(TwinningDatabase database, DefinitionCatalog catalog)
{
    /// <summary>The oldest and most urgent of each kind.</summary>
    /// <param name="me">Of whose authority.</param>
    /// <param name="most">How many of a kind.</param>
    /// <param name="language">In which they are named.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task<IEnumerable<DeskLine>> ReadAsync(SignedIn me, int most, string language, CancellationToken cancel)
    {
        var onPath = OnPath();
        return (await WaitsAsync(me, onPath, most, language, cancel))
            .Concat(await TimersAsync(me, onPath, most, language, cancel))
            .Concat(await StopsAsync(me, most, language, cancel));
    }

    /// <summary>The terms that run, the most urgent first.</summary>
    /// <param name="me">Of whose authority.</param>
    /// <param name="most">How many.</param>
    /// <param name="language">In which they are named.</param>
    /// <param name="cancel">Ends the reading.</param>
    public Task<IEnumerable<DeskLine>> TermsAsync(SignedIn me, int most, string language, CancellationToken cancel) =>
        TimersAsync(me, OnPath(), most, language, cancel);

    /// <summary>What the path waits for from outside; events that always listen beside it are no waiting.</summary>
    private async Task<IEnumerable<DeskLine>> WaitsAsync(
        SignedIn me,
        List<string> onPath,
        int most,
        string language,
        CancellationToken cancel
    )
    {
        var rows = await (
            from wait in database.Waits.AsNoTracking()
            join instance in database.Instances on wait.InstanceId equals instance.Id
            join dossier in database.Dossiers on wait.DossierId equals dossier.Id
            where wait.AuthorityId == me.Authority && onPath.Contains(wait.Node)
            orderby wait.OpenedAt
            select new
            {
                Wait = wait,
                instance.DefinitionHash,
                instance.Suspended,
                dossier.Number,
                dossier.PartnerCity,
            }
        )
            .Take(most)
            .ToListAsync(cancel);
        return rows.Where(x => IsOnPath(catalog.ByHash(x.DefinitionHash).Node(x.Wait.Node)))
            .Select(x => new DeskLine(
                x.Wait.InstanceId,
                x.Wait.DossierId,
                x.Number,
                x.PartnerCity,
                catalog.ByHash(x.DefinitionHash).Messages[x.Wait.Message].Label.In(language),
                ""
            )
            {
                Since = x.Wait.OpenedAt,
                Suspended = x.Suspended,
            });
    }

    /// <summary>Elements at which a path waits, in any version of any process: what the rows are narrowed by.</summary>
    private List<string> OnPath() =>
        [
            .. catalog
                .All()
                .SelectMany(x => x.Definition.Nodes.Values)
                .Where(IsOnPath)
                .Select(node => node.Id)
                .Distinct(StringComparer.Ordinal),
        ];

    private static bool IsOnPath(FlowNode? node) => node is ReceiveTask or CatchEvent;

    private async Task<IEnumerable<DeskLine>> TimersAsync(
        SignedIn me,
        List<string> onPath,
        int most,
        string language,
        CancellationToken cancel
    )
    {
        var rows = await (
            from timer in database.Timers.AsNoTracking()
            join instance in database.Instances on timer.InstanceId equals instance.Id
            join dossier in database.Dossiers on timer.DossierId equals dossier.Id
            where timer.AuthorityId == me.Authority && timer.Kind == TimerRow.Process && onPath.Contains(timer.Node)
            orderby timer.DueAt
            select new
            {
                Timer = timer,
                instance.DefinitionHash,
                instance.Suspended,
                dossier.Number,
                dossier.PartnerCity,
            }
        )
            .Take(most)
            .ToListAsync(cancel);
        return rows.Select(x => (Row: x, Definition: catalog.ByHash(x.DefinitionHash)))
            .Where(x => IsOnPath(x.Definition.Node(x.Row.Timer.Node)))
            .Select(x => new DeskLine(
                x.Row.Timer.InstanceId,
                x.Row.Timer.DossierId,
                x.Row.Number,
                x.Row.PartnerCity,
                x.Definition.NameOf(x.Row.Timer.Node, language),
                ""
            )
            {
                Timer = x.Row.Timer.TimerId,
                Node = x.Row.Timer.Node,
                DueOn = x.Row.Timer.LastDay(x.Definition.Zone),
                Suspended = x.Row.Suspended,
            });
    }

    /// <summary>Where processes have stopped: nobody's task stands there, and yet it is on somebody's mind.</summary>
    private async Task<IEnumerable<DeskLine>> StopsAsync(
        SignedIn me,
        int most,
        string language,
        CancellationToken cancel
    )
    {
        var rows = await (
            from incident in database.Incidents.AsNoTracking()
            join instance in database.Instances on incident.InstanceId equals instance.Id
            join dossier in database.Dossiers on incident.DossierId equals dossier.Id
            where incident.AuthorityId == me.Authority && incident.ResolvedAt == null
            // an outage of the mail server leaves more of them than anybody reads
            where incident.Source != IncidentRow.Mail && !incident.Key.StartsWith(IncidentRows.Timer)
            orderby incident.RaisedAt
            select new
            {
                Incident = incident,
                instance.Id,
                instance.DefinitionHash,
                instance.Suspended,
                dossier.Number,
                dossier.PartnerCity,
                Dossier = dossier.Id,
            }
        )
            .Take(most)
            .ToListAsync(cancel);
        return rows.Where(x => IncidentRows.NumberOf(x.Incident.Key, x.Id) is not null)
            .Select(x => new DeskLine(
                x.Id,
                x.Dossier,
                x.Number,
                x.PartnerCity,
                catalog.ByHash(x.DefinitionHash).NameOf(x.Incident.Source, language),
                ""
            )
            {
                Since = x.Incident.RaisedAt,
                Suspended = x.Suspended,
                Stopped = true,
            });
    }
}
