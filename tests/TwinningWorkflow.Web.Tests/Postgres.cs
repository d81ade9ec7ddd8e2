using System.Diagnostics;
using System.Globalization;
using Npgsql;
using TwinningWorkflow.Running;
using TwinningWorkflow.Web.Tests;
using Xunit;

[assembly: AssemblyFixture(typeof(Postgres))]

namespace TwinningWorkflow.Web.Tests;

/// <summary>
/// A real PostgreSQL: the one that <c>TWINNING_TEST_POSTGRES</c> names (its superuser), else one that
/// <c>tests/with-postgres</c> starts when a test first asks and that is gone with the test run.
/// </summary>
public sealed class Postgres : IAsyncLifetime
{
    private const string Owner = "twinning_owner";

    private readonly SemaphoreSlim starting = new(1);
    private string? superuser;
    private Process? server;
    private int databases;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Connection string of a new, empty database, as the user who owns it and who is no superuser.</summary>
    public async Task<string> CreateAsync(string? template = null)
    {
        await StartAsync();
        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"test_{Environment.ProcessId}_{Interlocked.Increment(ref databases)}"
        );
        await using var connection = new NpgsqlConnection(superuser);
        await connection.OpenAsync();
        await RunAsync(connection, $"CREATE DATABASE {name} OWNER {Owner} TEMPLATE {template ?? "template0"}");
        var text = new NpgsqlConnectionStringBuilder(superuser) { Database = name };
        if (template is null)
        {
            await using var inside = new NpgsqlConnection(text.ConnectionString);
            await inside.OpenAsync();
            await RunAsync(inside, $"ALTER SCHEMA public OWNER TO {Owner}");
            await inside.CloseAsync();
            NpgsqlConnection.ClearPool(inside);
        }
        text.Username = Owner;
        text.Password = Owner;
        return text.ConnectionString;
    }

    /// <summary>The same database as the superuser: for what only a forger could do.</summary>
    public string AsSuperuser(string database) =>
        new NpgsqlConnectionStringBuilder(superuser)
        {
            Database = new NpgsqlConnectionStringBuilder(database).Database,
        }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        starting.Dispose();
        if (server is null)
            return;
        server.StandardInput.Close();
        await server.WaitForExitAsync();
        server.Dispose();
    }

    private async Task StartAsync()
    {
        await starting.WaitAsync();
        try
        {
            if (superuser is not null)
                return;
            var given = Environment.GetEnvironmentVariable("TWINNING_TEST_POSTGRES");
            var found = string.IsNullOrEmpty(given) ? await StartServerAsync() : given;
            await using var connection = new NpgsqlConnection(found);
            await connection.OpenAsync();
            await RunAsync(
                connection,
                $"""
                DO $$ BEGIN
                    CREATE ROLE {Owner} LOGIN PASSWORD '{Owner}' CREATEDB CREATEROLE;
                EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
                END $$
                """
            );
            superuser = found;
        }
        finally
        {
            starting.Release();
        }
    }

    /// <summary>The script lends its server to a command: one that lives as long as this end of its pipe.</summary>
    private async Task<string> StartServerAsync()
    {
        var script = Path.Combine(Repository.Root, "tests", "with-postgres");
        server = Process.Start(
            new ProcessStartInfo(script, ["bash", "-c", "echo \"$TWINNING_TEST_POSTGRES\"; cat"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        )!;
        var said = await server.StandardOutput.ReadLineAsync();
        Assert.SkipWhen(said is null, "PostgreSQL was not found: install postgresql, version 15 or later.");
        return said!;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
