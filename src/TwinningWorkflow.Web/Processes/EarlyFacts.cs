using System.Text.Json;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes.Stored;

namespace TwinningWorkflow.Web.Processes;

/// <summary>
/// Facts that come before their step. They are kept and matched under the instance's lock, so that none can slip between a
/// wait that opens and a fact that arrives.
/// </summary>
internal static class EarlyFacts
{
    /// <summary>Keeps a fact that nobody waits for yet; the dossier's history tells it.</summary>
    public static async Task<Guid> KeepAsync(
        WriteSession session,
        StepTarget target,
        ReceiveMessage message,
        CancellationToken cancel
    )
    {
        var id = Guid.CreateVersion7(message.At.ToDateTimeOffset());
        session.Add(
            """
            INSERT INTO inbox (id, instance_id, authority_id, dossier_id, message, key, command, received_at, status)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting')
            """,
            id,
            target.Instance,
            target.Authority,
            target.Dossier,
            message.Message,
            message.Key ?? "",
            JsonSerializer.Serialize(message, StoredJson.Default.ReceiveMessage),
            message.At
        );
        await JournalRows.AppendAsync(
            session,
            target.Authority,
            Journal.OfDossier(target.Dossier),
            message.At,
            message.Actor,
            message.Reason,
            new FactKept(id.ToString("D"), target.Instance.ToString("D"), message.Message, message.Key ?? ""),
            cancel
        );
        return id;
    }

    /// <summary>
    /// Gives kept facts to the waits that the step opened, the oldest first, until none matches. A matched fact takes effect
    /// now, in the name of who brought it; one that the process refuses stays kept, and an incident tells why.
    /// </summary>
    public static async Task MatchAsync(
        WriteSession session,
        StepTarget target,
        List<AcceptedCommand> commands,
        CancellationToken cancel
    )
    {
        var waiting = new List<(Guid Id, ReceiveMessage Message)>();
        session.AddQuery(
            row =>
                waiting.Add(
                    (row.GetGuid(0), JsonSerializer.Deserialize(row.GetString(1), StoredJson.Default.ReceiveMessage)!)
                ),
            """
            SELECT id, command FROM inbox WHERE instance_id = $1 AND status = 'waiting' ORDER BY received_at, id
            """,
            target.Instance
        );
        await session.SendAsync(cancel);

        var at = commands[0].Command.At;
        while (Next(waiting, commands[^1].Decision.State) is { } index)
        {
            var (id, message) = waiting[index];
            waiting.RemoveAt(index);
            var state = commands[^1].Decision.State;
            var command = message with { At = at };
            switch (ProcessEngine.Decide(target.Definition, state, command, target.Calendar.Terms))
            {
                case Decision.Accepted accepted:
                    commands.Add(new AcceptedCommand(command, state, accepted));
                    session.Add("UPDATE inbox SET status = 'matched', matched_at = $2 WHERE id = $1", id, at);
                    break;
                case Decision.Rejected rejected:
                    IncidentRows.Raise(session, Unusable(target, id, message, rejected, at));
                    break;
            }
        }
    }

    /// <summary>The process ended: what it never used stays, and the dossier's history tells that it was not used.</summary>
    public static async Task GiveUpAsync(
        WriteSession session,
        StepTarget target,
        Command last,
        CancellationToken cancel
    )
    {
        var instance = target.Instance.ToString("D");
        var unused = new List<FactUnclaimed>();
        session.AddQuery(
            row =>
                unused.Add(
                    new FactUnclaimed(row.GetGuid(0).ToString("D"), instance, row.GetString(1), row.GetString(2))
                ),
            """
            UPDATE inbox SET status = 'unclaimed' WHERE instance_id = $1 AND status = 'waiting'
            RETURNING id, message, key
            """,
            target.Instance
        );
        await session.SendAsync(cancel);
        foreach (var fact in unused.OrderBy(fact => fact.Inbox, StringComparer.Ordinal))
            await JournalRows.AppendAsync(
                session,
                target.Authority,
                Journal.OfDossier(target.Dossier),
                last.At,
                last.Actor,
                last.Reason,
                fact,
                cancel
            );
    }

    /// <summary>The oldest fact for which a wait is open; null when there is none.</summary>
    private static int? Next(List<(Guid Id, ReceiveMessage Message)> waiting, ProcessState state)
    {
        for (var i = 0; i < waiting.Count; i++)
            foreach (var wait in state.Messages.Values)
                if (wait.Message == waiting[i].Message.Message && wait.Key == (waiting[i].Message.Key ?? ""))
                    return i;
        return null;
    }

    private static IncidentRow Unusable(
        StepTarget target,
        Guid inbox,
        ReceiveMessage message,
        Decision.Rejected rejected,
        NodaTime.Instant at
    ) =>
        new()
        {
            Key = IncidentRows.OfKeptFact(inbox),
            AuthorityId = target.Authority,
            DossierId = target.Dossier,
            InstanceId = target.Instance,
            Source = message.Message,
            Code = "kept-fact-refused",
            Message = rejected.Message,
            RaisedAt = at,
        };
}
