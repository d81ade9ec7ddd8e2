namespace TwinningWorkflow.Web.Database;

/// <summary>
/// Builds EF Core's model of the database beside the start of everything else. It takes a good part of a start and needs no
/// connection; whoever first asks for a context finds it, for EF Core keeps it by its kind.
/// </summary>
internal static class EarlyModel
{
    /// <summary>Begins; nobody waits for it, and who comes before its end builds it as ever.</summary>
    public static void Begin(DatabaseOptions options) =>
        _ = Task.Run(() =>
        {
            using TwinningDatabase database = options.OnPostgres
                ? new PostgresDatabase.DesignTime().CreateDbContext([])
                : new SqliteDatabase.DesignTime().CreateDbContext([]);
            _ = database.Model;
        });
}
