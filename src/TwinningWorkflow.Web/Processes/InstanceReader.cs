using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes.Stored;

namespace TwinningWorkflow.Web.Processes;

/// <summary>An instance as a page sees it.</summary>
public sealed record InstanceView(InstanceRow Row, ProcessState State, ProcessDefinition Definition);

/// <summary>Reads instances for pages; takes no lock.</summary>
public sealed class InstanceReader(TwinningDatabase database, DefinitionCatalog catalog)
{
    /// <summary>The instance, or null when this authority has none of that id.</summary>
    public async Task<InstanceView?> FindAsync(string authority, Guid instance, CancellationToken cancel)
    {
        var found = await database
            .Instances.AsNoTracking()
            .SingleOrDefaultAsync(row => row.Id == instance && row.AuthorityId == authority, cancel);
        return found is null ? null : View(found);
    }

    /// <summary>A dossier's instances, the latest first.</summary>
    public async Task<IReadOnlyList<InstanceView>> OfDossierAsync(
        string authority,
        Guid dossier,
        CancellationToken cancel
    )
    {
        var found = await database
            .Instances.AsNoTracking()
            .Where(row => row.DossierId == dossier && row.AuthorityId == authority)
            .OrderByDescending(row => row.StartedAt)
            .ToListAsync(cancel);
        return found.ConvertAll(View);
    }

    private InstanceView View(InstanceRow row) =>
        new(row, StateJson.Read(row.State), catalog.ByHash(row.DefinitionHash));
}
