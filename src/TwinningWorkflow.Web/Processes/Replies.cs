using Microsoft.EntityFrameworkCore;
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
public sealed class Replies(TwinningDatabase database, DatabaseConnections connections)
{
    public async Task<Reply> FindAsync(string account, string key, string asked, CancellationToken cancel)
    {
        var found = await database
            .Answers.AsNoTracking()
            .SingleOrDefaultAsync(x => x.Account == account && x.Key == key, cancel);
        if (found is null)
            return new Reply.None();
        return RequestMark.IsOf(found.RequestHash, asked)
            ? new Reply.Same(StoredAnswer.FromJson(found.Answer).Reply ?? "")
            : new Reply.Other();
    }

    public async Task KeepAsync(string account, string key, string asked, string answer, CancellationToken cancel)
    {
        await using var session = await connections.BeginAsync(cancel);
        session.Add(
            $"{Answers.Insert} ON CONFLICT (account, key) DO NOTHING",
            account,
            key,
            RequestMark.Of(asked),
            new StoredAnswer(Reply: answer).ToJson(),
            Answers.Now
        );
        await session.CommitAsync(CancellationToken.None);
    }
}
