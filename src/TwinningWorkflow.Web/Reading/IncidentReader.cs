using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Reading;

/// <summary>An incident in a list.</summary>
/// <param name="Row">Its row.</param>
/// <param name="Dossier">Its dossier; null when it concerns none.</param>
/// <param name="Step">The words of the element at which a process stopped; empty when none did.</param>
public sealed record IncidentLine(IncidentRow Row, Dossier? Dossier, string Step);

/// <summary>An incident with what can be done about it.</summary>
/// <param name="Row">Its row.</param>
/// <param name="Dossier">Its dossier; null when it concerns none.</param>
/// <param name="Process">The process that it concerns; null when none.</param>
/// <param name="Mail">The message that it is about; null when it is about none.</param>
public sealed record IncidentView(IncidentRow Row, Dossier? Dossier, InstanceView? Process, MailRow? Mail)
{
    /// <summary>The process's own incident while it is open; null when it is closed, or none of a process.</summary>
    public Incident? Open =>
        Process is { } process && IncidentRows.NumberOf(Row.Key, process.Row.Id) is { } number
            ? process.State.Incidents.GetValueOrDefault(number)
            : null;

    /// <summary>What is read where the process stopped.</summary>
    public ImmutableArray<ReadVariable> Reads =>
        Open is { } open ? IncidentCures.Reads(Process!.Definition, Process.State, open) : [];

    /// <summary>Where its token may go.</summary>
    public ImmutableArray<MoveTarget> Targets =>
        Open is { } open ? IncidentCures.Targets(Process!.Definition, Process.State, open) : [];

    /// <summary>How many other bodies or runs are cancelled when the token is moved.</summary>
    public int Siblings
    {
        get
        {
            if (Open is not { } open || !Process!.State.Elements.TryGetValue(open.Element, out var element))
                return 0;
            return Process.State.Elements.TryGetValue(element.Scope, out var around) && around.Holder
                ? Process.State.Scopes[around.Id].Children.Count - 1
                : 0;
        }
    }

    /// <summary>Nothing is tried again when a person has seen it: it was for the eye alone.</summary>
    public bool OnlyCloses =>
        Open is null
        && Row.Source is not (IncidentRow.Mail or OutboxRow.Recount)
        && !Row.Key.StartsWith(IncidentRows.Timer, StringComparison.Ordinal);

    public Stop? Stop => Open is { } open ? new Stop(Process!.Row.Id, open.Id) : null;
}

/// <summary>Reads incidents, of one authority only.</summary>
public sealed class IncidentReader(TwinningDatabase database, InstanceReader instances, DefinitionCatalog catalog)
{
    /// <summary>One page of them: those that are open, the oldest first, or those that are closed, the latest first.</summary>
    public async Task<(IReadOnlyList<IncidentLine> Lines, int Total)> ListAsync(
        string authority,
        bool open,
        int skip,
        int most,
        string language,
        CancellationToken cancel
    )
    {
        var all = database
            .Incidents.AsNoTracking()
            .Where(x => x.AuthorityId == authority && (x.ResolvedAt == null) == open);
        var rows = await (
            open
                ? all.OrderBy(x => x.RaisedAt).ThenBy(x => x.Key)
                : all.OrderByDescending(x => x.ResolvedAt).ThenBy(x => x.Key)
        )
            .Skip(skip)
            .Take(most)
            .ToListAsync(cancel);
        var dossierIds = rows.Select(x => x.DossierId).OfType<Guid>().Distinct().ToList();
        var dossiers = await database
            .Dossiers.AsNoTracking()
            .Where(x => x.AuthorityId == authority && dossierIds.Contains(x.Id))
            .ToDictionaryAsync(x => x.Id, cancel);
        var instanceIds = rows.Select(x => x.InstanceId).OfType<Guid>().Distinct().ToList();
        var files = await database
            .Instances.Where(x => x.AuthorityId == authority && instanceIds.Contains(x.Id))
            .ToDictionaryAsync(x => x.Id, x => x.DefinitionHash, cancel);
        var lines = rows.ConvertAll(row => new IncidentLine(
            row,
            row.DossierId is { } id ? dossiers.GetValueOrDefault(id) : null,
            row.InstanceId is { } instance
            && (row.Code == IncidentRows.TaskBarred || IncidentRows.NumberOf(row.Key, instance) is not null)
            && files.TryGetValue(instance, out var hash)
                ? catalog.ByHash(hash).NameOf(row.Source, language)
                : ""
        ));
        return (lines, await all.CountAsync(cancel));
    }

    /// <summary>The incident of that key, open or closed; null when this authority never had one.</summary>
    public async Task<IncidentView?> FindAsync(string authority, string key, CancellationToken cancel)
    {
        var row = await database
            .Incidents.AsNoTracking()
            .SingleOrDefaultAsync(x => x.Key == key && x.AuthorityId == authority, cancel);
        if (row is null)
            return null;
        return new IncidentView(
            row,
            await database
                .Dossiers.AsNoTracking()
                .SingleOrDefaultAsync(x => x.Id == row.DossierId && x.AuthorityId == authority, cancel),
            row.InstanceId is { } instance ? await instances.FindAsync(authority, instance, cancel) : null,
            await database
                .Mails.AsNoTracking()
                .SingleOrDefaultAsync(x => x.Key == key && x.AuthorityId == authority, cancel)
        );
    }

    /// <summary>What is open of a dossier, the oldest first.</summary>
    public async Task<IReadOnlyList<IncidentRow>> OfDossierAsync(
        string authority,
        Guid dossier,
        CancellationToken cancel
    ) =>
        await database
            .Incidents.AsNoTracking()
            .Where(x => x.AuthorityId == authority && x.DossierId == dossier && x.ResolvedAt == null)
            .OrderBy(x => x.RaisedAt)
            .ToListAsync(cancel);
}
