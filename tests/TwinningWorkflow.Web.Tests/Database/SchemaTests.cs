using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;
using Npgsql;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Terms.Calendars;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Database;

public sealed class SchemaTests(Postgres postgres)
{
    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task The_migrations_give_the_model_s_shape(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider);
        await using var database = store.Database();

        // if this fails: dotnet ef migrations add NAME, for both contexts
        Assert.False(database.Database.HasPendingModelChanges());
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_migrated_database_is_current(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider);

        Assert.True(await Schema.IsCurrentAsync(store.Connections, CancellationToken.None));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_database_whose_journal_lost_a_trigger_is_not_current_until_migrated(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider);
        await using DbConnection connection = store.Options.Postgres is { } owner
            ? new NpgsqlConnection(owner)
            : new SqliteConnection(store.Connections.Serving);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = store.Options.OnPostgres
            ? "DROP TRIGGER journal_append_only ON journal"
            : "DROP TRIGGER journal_no_update";
        await command.ExecuteNonQueryAsync();

        Assert.False(await Schema.IsCurrentAsync(store.Connections, CancellationToken.None));

        await Schema.MigrateAsync(store.Options, CancellationToken.None);
        Assert.True(await Schema.IsCurrentAsync(store.Connections, CancellationToken.None));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task An_empty_database_is_not_current(Provider provider)
    {
        var options =
            provider == Provider.Postgres
                ? new DatabaseOptions(await postgres.CreateAsync(), "")
                : new DatabaseOptions(null, Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.db"));
        await using var connections = new DatabaseConnections(options);

        Assert.False(await Schema.IsCurrentAsync(connections, CancellationToken.None));
    }

    [Theory]
    [InlineData(Provider.Sqlite, "0215")]
    [InlineData(Provider.Postgres, "0215")]
    [InlineData(Provider.Sqlite, "")]
    [InlineData(Provider.Postgres, "")]
    public async Task A_patron_s_day_of_before_becomes_a_calendar(Provider provider, string patron)
    {
        var options =
            provider == Provider.Postgres
                ? new DatabaseOptions(await postgres.CreateAsync(), "")
                : new DatabaseOptions(null, Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.db"));
        await using (var before = Schema.Owner(options))
        {
            await before.GetService<IMigrator>().MigrateAsync("UnarmedTimers");
            await before.Database.ExecuteSqlAsync(
                $"INSERT INTO authorities (id, name, zone, language, patron_day, mail_from) VALUES ('brescia', 'Brescia', 'Europe/Rome', 'it', {patron}, '')"
            );
        }

        await Schema.MigrateAsync(options, CancellationToken.None);

        await using var database = Schema.Owner(options);
        AnnualDate? expected = patron.Length > 0 ? new AnnualDate(2, 15) : null;
        Assert.Equal(AuthorityDays.Of(expected).Write(), (await database.Authorities.SingleAsync()).Calendar);
    }
}
