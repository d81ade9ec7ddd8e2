using System.Text.Json.Serialization.Metadata;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.History;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes.Stored;

namespace TwinningWorkflow.Web.Processes;

/// <summary>Where a journal row stands.</summary>
internal readonly record struct JournalPlace(string Stream, long Sequence);

/// <summary>Journal rows, chained and written by hand.</summary>
internal static class JournalRows
{
    /// <summary>Adds an event of an instance; answers its hash.</summary>
    public static byte[] Add(
        WriteSession session,
        string authority,
        byte[] previous,
        JournalPlace place,
        Command command,
        ProcessEvent e,
        (string Name, JsonTypeInfo Shape) kind
    )
    {
        var body = Envelope.Write(place.Stream, place.Sequence, command.At, command.Actor, command.Reason, e, kind);
        return Add(session, authority, previous, place, command.At, kind.Name, body);
    }

    /// <summary>Appends a fact to a dossier's or authority's stream, whose head stays locked until the commit.</summary>
    public static async Task AppendAsync(
        WriteSession session,
        string authority,
        string stream,
        Instant at,
        Actor actor,
        string? reason,
        HostFact fact,
        CancellationToken cancel
    )
    {
        var sequence = 0L;
        var last = Array.Empty<byte>();
        session.Add(
            "INSERT INTO stream_heads (stream, sequence, last_hash) VALUES ($1, 0, $2) ON CONFLICT (stream) DO NOTHING",
            stream,
            HashChain.Origin.ToArray()
        );
        session.AddQuery(
            row =>
            {
                sequence = row.GetInt64(0) + 1;
                last = row.GetFieldValue<byte[]>(1);
            },
            "SELECT h.sequence, h.last_hash FROM stream_heads h WHERE h.stream = $1" + session.ForUpdate("h"),
            stream
        );
        await session.SendAsync(cancel);

        var kind = StoredKinds.Facts.Of(fact);
        var body = Envelope.Write(stream, sequence, at, actor, reason, fact, kind);
        var hash = Add(session, authority, last, new JournalPlace(stream, sequence), at, kind.Name, body);
        session.Add("UPDATE stream_heads SET sequence = $2, last_hash = $3 WHERE stream = $1", stream, sequence, hash);
    }

    private static byte[] Add(
        WriteSession session,
        string authority,
        byte[] previous,
        JournalPlace place,
        Instant at,
        string kind,
        byte[] body
    )
    {
        var hash = HashChain.Next(previous, body);
        session.Add(
            """
            INSERT INTO journal (stream, sequence, authority_id, at, kind, body, previous_hash, hash)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            place.Stream,
            place.Sequence,
            authority,
            at,
            kind,
            body,
            previous,
            hash
        );
        return hash;
    }
}
