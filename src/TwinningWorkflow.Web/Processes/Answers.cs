using NodaTime;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes.Stored;

namespace TwinningWorkflow.Web.Processes;

/// <summary>Answers already given under an idempotency key; without a key it does nothing.</summary>
internal sealed class Answers(WriteSession session, string account, string? key, Func<string> hash)
{
    private readonly string requestHash = key is null ? "" : hash();
    private string? foundHash;
    private StoredAnswer? found;

    /// <summary>The answer found; null when this request is new.</summary>
    public StoredAnswer? Found => foundHash == requestHash ? found : null;

    /// <summary>Whether the key was used for another request.</summary>
    public bool IsReused => foundHash is not null && Found is null;

    /// <summary>Looks the key up with the next journey.</summary>
    public void Look()
    {
        if (key is not null)
            session.AddQuery(
                row =>
                {
                    foundHash = row.GetString(0);
                    found = StoredAnswer.FromJson(row.GetString(1));
                },
                "SELECT request_hash, answer FROM answers WHERE account = $1 AND key = $2",
                account,
                key
            );
    }

    /// <summary>What to answer instead of doing it again; null when it is to be done.</summary>
    public StepResult? Given() =>
        foundHash is null ? null
        : Found is not { } answer ? new StepResult.KeyReused()
        : answer.Inbox is { } inbox ? new StepResult.Kept(inbox, Repeated: true)
        : new StepResult.Done(answer.Instance!.Value, answer.Version, Repeated: true);

    /// <summary>Keeps the answer, in the transaction of what it tells.</summary>
    public void Give(StoredAnswer answer, Instant at)
    {
        if (key is not null)
            session.Add(
                "INSERT INTO answers (account, key, request_hash, answer, at) VALUES ($1, $2, $3, $4, $5)",
                account,
                key,
                requestHash,
                answer.ToJson(),
                at
            );
    }
}
