using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Reading;

/// <summary>Which dossiers to find.</summary>
/// <param name="Authority">Whose.</param>
/// <param name="Words">In city, title or number; empty for all.</param>
/// <param name="Status">One of <see cref="DossierSearch.Statuses"/>; empty for all.</param>
/// <param name="Skip">How many to pass over.</param>
/// <param name="Take">How many to give.</param>
public sealed record DossierQuery(string Authority, string Words, string Status, int Skip, int Take);

/// <summary>A step that is open, a term that runs or a fact that is awaited.</summary>
/// <param name="Definition">The process.</param>
/// <param name="Node">The element.</param>
/// <param name="Due">Its last day; null where it has none.</param>
public sealed record OpenStep(ProcessDefinition Definition, string Node, LocalDate? Due);

/// <summary>A dossier found, with where its latest process stands.</summary>
public sealed record FoundDossier(Dossier Dossier, string Status, IReadOnlyList<OpenStep> OpenSteps)
{
    public Guid? Instance { get; init; }
}

/// <summary>Finds dossiers, the latest first.</summary>
public sealed class DossierSearch(TwinningDatabase database, DefinitionCatalog catalog)
{
    public const string Suspended = "suspended";
    public const string Signed = "signed";
    public const string None = "none";

    /// <summary>What a person may ask for.</summary>
    public static readonly IReadOnlyList<string> Statuses =
    [
        InstanceRow.Running,
        Suspended,
        Signed,
        "completed",
        "withdrawn",
    ];

    public async Task<(IReadOnlyList<FoundDossier> Dossiers, int Total)> FindAsync(
        DossierQuery query,
        CancellationToken cancel
    )
    {
        var dossiers = database.Dossiers.AsNoTracking().Where(x => x.AuthorityId == query.Authority);
        if (query.Words.Length > 0)
        {
            var words = $"%{Escaped(query.Words.ToLowerInvariant())}%";
#pragma warning disable CA1304, CA1311, MA0011 // the database lowers it
            dossiers = dossiers.Where(x =>
                EF.Functions.Like(x.PartnerCity.ToLower(), words, "\\")
                || EF.Functions.Like(x.Title.ToLower(), words, "\\")
                || EF.Functions.Like(x.Number, words, "\\")
            );
#pragma warning restore CA1304, CA1311, MA0011
        }
        dossiers = OfStatus(dossiers, query.Status);
        var total = await dossiers.CountAsync(cancel);
        var page = await dossiers
            .OrderByDescending(x => x.OpenedAt)
            .ThenByDescending(x => x.Id)
            .Skip(query.Skip)
            .Take(query.Take)
            .ToListAsync(cancel);
        return (await WithProcessesAsync(page, cancel), total);
    }

    /// <summary>Where one dossier stands.</summary>
    public async Task<FoundDossier> OfAsync(Dossier dossier, CancellationToken cancel) =>
        (await WithProcessesAsync([dossier], cancel))[0];

    private IQueryable<Dossier> OfStatus(IQueryable<Dossier> dossiers, string status) =>
        status switch
        {
            "" => dossiers,
            Suspended => dossiers.Where(d =>
                database.Instances.Any(x => x.DossierId == d.Id && x.Status == InstanceRow.Running && x.Suspended)
            ),
            Signed => dossiers.Where(d => database.Register.Any(x => x.DossierId == d.Id)),
            InstanceRow.Running => dossiers.Where(d =>
                database.Instances.Any(x => x.DossierId == d.Id && x.Status == InstanceRow.Running && !x.Suspended)
            ),
            _ => dossiers.Where(d =>
                database.Instances.Any(x => x.DossierId == d.Id && x.Status == status)
                && !database.Register.Any(x => x.DossierId == d.Id)
            ),
        };

    private async Task<IReadOnlyList<FoundDossier>> WithProcessesAsync(List<Dossier> dossiers, CancellationToken cancel)
    {
        var ids = dossiers.ConvertAll(x => x.Id);
        var instances = await database
            .Instances.AsNoTracking()
            .Where(x => ids.Contains(x.DossierId))
            .Select(x => new
            {
                x.Id,
                x.DossierId,
                x.DefinitionHash,
                x.Status,
                x.Suspended,
                x.StartedAt,
            })
            .ToListAsync(cancel);
        var tasks = await database
            .Tasks.AsNoTracking()
            .Where(x => ids.Contains(x.DossierId) && x.Status == TaskRow.Open)
            .OrderBy(x => x.TaskId)
            .ToListAsync(cancel);
        var timers = await database
            .Timers.AsNoTracking()
            .Where(x => ids.Contains(x.DossierId) && x.Kind == TimerRow.Process)
            .OrderBy(x => x.DueAt)
            .ToListAsync(cancel);
        var waits = await database
            .Waits.AsNoTracking()
            .Where(x => ids.Contains(x.DossierId))
            .OrderBy(x => x.OpenedAt)
            .ToListAsync(cancel);
        var signed = await database
            .Register.Where(x => ids.Contains(x.DossierId!.Value))
            .Select(x => x.DossierId)
            .ToListAsync(cancel);
        return dossiers.ConvertAll(dossier =>
        {
            var latest = instances.Where(x => x.DossierId == dossier.Id).MaxBy(x => x.StartedAt);
            var status =
                latest is null ? None
                : signed.Contains(dossier.Id) ? Signed
                : latest is { Suspended: true, Status: InstanceRow.Running } ? Suspended
                : latest.Status;
            IReadOnlyList<OpenStep> open = latest is null
                ? []
                : Open(catalog.ByHash(latest.DefinitionHash), latest.Id, tasks, timers, waits);
            return new FoundDossier(dossier, status, open) { Instance = latest?.Id };
        });
    }

    /// <summary>What people do comes before what only waits; events that always listen are no waiting.</summary>
    private static IReadOnlyList<OpenStep> Open(
        ProcessDefinition definition,
        Guid instance,
        List<TaskRow> tasks,
        List<TimerRow> timers,
        List<WaitRow> waits
    ) =>
        [
            .. tasks.Where(x => x.InstanceId == instance).Select(x => new OpenStep(definition, x.Node, x.DueOn)),
            .. timers
                .Where(x => x.InstanceId == instance && definition.Node(x.Node) is CatchEvent)
                .Select(x => new OpenStep(definition, x.Node, x.LastDay(definition.Zone))),
            .. waits
                .Where(x => x.InstanceId == instance && definition.Node(x.Node) is ReceiveTask)
                .Select(x => new OpenStep(definition, x.Node, null)),
        ];

    private static string Escaped(string words) =>
        words
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal);
}
