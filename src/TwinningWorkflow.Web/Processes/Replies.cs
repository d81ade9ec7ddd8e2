using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes.Stored;

namespace TwinningWorkflow.Web.Processes;

/// <summary>What was answered before under an idempotency key.</summary>
public abstract record Reply
{
    private Reply() { }

    /// <summary>Nothing: the request is new.</summary>
    public sealed record None : Reply;

    /// <summary>The very same request.</summary>
    public sealed record Same(string Answer) : Reply;

    /// <summary>Another request.</summary>
    public sealed record Other : Reply;
}

/// <summary>
/// Answers to requests that are no steps of a process: those keep theirs in the step's own transaction. Here the answer is kept
/// after the work, which must therefore bear being done twice.
/// </summary>
public sealed class Replies(TwinningDatabase database, DatabaseConnections connections, BusinessClock clock)
{
    public async Task<Reply> FindAsync(string account, string key, string asked, CancellationToken cancel)
    {
        var found = await database
            .Answers.AsNoTracking()
            .SingleOrDefaultAsync(x => x.Account == account && x.Key == key, cancel);
        if (found is null)
            return new Reply.None();
        return found.RequestHash == HashOf(asked)
            ? new Reply.Same(StoredAnswer.FromJson(found.Answer).Reply ?? "")
            : new Reply.Other();
    }

    public async Task KeepAsync(string account, string key, string asked, string answer, CancellationToken cancel)
    {
        await using var session = await connections.BeginAsync(cancel);
        session.Add(
            """
            INSERT INTO answers (account, key, request_hash, answer, at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (account, key) DO NOTHING
            """,
            account,
            key,
            HashOf(asked),
            new StoredAnswer(Reply: answer).ToJson(),
            clock.Now
        );
        await session.CommitAsync(CancellationToken.None);
    }

    private static string HashOf(string asked) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(asked)));
}
