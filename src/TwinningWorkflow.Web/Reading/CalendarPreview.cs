using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Processes.Stored;
using TwinningWorkflow.Web.Terms.Calendars;

namespace TwinningWorkflow.Web.Reading;

/// <summary>An open term that another calendar would move.</summary>
/// <param name="Dossier">Its dossier.</param>
/// <param name="Number">The dossier's number.</param>
/// <param name="Title">The dossier's title.</param>
/// <param name="Definition">The process that it belongs to.</param>
/// <param name="Term">The term before and after.</param>
public sealed record TermInTheWay(
    Guid Dossier,
    string Number,
    string Title,
    ProcessDefinition Definition,
    MovedTerm Term
);

/// <summary>Which open terms a calendar would move: the engine decides on each process what it would do, and nothing is written.</summary>
public sealed class CalendarPreview(TwinningDatabase database, DefinitionCatalog catalog, BusinessClock clock)
{
    /// <summary>Those that would end on another day than they do now, in the order of the dossiers' numbers.</summary>
    public async Task<IReadOnlyList<TermInTheWay>> OfAsync(
        string authority,
        AuthorityDays calendar,
        CancellationToken cancel
    )
    {
        var terms = AuthorityCalendar.ToTry(calendar).Terms;
        var command = new RecountTerms(clock.Now, Actor.System(authority, "preview")) { Reason = "preview" };
        var moved = new List<TermInTheWay>();
        var running =
            from instance in database.Instances.AsNoTracking()
            join dossier in database.Dossiers on instance.DossierId equals dossier.Id
            where instance.AuthorityId == authority && instance.Status == InstanceRow.Running
            orderby dossier.OpenedAt, dossier.Id, instance.StartedAt
            select new
            {
                dossier.Id,
                dossier.Number,
                dossier.Title,
                instance.DefinitionHash,
                instance.State,
            };
        await foreach (var row in running.AsAsyncEnumerable().WithCancellation(cancel))
        {
            var definition = catalog.ByHash(row.DefinitionHash);
            var state = StateJson.Read(row.State);
            if (ProcessEngine.Decide(definition, state, command, terms) is not Decision.Accepted { Events: var events })
                continue;
            moved.AddRange(
                events
                    .OfType<TermRecounted>()
                    .Where(e => e.Before.Last != e.After.Last)
                    .Select(e => new TermInTheWay(row.Id, row.Number, row.Title, definition, MovedTerm.Of(state, e)))
            );
        }
        return moved;
    }
}
