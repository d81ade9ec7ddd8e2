using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace TwinningWorkflow.Web.Database;

/// <summary>
/// Where connections come from. On PostgreSQL they act as <see cref="ApplicationRole.Name"/>, which owns nothing: neither a defect
/// of ours nor an injected statement can switch off what keeps the journal append-only.
/// </summary>
public sealed class DatabaseConnections : IAsyncDisposable
{
    private const int BusyMilliseconds = 15_000;

    // one writer at a time in this process: the file has one write lock, and waiting here is fair and costs no thread
    private readonly SemaphoreSlim sqliteWriters = new(1);
    private readonly NpgsqlDataSource? postgres;

    public DatabaseConnections(DatabaseOptions options)
    {
        OnPostgres = options.OnPostgres;
        if (options.Postgres is { } given)
        {
            Serving = ServingString(given);
            postgres = NpgsqlDataSource.Create(Serving);
        }
        else
        {
            Serving = new SqliteConnectionStringBuilder
            {
                DataSource = Path.GetFullPath(options.Sqlite),
                ForeignKeys = true,
            }.ConnectionString;
        }
    }

    public bool OnPostgres { get; }

    /// <summary>The connection string under which the application serves.</summary>
    public string Serving { get; }

    internal NpgsqlDataSource Postgres =>
        postgres ?? throw new InvalidOperationException("Expected PostgreSQL, but the database is SQLite.");

    public async ValueTask<DbConnection> OpenAsync(CancellationToken cancel)
    {
        if (postgres is not null)
            return await postgres.OpenConnectionAsync(cancel);
        var connection = new SqliteConnection(Serving);
        await connection.OpenAsync(cancel);
        WaitWhenBusy(connection);
        return connection;
    }

    /// <summary>A transaction of our own, whose first statements travel with its beginning and whose last with its commit.</summary>
    internal async Task<WriteSession> BeginAsync(CancellationToken cancel)
    {
        if (postgres is not null)
            return new PostgresSession(await postgres.OpenConnectionAsync(cancel), joined: false);
        await sqliteWriters.WaitAsync(cancel);
        try
        {
            var connection = (SqliteConnection)await OpenAsync(cancel);
            return new SqliteSession(connection, connection.BeginTransaction(deferred: false), sqliteWriters.Release);
        }
        catch
        {
            sqliteWriters.Release();
            throw;
        }
    }

    /// <summary>As <see cref="BeginAsync"/>, for reading only: it waits for no writer and is not committed.</summary>
    internal async Task<WriteSession> BeginReadingAsync(CancellationToken cancel)
    {
        if (postgres is not null)
            return new PostgresSession(await postgres.OpenConnectionAsync(cancel), joined: false);
        var connection = (SqliteConnection)await OpenAsync(cancel);
        return new SqliteSession(connection, connection.BeginTransaction(deferred: true), () => 0);
    }

    public ValueTask DisposeAsync()
    {
        sqliteWriters.Dispose();
        return postgres?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    /// <summary>SQLite's own waiting begins at a millisecond; the driver's sleeps 150 ms each time.</summary>
    internal static void WaitWhenBusy(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA busy_timeout = {BusyMilliseconds}";
        command.ExecuteNonQuery();
    }

    private static string ServingString(string given)
    {
        var text = new NpgsqlConnectionStringBuilder(given)
        {
            ApplicationName = "TwinningWorkflow",
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
            // the pool's reset is SET SESSION AUTHORIZATION, which would drop the role; we leave no session state behind
            NoResetOnClose = true,
        };
        text.Options = $"{text.Options} -c role={ApplicationRole.Name} -c lock_timeout=10s".TrimStart();
        return text.ConnectionString;
    }

    /// <summary>
    /// Hangfire's connections: a pool of its own, under the same role. Its commits do not wait for the disk: what a crash of the
    /// server takes from its tables is rung for again by the rows, and done twice it has one effect.
    /// </summary>
    internal string ForHangfire
    {
        get
        {
            var text = new NpgsqlConnectionStringBuilder(Serving)
            {
                ApplicationName = "TwinningWorkflow jobs",
                MaxAutoPrepare = 0,
                MaxPoolSize = 20,
            };
            text.Options += " -c synchronous_commit=off";
            return text.ConnectionString;
        }
    }

    /// <summary>A connection that listens for as long as the application runs: outside every pool.</summary>
    internal NpgsqlConnection ForListening() =>
        new(
            new NpgsqlConnectionStringBuilder(Serving)
            {
                ApplicationName = "TwinningWorkflow bell",
                Pooling = false,
                KeepAlive = 30,
            }.ConnectionString
        );
}
