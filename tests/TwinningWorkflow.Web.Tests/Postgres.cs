using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using TwinningWorkflow.Web.Tests;
using Xunit;

[assembly: AssemblyFixture(typeof(Postgres))]

namespace TwinningWorkflow.Web.Tests;

/// <summary>
/// A real PostgreSQL: the one that <c>TWINNING_TEST_POSTGRES</c> names (its superuser), else one of its own from the system's
/// binaries in a temporary folder, started when a test first asks and gone with the test run.
/// </summary>
public sealed class Postgres : IAsyncLifetime
{
    private const string Owner = "twinning_owner";

    private readonly SemaphoreSlim starting = new(1);
    private string? superuser;
    private string? folder;
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
        NpgsqlConnection.ClearAllPools();
        server.Kill(entireProcessTree: true);
        await server.WaitForExitAsync();
        server.Dispose();
        Directory.Delete(folder!, recursive: true);
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

    private async Task<string> StartServerAsync()
    {
        var binaries = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).LastOrDefault()
            : null;
        Assert.SkipWhen(binaries is null, "PostgreSQL's binaries are not installed (/usr/lib/postgresql).");
        var bin = Path.Combine(binaries!, "bin");
        folder = Directory.CreateTempSubdirectory("twinning-pg-").FullName;
        var data = Path.Combine(folder, "data");
        if (Environment.IsPrivilegedProcess)
            await Start("chown", "postgres:", folder).WaitForExitAsync();
        await AsPostgres(Path.Combine(bin, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "--no-sync")
            .WaitForExitAsync();
        var port = FreePort();
        server = AsPostgres(
            Path.Combine(bin, "postgres"),
            "-D",
            data,
            "-p",
            port.ToString(CultureInfo.InvariantCulture),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=",
            "-c",
            "fsync=off",
            "-c",
            "max_connections=300"
        );
        var text = $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres;Pooling=false";
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await AnswersAsync(text, patience.Token))
            Assert.False(server.HasExited, "Expected PostgreSQL to start, but it ended.");
        return text;
    }

    private static async Task<bool> AnswersAsync(string text, CancellationToken patience)
    {
        patience.ThrowIfCancellationRequested();
        try
        {
            await using var connection = new NpgsqlConnection(text);
            await connection.OpenAsync(patience);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    // PostgreSQL refuses to run as root; the signal takes the server along when the test run is killed
    private static Process AsPostgres(string program, params string[] arguments) =>
        Environment.IsPrivilegedProcess
            ? Start(
                "setpriv",
                [
                    "--reuid=postgres",
                    "--regid=postgres",
                    "--init-groups",
                    "--pdeathsig=INT",
                    "--",
                    program,
                    .. arguments,
                ]
            )
            : Start("setpriv", ["--pdeathsig=INT", "--", program, .. arguments]);

    private static Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
