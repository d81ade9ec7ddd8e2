using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes.Stored;

namespace TwinningWorkflow.Web.Processes;

/// <summary>A fact that came early.</summary>
/// <param name="Row">Its row.</param>
/// <param name="Process">The process file of the instance that it is kept for.</param>
public sealed record KeptFact(InboxRow Row, ProcessDefinition Process)
{
    /// <summary>The name of the person who set it aside; empty when nobody did.</summary>
    public string SetAsideBy { get; init; } = "";

    /// <summary>Whose it is to record; empty: of all who take steps. Null: no person's, it comes from machines.</summary>
    public string? Role => Process.Messages.GetValueOrDefault(Row.Message)?.Form?.Role;

    /// <summary>Who may record a fact may also set it aside; so may an administrator, who can see to any.</summary>
    public bool MayBeSetAsideBy(Actor actor) =>
        actor.Role == Roles.Administrator
        || (actor.Role != Roles.Auditor && Role is { } role && (role.Length == 0 || role == actor.Role));
}

/// <summary>What came of setting a fact aside.</summary>
public abstract record SetAside
{
    private SetAside() { }

    /// <summary>It is set aside, now or by the same request before.</summary>
    public sealed record Done : SetAside;

    /// <summary>It is of another role; nothing was written but that somebody tried.</summary>
    public sealed record NotYours : SetAside;

    /// <summary>It waits no more: somebody was faster, the process took it, or it ended.</summary>
    /// <param name="Now">The fact as it stands now.</param>
    public sealed record NotKept(KeptFact Now) : SetAside;

    /// <summary>The same key came with another request.</summary>
    public sealed record KeyReused : SetAside;
}

/// <summary>
/// Facts that came early, in the hands of people. Nothing that was received is dropped: a fact that no step can ever use is set
/// aside, by whom and why stands in the dossier's history, and what it brought stays where it is.
/// </summary>
public sealed class KeptFacts(
    TwinningDatabase database,
    DatabaseConnections connections,
    DefinitionCatalog catalog,
    BusinessClock clock
)
{
    /// <summary>The fact, whatever has become of it; null when this dossier of the authority never had such a one.</summary>
    public async Task<KeptFact?> FindAsync(string authority, Guid dossier, Guid fact, CancellationToken cancel)
    {
        var found = await (
            from row in database.Inbox.AsNoTracking()
            join instance in database.Instances on row.InstanceId equals instance.Id
            where row.Id == fact && row.DossierId == dossier && row.AuthorityId == authority
            select new { Row = row, instance.DefinitionHash }
        ).SingleOrDefaultAsync(cancel);
        if (found is null)
            return null;
        var name = Guid.TryParse(found.Row.SetAsideBy, out var person)
            ? await database
                .People.Where(x => x.Id == person && x.AuthorityId == authority)
                .Select(x => x.Name)
                .SingleOrDefaultAsync(cancel)
            : null;
        return new KeptFact(found.Row, catalog.ByHash(found.DefinitionHash)) { SetAsideBy = name ?? "" };
    }

    /// <summary>Sets a fact aside: from now on it is matched with no step.</summary>
    /// <param name="fact">Which.</param>
    /// <param name="actor">Who, of the authority whose fact it is.</param>
    /// <param name="reason">Why: it stays in the history.</param>
    /// <param name="key">Under which a repeat gets the same answer; null: no such promise.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task<SetAside> SetAsideAsync(
        KeptFact fact,
        Actor actor,
        string reason,
        string? key,
        CancellationToken cancel
    )
    {
        if (!fact.MayBeSetAsideBy(actor))
        {
            await RecordRefusalAsync(fact.Row, actor, reason, cancel);
            return new SetAside.NotYours();
        }
        var row = fact.Row;
        return await LostRace.RetryAsync(() => SetAsideOnceAsync(row, actor, reason, key, cancel))
            ?? new SetAside.NotKept((await FindAsync(row.AuthorityId, row.DossierId, row.Id, cancel))!);
    }

    /// <summary>Null when it waits no more.</summary>
    private async Task<SetAside?> SetAsideOnceAsync(
        InboxRow fact,
        Actor actor,
        string reason,
        string? key,
        CancellationToken cancel
    )
    {
        var now = clock.Now;
        await using var session = await connections.BeginAsync(cancel);
        var answers = new Answers(session, actor.Account, key, () => $"set-aside {fact.Id:D} {reason}");
        // a step that matches kept facts holds this lock: the fact is either taken or set aside, and never both
        InstanceLock.Take(session, fact.InstanceId);
        answers.Look();
        await session.SendAsync(cancel);
        if (answers.IsReused)
            return new SetAside.KeyReused();
        if (answers.Found is not null)
            return new SetAside.Done();
        var taken = false;
        session.AddQuery(
            _ => taken = true,
            """
            UPDATE inbox SET status = 'set-aside', set_aside_at = $2, set_aside_by = $3
            WHERE id = $1 AND status = 'waiting' RETURNING id
            """,
            fact.Id,
            now,
            actor.Person
        );
        await session.SendAsync(cancel);
        if (!taken)
            return null;
        // what its step refused needs nobody's eye any more
        session.Add(
            "UPDATE incidents SET resolved_at = $2 WHERE key = $1 AND resolved_at IS NULL",
            IncidentRows.OfKeptFact(fact.Id),
            now
        );
        await JournalRows.AppendAsync(
            session,
            fact.AuthorityId,
            Journal.OfDossier(fact.DossierId),
            now,
            actor,
            reason,
            new FactSetAside(fact.Id.ToString("D"), fact.InstanceId.ToString("D"), fact.Message, fact.Key),
            cancel
        );
        answers.Give(new StoredAnswer(fact.InstanceId, Inbox: fact.Id));
        await session.CommitAsync(CancellationToken.None);
        return new SetAside.Done();
    }

    /// <summary>A person tried another's: the authority's stream tells it, as of a step.</summary>
    private async Task RecordRefusalAsync(InboxRow fact, Actor actor, string reason, CancellationToken cancel)
    {
        await using var session = await connections.BeginAsync(cancel);
        await JournalRows.AppendAsync(
            session,
            fact.AuthorityId,
            Journal.OfAuthority(fact.AuthorityId),
            clock.Now,
            actor,
            reason,
            new StepRefused(fact.InstanceId.ToString("D"), "set-fact-aside", nameof(RejectionCode.NotYours)),
            cancel
        );
        await session.CommitAsync(CancellationToken.None);
    }
}
