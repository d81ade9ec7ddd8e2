using System.Diagnostics;
using Microsoft.Data.Sqlite;
using TwinningWorkflow.Running;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Hosting.Demo;

/// <summary>The demonstration is filled after its door is open: somebody may close it, or the power may fail, half-way.</summary>
[Trait("pace", "full")]
public sealed class InterruptedSeedTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly DirectoryInfo whole = Directory.CreateTempSubdirectory("twinning-demo-");
    private readonly DirectoryInfo broken = Directory.CreateTempSubdirectory("twinning-demo-");

    [Fact]
    public async Task A_seed_that_was_killed_goes_on_at_the_next_start_and_ends_the_same()
    {
        // given one demonstration that was filled without trouble
        await using (var undisturbed = await StartAsync(whole))
            await UntilAsync(whole, "SELECT value = 'ready' FROM settings WHERE key = 'demo'", undisturbed);

        // when another is killed three times, each time further on
        foreach (var dossiers in new[] { 1, 4, 8 })
        {
            await using var killed = await StartAsync(broken);
            await UntilAsync(broken, $"SELECT count(*) >= {dossiers} FROM dossiers", killed);
            await killed.KillAsync();
            Assert.Equal("begun", Ask(broken, "SELECT value FROM settings WHERE key = 'demo'"));
        }
        await using (var last = await StartAsync(broken))
            await UntilAsync(broken, "SELECT value = 'ready' FROM settings WHERE key = 'demo'", last);

        // then both hold the same
        foreach (
            var question in new[]
            {
                "SELECT group_concat(number || title, '; ') FROM (SELECT * FROM dossiers ORDER BY number)",
                "SELECT group_concat(email, '; ') FROM (SELECT * FROM people ORDER BY email)",
                "SELECT count(*) FROM journal",
                "SELECT group_concat(kind || at, '; ') FROM (SELECT * FROM journal ORDER BY at, kind)",
                "SELECT group_concat(node || status || opened_at, '; ') FROM (SELECT * FROM tasks ORDER BY opened_at, node, item)",
                "SELECT group_concat(node || due_at, '; ') FROM (SELECT * FROM timers ORDER BY due_at, node)",
                "SELECT group_concat(kind || to_address || created_at || status, '; ') FROM (SELECT * FROM mails ORDER BY created_at, kind, to_address)",
                "SELECT count(*) FROM incidents",
                "SELECT count(*) FROM documents",
                "SELECT count(*) FROM register",
                "SELECT count(*) FROM recipients",
            }
        )
            Assert.Equal(Ask(whole, question), Ask(broken, question));
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        whole.Delete(recursive: true);
        broken.Delete(recursive: true);
    }

    private static Task<RunningApplication> StartAsync(DirectoryInfo data) =>
        RunningApplication.StartAsync("--demo", "--urls=http://127.0.0.1:0", "--data", data.FullName);

    private static async Task UntilAsync(DirectoryInfo data, string question, RunningApplication application)
    {
        var since = Stopwatch.StartNew();
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (Ask(data, question) != "1")
        {
            Assert.True(since.Elapsed < Limit, $"Expected '{question}' to hold in {Limit}.\n{application.Output}");
            await look.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    private static string? Ask(DirectoryInfo data, string question)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(data.FullName, "twinning.db")}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = question;
        return command.ExecuteScalar()?.ToString();
    }
}
