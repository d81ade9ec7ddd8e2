using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Reading;

/// <summary>
/// The history of a dossier in sentences. It is rendered from the journal and from nothing else: names and personal values
/// are looked up by their references, and what was erased is said to be erased.
/// </summary>
public sealed class HistoryReader(
    TwinningDatabase database,
    DefinitionCatalog catalog,
    IStringLocalizer<HistoryText> text,
    RoleWords roles,
    IncidentWords incidents
)
{
    /// <summary>All entries, the oldest first.</summary>
    public async Task<IReadOnlyList<HistoryEntry>> RenderAsync(
        string authority,
        Guid dossier,
        IReadOnlyList<JournalEntry> journal,
        CancellationToken cancel
    )
    {
        var names = await NamesAsync(authority, journal, cancel);
        var words = new ValueWords(
            await ReferencesAsync(authority, dossier, cancel) with
            {
                People = names,
            },
            text,
            CultureInfo.CurrentUICulture
        );
        var definitions = await database
            .Instances.AsNoTracking()
            .Where(x => x.DossierId == dossier && x.AuthorityId == authority)
            .ToDictionaryAsync(x => Journal.OfInstance(x.Id), x => catalog.ByHash(x.DefinitionHash), cancel);
        var entries = new List<HistoryEntry>();
        foreach (var act in Acts(journal))
        {
            var sentences = new HistorySentences(act[0].Stream, definitions, words, text, roles, incidents);
            var lines = act.Select(sentences.Of).OfType<HistoryLine>().ToList();
            if (lines.Count > 0)
                entries.Add(
                    new HistoryEntry(
                        act[0].Stream,
                        act[0].Sequence,
                        act[0].At,
                        Who(act[0].Actor, names),
                        act[0].Reason ?? "",
                        lines
                    )
                );
        }
        return entries;
    }

    /// <summary>The facts of one command: they share the instant, the actor and the stream, one after another.</summary>
    private static IEnumerable<List<JournalEntry>> Acts(IReadOnlyList<JournalEntry> journal)
    {
        List<JournalEntry>? act = null;
        foreach (var entry in journal)
        {
            if (
                act is not null
                && act[^1].Stream == entry.Stream
                && act[^1].Sequence + 1 == entry.Sequence
                && act[0].At == entry.At
                && act[0].Actor == entry.Actor
                && act[0].Reason == entry.Reason
            )
            {
                act.Add(entry);
                continue;
            }
            if (act is not null)
                yield return act;
            act = [entry];
        }
        if (act is not null)
            yield return act;
    }

    private string Who(Actor actor, Dictionary<string, string> names)
    {
        if (actor.Account.StartsWith("system:", StringComparison.Ordinal))
            return roles.System;
        var name = names.GetValueOrDefault(actor.Person, text["erased-person"]);
        var who = $"{name}, {roles.Of(actor.Role)}";
        if (actor.Means == Actor.MailLink)
            who = text["by-mail-link", who];
        return actor.OnBehalfOf is { } other && names.TryGetValue(other, out var replaced)
            ? $"{who} ({roles.DeputyOf(replaced)})"
            : who;
    }

    /// <summary>Names of the people who acted, or to whom a task passed, by their pseudonyms.</summary>
    public async Task<Dictionary<string, string>> NamesAsync(
        string authority,
        IReadOnlyList<JournalEntry> journal,
        CancellationToken cancel
    )
    {
        var ids = journal
            .SelectMany(x =>
                x.Event is TaskAssigned passed
                    ? new[] { x.Actor.Person, x.Actor.OnBehalfOf, passed.Before, passed.After }
                    : [x.Actor.Person, x.Actor.OnBehalfOf]
            )
            .Distinct()
            .Select(x => Guid.TryParse(x, out var id) ? id : Guid.Empty)
            .ToList();
        return await database
            .People.AsNoTracking()
            .Where(x => x.AuthorityId == authority && ids.Contains(x.Id))
            .ToDictionaryAsync(x => x.Id.ToString("D"), x => x.Name, cancel);
    }

    private async Task<ValueReferences> ReferencesAsync(string authority, Guid dossier, CancellationToken cancel)
    {
        var documents = await database
            .Documents.AsNoTracking()
            .Where(x => x.DossierId == dossier && x.AuthorityId == authority)
            .ToListAsync(cancel);
        var versions = await database
            .TextVersions.AsNoTracking()
            .Where(x => x.DossierId == dossier)
            .ToListAsync(cancel);
        var personal = await database
            .PersonalValues.AsNoTracking()
            .Where(x => x.DossierId == dossier && x.AuthorityId == authority)
            .ToDictionaryAsync(x => x.Reference.ToString("D"), x => x.Value, cancel);
        return ValueReferences.Of(documents, versions) with { Personal = personal };
    }
}
