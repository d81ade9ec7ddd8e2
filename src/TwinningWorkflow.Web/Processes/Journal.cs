using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Processes;

/// <summary>Appends to dossiers' and authorities' streams. An instance's stream is written by its steps alone.</summary>
public static class Journal
{
    public static string OfInstance(Guid instance) => $"instance:{instance:D}";

    public static string OfDossier(Guid dossier) => $"dossier:{dossier:D}";

    public static string OfAuthority(string authority) => $"authority:{authority}";

    /// <summary>
    /// Appends a fact within the context's open transaction, holding the stream's head locked until it commits: the fact
    /// and what it tells of stand or fall together.
    /// </summary>
    public static async Task AppendAsync(
        TwinningDatabase database,
        string stream,
        Instant at,
        Actor actor,
        HostFact fact,
        CancellationToken cancel,
        string? reason = null
    )
    {
        await using var session = WriteSession.JoinedTo(database);
        await JournalRows.AppendAsync(session, actor.Authority, stream, at, actor, reason, fact, cancel);
        await session.SendAsync(cancel);
    }
}
