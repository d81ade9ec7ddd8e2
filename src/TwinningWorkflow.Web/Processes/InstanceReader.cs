using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Processes;

/// <summary>An instance as a page sees it.</summary>
public sealed record InstanceView(InstanceRow Row, ProcessState State, ProcessDefinition Definition);

/// <summary>Reads instances for pages; takes no lock.</summary>
public sealed class InstanceReader(TwinningDatabase database, DefinitionCatalog catalog)
{
    /// <summary>The instance, or null when this authority has none of that id.</summary>
    public Task<InstanceView?> FindAsync(string authority, Guid instance, CancellationToken cancel) =>
        throw new NotSupportedException($"{database} {catalog.All()}");

    /// <summary>A dossier's instances, the latest first.</summary>
    public Task<IReadOnlyList<InstanceView>> OfDossierAsync(string authority, Guid dossier, CancellationToken cancel) =>
        throw new NotSupportedException();
}
