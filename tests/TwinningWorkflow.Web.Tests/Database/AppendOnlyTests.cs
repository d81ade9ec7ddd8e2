using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Database;

public sealed class AppendOnlyTests(Postgres postgres)
{
    public static TheoryData<Provider, string> Attempts() =>
        new()
        {
            { Provider.Sqlite, "UPDATE journal SET kind = 'forged'" },
            { Provider.Sqlite, "DELETE FROM journal" },
            { Provider.Sqlite, "INSERT OR REPLACE INTO journal SELECT * FROM journal" },
            { Provider.Sqlite, "REPLACE INTO journal SELECT * FROM journal" },
            {
                Provider.Sqlite,
                "INSERT OR REPLACE INTO journal (rowid, stream, sequence, authority_id, at, kind, body, previous_hash, hash) "
                    + "SELECT rowid, 'elsewhere', sequence, authority_id, at, kind, body, previous_hash, hash FROM journal"
            },
            { Provider.Postgres, "UPDATE journal SET kind = 'forged'" },
            { Provider.Postgres, "DELETE FROM journal" },
            { Provider.Postgres, "TRUNCATE journal" },
            { Provider.Postgres, "SET session_replication_role = replica; DELETE FROM journal" },
        };

    [Theory]
    [MemberData(nameof(Attempts))]
    public async Task Not_even_the_superuser_changes_the_journal_by_plain_sql(Provider provider, string attempt)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.OneTask("approval"));
        await store.StartAsync("approval");
        await using var database = store.Database();
        var before = await database.Journal.CountAsync();
        await using DbConnection connection = store.Options.Postgres is { } owner
            ? new NpgsqlConnection(postgres.AsSuperuser(owner))
            : new SqliteConnection(store.Connections.Serving);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = attempt;

        var refusal = await Assert.ThrowsAnyAsync<DbException>(() => command.ExecuteNonQueryAsync());

        Assert.Contains("append-only", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(
            before,
            await database.Journal.CountAsync(row => row.Kind != "forged" && row.Stream != "elsewhere")
        );
    }

    [Theory]
    [InlineData("ALTER TABLE journal DISABLE TRIGGER ALL")]
    [InlineData("DROP TRIGGER journal_append_only ON journal")]
    [InlineData("DROP TABLE journal")]
    [InlineData("UPDATE journal SET kind = 'forged'")]
    [InlineData("DELETE FROM definitions")]
    [InlineData("DELETE FROM \"__EFMigrationsHistory\"")]
    [InlineData("CREATE TABLE mine (id int)")]
    public async Task The_role_that_serves_may_not_even_try(string attempt)
    {
        await using var store = await TestStore.CreateAsync(postgres, Provider.Postgres);
        await using var connection = await store.Connections.OpenAsync(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = attempt;

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    [Fact]
    public async Task A_connection_that_comes_back_from_the_pool_still_has_the_role()
    {
        await using var store = await TestStore.CreateAsync(postgres, Provider.Postgres);
        for (var use = 0; use < 3; use++)
        {
            await using var connection = await store.Connections.OpenAsync(CancellationToken.None);
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT current_user";

            Assert.Equal(ApplicationRole.Name, await command.ExecuteScalarAsync());
        }
    }
}
