using Hangfire;
using NodaTime;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>Forgets idempotency keys whose time is over, with the answers that stand under them.</summary>
/// <param name="connections">The database.</param>
/// <param name="time">The system's clock, by which the answers were dated: the business clock may leap.</param>
public sealed class ForgottenAnswers(DatabaseConnections connections, TimeProvider time)
{
    /// <summary>Few at a time: on SQLite nobody else writes meanwhile.</summary>
    private const int Batch = 500;

    /// <summary>Answers how many it forgot.</summary>
    [AutomaticRetry(Attempts = 0)]
    public async Task<int> ForgetAsync(CancellationToken cancel)
    {
        var until = Instant.FromDateTimeOffset(time.GetUtcNow()) - Answers.Remembered;
        var forgotten = 0;
        for (var last = Batch; last == Batch; forgotten += last)
            last = await ForgetSomeAsync(until, cancel);
        return forgotten;
    }

    /// <summary>No index helps: every step would pay for it, and the oldest rows stand first anyway.</summary>
    private async Task<int> ForgetSomeAsync(Instant until, CancellationToken cancel)
    {
        var forgotten = 0;
        await using var session = await connections.BeginAsync(cancel);
        session.AddQuery(
            _ => forgotten++,
            """
            DELETE FROM answers WHERE (account, key) IN (SELECT account, key FROM answers WHERE at < $1 LIMIT $2)
            RETURNING key
            """,
            until,
            Batch
        );
        await session.CommitAsync(cancel);
        return forgotten;
    }
}
