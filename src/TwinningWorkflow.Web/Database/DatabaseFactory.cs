using Microsoft.EntityFrameworkCore;

namespace TwinningWorkflow.Web.Database;

/// <summary>Makes contexts of whichever database is configured, for those who outlive a request.</summary>
internal sealed class DatabaseFactory<T>(IDbContextFactory<T> factory) : IDbContextFactory<TwinningDatabase>
    where T : TwinningDatabase
{
    public TwinningDatabase CreateDbContext() => factory.CreateDbContext();
}
