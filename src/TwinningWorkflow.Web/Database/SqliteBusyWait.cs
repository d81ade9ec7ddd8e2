using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace TwinningWorkflow.Web.Database;

/// <summary>Gives EF Core's connections the same patience with a busy file as the step's.</summary>
internal sealed class SqliteBusyWait : DbConnectionInterceptor
{
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) =>
        DatabaseConnections.WaitWhenBusy(connection);

    public override Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        DatabaseConnections.WaitWhenBusy(connection);
        return Task.CompletedTask;
    }
}
