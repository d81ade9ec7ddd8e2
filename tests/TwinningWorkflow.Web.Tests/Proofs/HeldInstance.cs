using Npgsql;
using TwinningWorkflow.Running;

namespace TwinningWorkflow.Web.Tests.Proofs;

/// <summary>
/// Holds an instance's row as a step does, so that steps of any node queue for it. When it is let go, all that have gathered
/// go at the instance at once: that is how a test gets a race instead of hoping for one.
/// </summary>
internal sealed class HeldInstance : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    private readonly NpgsqlConnection connection;
    private readonly string transaction;
    private readonly string row;

    private HeldInstance(NpgsqlConnection connection, string transaction, string row)
    {
        this.connection = connection;
        this.transaction = transaction;
        this.row = row;
    }

    /// <summary>Queues for the row like everybody else.</summary>
    public static async Task<HeldInstance> TakeAsync(string database, Guid instance)
    {
        var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var take = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("BEGIN"),
                new NpgsqlBatchCommand("SELECT pg_current_xact_id()::xid::text"),
                new NpgsqlBatchCommand("SELECT i.ctid::text FROM instances i WHERE i.id = $1 FOR UPDATE")
                {
                    Parameters = { new NpgsqlParameter { Value = instance } },
                },
            },
        };
        await using var reader = await take.ExecuteReaderAsync();
        await reader.ReadAsync();
        var transaction = reader.GetString(0);
        await reader.NextResultAsync();
        await reader.ReadAsync();
        return new HeldInstance(connection, transaction, reader.GetString(0));
    }

    /// <summary>Waits until so many sessions want the row.</summary>
    public Task UntilWantedByAsync(int sessions) =>
        Until.HoldsAsync(WantedByAsync, count => count >= sessions, Patience);

    /// <summary>Lets the row go.</summary>
    public async ValueTask DisposeAsync()
    {
        await using (var letGo = new NpgsqlCommand("ROLLBACK", connection))
            await letGo.ExecuteNonQueryAsync();
        await connection.DisposeAsync();
    }

    /// <summary>The first in the queue waits for the holder, the others for the first.</summary>
    private async Task<long> WantedByAsync()
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT count(*) FROM pg_locks
            WHERE NOT granted AND (
                locktype = 'transactionid' AND transactionid::text = $1
                OR locktype = 'tuple' AND relation = 'instances'::regclass AND format('(%s,%s)', page, tuple) = $2)
            """,
            connection
        );
        command.Parameters.Add(new NpgsqlParameter { Value = transaction });
        command.Parameters.Add(new NpgsqlParameter { Value = row });
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
