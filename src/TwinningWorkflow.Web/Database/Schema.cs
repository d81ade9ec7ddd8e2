using System.Data.Common;
using System.Reflection;
using Hangfire.PostgreSql;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace TwinningWorkflow.Web.Database;

/// <summary>The database's shape: brings it up to date, and tells at start whether it is.</summary>
public static class Schema
{
    /// <summary>
    /// Applies the migrations, then the triggers that they may have dropped and, on PostgreSQL, the application's role. Runs
    /// as the user of the connection string, who owns the tables; the application serves as a role that does not.
    /// </summary>
    public static async Task MigrateAsync(DatabaseOptions options, CancellationToken cancel)
    {
        await using var database = Owner(options);
        await database.Database.MigrateAsync(cancel);
        await database.Database.OpenConnectionAsync(cancel);
        var connection = database.Database.GetDbConnection();
        await RunAsync(connection, AppendOnly.Install(options.OnPostgres), cancel);
        if (connection is not NpgsqlConnection postgres)
            return;
        PostgreSqlObjectsInstaller.Install(postgres, ApplicationRole.HangfireSchema);
        await RunAsync(postgres, ApplicationRole.Grant, cancel);
    }

    /// <summary>
    /// True when the database has every migration of this program and the journal its triggers. Asked in one journey, without
    /// EF Core, whose model would cost more than all the rest of the start.
    /// </summary>
    public static async Task<bool> IsCurrentAsync(DatabaseConnections connections, CancellationToken cancel)
    {
        try
        {
            await using var connection = await connections.OpenAsync(cancel);
            var applied = new HashSet<string>(StringComparer.Ordinal);
            await using var command = connection.CreateCommand();
            command.CommandText =
                $"""SELECT "MigrationId" FROM "__EFMigrationsHistory"; {AppendOnly.Count(connections.OnPostgres)}""";
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
                applied.Add(reader.GetString(0));
            await reader.NextResultAsync(cancel);
            await reader.ReadAsync(cancel);
            var triggers = reader.GetInt64(0);
            return triggers >= AppendOnly.Expected(connections.OnPostgres)
                && Migrations(connections.OnPostgres).All(applied.Contains);
        }
        catch (SqliteException missing)
            when (missing.SqliteErrorCode is SQLitePCL.raw.SQLITE_ERROR or SQLitePCL.raw.SQLITE_CANTOPEN)
        {
            return false;
        }
        catch (PostgresException missing)
            when (missing.SqlState
                    is PostgresErrorCodes.UndefinedTable
                        or PostgresErrorCodes.InvalidCatalogName
                        or PostgresErrorCodes.InvalidParameterValue
                        or PostgresErrorCodes.InsufficientPrivilege
            )
        {
            // no table, no database, no role, or a role that this user may not take: all of them are what migrate mends
            return false;
        }
    }

    private static IEnumerable<string> Migrations(bool postgres)
    {
        var context = postgres ? typeof(PostgresDatabase) : typeof(SqliteDatabase);
        return typeof(Schema)
            .Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<DbContextAttribute>()?.ContextType == context)
            .Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id)
            .OfType<string>();
    }

    internal static TwinningDatabase Owner(DatabaseOptions options)
    {
        if (options.OnPostgres)
            return new PostgresDatabase(
                new DbContextOptionsBuilder<PostgresDatabase>().UseNpgsql(options.Postgres).Options
            );
        var path = Path.GetFullPath(options.Sqlite);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var file = new SqliteConnectionStringBuilder { DataSource = path }.ConnectionString;
        return new SqliteDatabase(new DbContextOptionsBuilder<SqliteDatabase>().UseSqlite(file).Options);
    }

    private static async Task RunAsync(DbConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of ours
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancel);
    }
}
