using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Processes.Stored;

namespace TwinningWorkflow.Web.Access.Duties;

/// <summary>Who must do a task neither themselves nor through another, because of what they did before.</summary>
public sealed class FourEyes
{
    /// <summary>Of a task that anybody may do whose role it is.</summary>
    public static readonly FourEyes None = new([]);

    private readonly HashSet<Guid> barred;

    private FourEyes(HashSet<Guid> barred) => this.barred = barred;

    internal static FourEyes Keeping(IEnumerable<Guid> persons) => new([.. persons]);

    public static FourEyes On(ProcessDefinition definition, ProcessState state, string node) =>
        ProcessEngine.BarredFrom(definition, state, node) is { IsEmpty: false } persons
            // who is no person of the authority, such as the product itself, is offered nothing anyway
            ? Keeping(persons.Where(x => Guid.TryParse(x, out _)).Select(Guid.Parse))
            : None;

    /// <summary>For whoever has not read the instance: most tasks ask for none of it.</summary>
    internal static async Task<FourEyes> ReadAsync(
        TwinningDatabase database,
        ProcessDefinition definition,
        Guid instance,
        string node,
        CancellationToken cancel
    )
    {
        if (definition.Nodes.GetValueOrDefault(node) is not UserTask { Form.NotBy.IsEmpty: false })
            return None;
        var state = await database
            .Instances.Where(x => x.Id == instance)
            .Select(x => x.State)
            .SingleOrDefaultAsync(cancel);
        return state is null ? None : On(definition, StateJson.Read(state), node);
    }

    /// <summary>As the other, for whoever does not know of which file the instance is.</summary>
    internal static async Task<FourEyes> ReadAsync(
        TwinningDatabase database,
        DefinitionCatalog catalog,
        Guid instance,
        string node,
        CancellationToken cancel
    )
    {
        var hash = await database
            .Instances.Where(x => x.Id == instance)
            .Select(x => x.DefinitionHash)
            .SingleAsync(cancel);
        return await ReadAsync(database, catalog.ByHash(hash), instance, node, cancel);
    }

    /// <summary>May a person do it, for themselves or in the place of another?</summary>
    public bool Allow(Guid person, Guid? onBehalfOf = null) =>
        !barred.Contains(person) && !(onBehalfOf is { } other && barred.Contains(other));
}
