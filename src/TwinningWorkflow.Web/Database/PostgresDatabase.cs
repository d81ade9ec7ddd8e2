using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using NodaTime;

namespace TwinningWorkflow.Web.Database;

/// <summary>The database of a server, for any number of nodes. An instant is a timestamptz, a day a date.</summary>
public sealed class PostgresDatabase(DbContextOptions<PostgresDatabase> options) : TwinningDatabase(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Instant>().HaveConversion<InstantAsTimestamp>();
        configurationBuilder.Properties<LocalDate>().HaveConversion<DateAsDate>();
    }

    internal sealed class DesignTime : IDesignTimeDbContextFactory<PostgresDatabase>
    {
        public PostgresDatabase CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder<PostgresDatabase>().UseNpgsql("Host=design-time").Options);
    }
}
