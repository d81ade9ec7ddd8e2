using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using NodaTime;
using Npgsql;

namespace TwinningWorkflow.Web.Database;

/// <summary>A value for a JSON column.</summary>
internal readonly record struct Json(string Text);

/// <summary>
/// A transaction written by hand: statements gather and travel together, the first with BEGIN, the last with COMMIT. The SQL
/// is the same on both databases, with parameters $1, $2, ...
/// </summary>
internal abstract class WriteSession : IAsyncDisposable
{
    private readonly List<Statement> gathered = [];

    /// <summary>Adds a statement to the next journey.</summary>
    public void Add(string sql, params ReadOnlySpan<object?> values) =>
        gathered.Add(new Statement(sql, values.ToArray(), null));

    /// <summary>Adds a statement that answers rows.</summary>
    public void AddQuery(Action<DbDataReader> onRow, string sql, params ReadOnlySpan<object?> values) =>
        gathered.Add(new Statement(sql, values.ToArray(), onRow));

    /// <summary>Sends what has gathered, within the transaction.</summary>
    public async Task SendAsync(CancellationToken cancel)
    {
        await SendAsync(gathered, commit: false, cancel);
        gathered.Clear();
    }

    /// <summary>Sends what has gathered and commits.</summary>
    public async Task CommitAsync(CancellationToken cancel)
    {
        await SendAsync(gathered, commit: true, cancel);
        gathered.Clear();
    }

    /// <summary>Appended to a SELECT that must lock its row; SQLite has locked the whole file already.</summary>
    public abstract string ForUpdate(string alias);

    /// <summary>Appended to a SELECT whose row nobody may change before this session ends; others may read it so too.</summary>
    public abstract string ForShare(string alias);

    public abstract Instant ReadInstant(DbDataReader row, int column);

    public abstract ValueTask DisposeAsync();

    protected abstract Task SendAsync(IReadOnlyList<Statement> statements, bool commit, CancellationToken cancel);

    /// <summary>A session inside the context's open transaction, which commits it.</summary>
    public static WriteSession JoinedTo(TwinningDatabase database)
    {
        var transaction =
            database.Database.CurrentTransaction?.GetDbTransaction()
            ?? throw new InvalidOperationException("Expected an open transaction, but the context has none.");
        return transaction is SqliteTransaction sqlite
            ? new SqliteSession(sqlite.Connection!, sqlite, release: null)
            : new PostgresSession((NpgsqlConnection)transaction.Connection!, joined: true);
    }

    protected readonly record struct Statement(string Sql, object?[] Values, Action<DbDataReader>? OnRow);
}

/// <summary>On PostgreSQL: what has gathered is one batch, one round trip.</summary>
internal sealed class PostgresSession(NpgsqlConnection connection, bool joined) : WriteSession
{
    private bool begun;

    public override string ForUpdate(string alias) => " FOR UPDATE OF " + alias;

    public override string ForShare(string alias) => " FOR SHARE OF " + alias;

    public override Instant ReadInstant(DbDataReader row, int column) =>
        Instant.FromDateTimeUtc(row.GetDateTime(column));

    protected override async Task SendAsync(IReadOnlyList<Statement> statements, bool commit, CancellationToken cancel)
    {
        await using var batch = connection.CreateBatch();
        if (!begun && !joined)
            batch.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN"));
        begun = true;
        foreach (var statement in statements)
        {
            var command = new NpgsqlBatchCommand(statement.Sql);
            foreach (var value in statement.Values)
                command.Parameters.Add(Parameter(value));
            batch.BatchCommands.Add(command);
        }
        if (commit)
            batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));

        await using (var reader = await batch.ExecuteReaderAsync(cancel))
        {
            foreach (var statement in statements)
            {
                if (statement.OnRow is null)
                    continue;
                while (await reader.ReadAsync(cancel))
                    statement.OnRow(reader);
                await reader.NextResultAsync(cancel);
            }
        }
        begun = !commit;
    }

    public override async ValueTask DisposeAsync()
    {
        if (joined)
            return;
        try
        {
            // a lost connection has nothing to roll back: the server did
            if (begun && connection.FullState.HasFlag(System.Data.ConnectionState.Open))
                await using (var rollback = new NpgsqlCommand("ROLLBACK", connection))
                    await rollback.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (NpgsqlException)
        {
            NpgsqlConnection.ClearPool(connection);
        }
        finally
        {
            await connection.DisposeAsync();
        }
    }

    private static NpgsqlParameter Parameter(object? value) =>
        value switch
        {
            null => new NpgsqlParameter { Value = DBNull.Value },
            string text => new NpgsqlParameter<string> { TypedValue = text },
            long number => new NpgsqlParameter<long> { TypedValue = number },
            int number => new NpgsqlParameter<int> { TypedValue = number },
            bool flag => new NpgsqlParameter<bool> { TypedValue = flag },
            Guid id => new NpgsqlParameter<Guid> { TypedValue = id },
            byte[] bytes => new NpgsqlParameter<byte[]> { TypedValue = bytes },
            Instant instant => new NpgsqlParameter<DateTime> { TypedValue = instant.ToDateTimeUtc() },
            LocalDate date => new NpgsqlParameter<DateOnly> { TypedValue = date.ToDateOnly() },
            Json json => new NpgsqlParameter<string>
            {
                TypedValue = json.Text,
                NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Jsonb,
            },
            _ => throw new ArgumentException(
                $"Expected a value of a column, but {value.GetType().Name} came.",
                nameof(value)
            ),
        };
}

/// <summary>On SQLite: the statements run one after another inside BEGIN IMMEDIATE.</summary>
internal sealed class SqliteSession(SqliteConnection connection, SqliteTransaction transaction, Func<int>? release)
    : WriteSession
{
    public override string ForUpdate(string alias) => "";

    public override string ForShare(string alias) => "";

    public override Instant ReadInstant(DbDataReader row, int column) =>
        Instant.FromUnixTimeMilliseconds(row.GetInt64(column));

    [SuppressMessage("Security", "CA2100", Justification = "Every statement is a constant of ours.")]
    protected override Task SendAsync(IReadOnlyList<Statement> statements, bool commit, CancellationToken cancel)
    {
        foreach (var statement in statements)
        {
            cancel.ThrowIfCancellationRequested();
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = statement.Sql;
            for (var i = 0; i < statement.Values.Length; i++)
                command.Parameters.AddWithValue($"${i + 1}", Stored(statement.Values[i]));
            if (statement.OnRow is null)
            {
                command.ExecuteNonQuery();
                continue;
            }
            using var reader = command.ExecuteReader();
            while (reader.Read())
                statement.OnRow(reader);
        }
        if (commit)
            transaction.Commit();
        return Task.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        if (release is null)
            return;
        try
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
        finally
        {
            release();
        }
    }

    private static object Stored(object? value) =>
        value switch
        {
            null => DBNull.Value,
            Instant instant => instant.ToUnixTimeMilliseconds(),
            LocalDate date => NodaTime.Text.LocalDatePattern.Iso.Format(date),
            Json json => json.Text,
            _ => value,
        };
}
