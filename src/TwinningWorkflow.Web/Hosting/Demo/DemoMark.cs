using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Hosting.Demo;

/// <summary>
/// The mark of a database that the demonstration made. Its passwords are known to everybody, so it is never served as a real
/// town's; and a real town's is never filled with made-up people.
/// </summary>
public sealed class DemoMark(DatabaseConnections connections)
{
    private const string Key = "demo";
    private const string Begun = "begun";
    private const string Ready = "ready";

    /// <summary>Throws where a demonstration meets a real town's database, or the other way round.</summary>
    /// <returns>True when there is nothing left to fill in.</returns>
    public async Task<bool> CheckAsync(bool isDemo, CancellationToken cancel)
    {
        string? mark = null;
        var hasAccounts = false;
        await using (var session = await connections.BeginReadingAsync(cancel))
        {
            session.AddQuery(row => mark = row.GetString(0), "SELECT value FROM settings WHERE key = $1", Key);
            session.AddQuery(_ => hasAccounts = true, "SELECT 1 FROM accounts LIMIT 1");
            await session.SendAsync(cancel);
        }
        if (isDemo && mark is null && hasAccounts)
            throw new DemoRefusedException(
                "Expected an empty database for the demonstration, but this one has people. Serve it without --demo."
            );
        if (!isDemo && mark is not null)
            throw new DemoRefusedException(
                "Expected a database of a real town, but the demonstration made this one. Serve it with --demo."
            );
        return mark == Ready;
    }

    public Task BeginAsync(CancellationToken cancel) => SetAsync(Begun, cancel);

    public Task EndAsync(CancellationToken cancel) => SetAsync(Ready, cancel);

    private async Task SetAsync(string mark, CancellationToken cancel)
    {
        await using var session = await connections.BeginAsync(cancel);
        session.Add(
            "INSERT INTO settings (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            Key,
            mark
        );
        await session.CommitAsync(cancel);
    }
}
