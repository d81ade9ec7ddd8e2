namespace TwinningWorkflow.Web.Database;

/// <summary>Which database.</summary>
/// <param name="Postgres">Connection string of a PostgreSQL server; null: the embedded file.</param>
/// <param name="Sqlite">Path of the SQLite file.</param>
public sealed record DatabaseOptions(string? Postgres, string Sqlite)
{
    public bool OnPostgres => Postgres is not null;
}
