using NodaTime;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes.Stored;

namespace TwinningWorkflow.Web.Processes;

/// <summary>Answers already given under an idempotency key; without a key it does nothing.</summary>
/// <param name="session">The transaction of what is answered.</param>
/// <param name="account">Whose key it is.</param>
/// <param name="key">The key; null when none came.</param>
/// <param name="ask">Tells what is asked, so that no other request passes for its repeat.</param>
internal sealed class Answers(WriteSession session, string account, string? key, Func<string> ask)
{
    /// <summary>How long a key is remembered: whoever has had no answer asks again within days, and then gives up.</summary>
    public static readonly Duration Remembered = Duration.FromDays(30);

    private readonly string asked = key is null ? "" : ask();
    private string? foundMark;
    private StoredAnswer? found;

    /// <summary>The answer found; null when this request is new.</summary>
    public StoredAnswer? Found => foundMark is not null && RequestMark.IsOf(foundMark, asked) ? found : null;

    /// <summary>Whether the key was used for another request.</summary>
    public bool IsReused => foundMark is not null && Found is null;

    /// <summary>Looks the key up with the next journey.</summary>
    public void Look()
    {
        if (key is not null)
            session.AddQuery(
                row =>
                {
                    foundMark = row.GetString(0);
                    found = StoredAnswer.FromJson(row.GetString(1));
                },
                "SELECT request_hash, answer FROM answers WHERE account = $1 AND key = $2",
                account,
                key
            );
    }

    /// <summary>What to answer instead of doing it again; null when it is to be done.</summary>
    public StepResult? Given() =>
        foundMark is null ? null
        : Found is not { } answer ? new StepResult.KeyReused()
        : answer.Inbox is { } inbox ? new StepResult.Kept(inbox, Repeated: true)
        : new StepResult.Done(answer.Instance!.Value, answer.Version, Repeated: true);

    /// <summary>Keeps the answer, in the transaction of what it tells.</summary>
    public void Give(StoredAnswer answer)
    {
        if (key is not null)
            session.Add(Insert, account, key, RequestMark.Of(asked), answer.ToJson(), Now);
    }

    /// <summary>Adds an answer.</summary>
    public const string Insert =
        "INSERT INTO answers (account, key, request_hash, answer, at) VALUES ($1, $2, $3, $4, $5)";

    /// <summary>
    /// The system's clock: a key serves those who send again what the network lost, which takes real time. The business clock
    /// may leap over a month (the demonstration's does), and would forget a form between its two clicks.
    /// </summary>
    public static Instant Now => Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
}
