using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using NodaTime;

namespace TwinningWorkflow.Web.Database;

/// <summary>The embedded database: one file. An instant is a long of Unix milliseconds, a day its ISO text.</summary>
public sealed class SqliteDatabase(DbContextOptions<SqliteDatabase> options) : TwinningDatabase(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Instant>().HaveConversion<InstantAsMilliseconds>();
        configurationBuilder.Properties<LocalDate>().HaveConversion<DateAsText>();
    }

    internal sealed class DesignTime : IDesignTimeDbContextFactory<SqliteDatabase>
    {
        public SqliteDatabase CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder<SqliteDatabase>().UseSqlite("Data Source=:memory:").Options);
    }
}
