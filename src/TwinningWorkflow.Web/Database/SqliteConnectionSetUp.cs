using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace TwinningWorkflow.Web.Database;

/// <summary>
/// Gives EF Core's connections the same patience with a busy file as the step's, and a <c>lower()</c> that knows more letters
/// than those of ASCII: «Évry» is found as «évry».
/// </summary>
internal sealed class SqliteConnectionSetUp : DbConnectionInterceptor
{
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) =>
        SetUp(connection);

    public override Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        SetUp(connection);
        return Task.CompletedTask;
    }

    private static void SetUp(DbConnection connection)
    {
        DatabaseConnections.WaitWhenBusy(connection);
        ((SqliteConnection)connection).CreateFunction(
            "lower",
            (string? text) => text?.ToLowerInvariant(),
            isDeterministic: true
        );
    }
}
