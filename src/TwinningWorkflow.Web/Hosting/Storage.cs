using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Hosting;

/// <summary>
/// The database, the business clock and the processes that live on them. PostgreSQL when <c>ConnectionStrings:Postgres</c> is
/// set, else a file in the folder <c>Data</c>.
/// </summary>
public static class Storage
{
    public static void AddStorage(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        var options = new DatabaseOptions(
            builder.Configuration.GetConnectionString("Postgres") is { Length: > 0 } postgres ? postgres : null,
            Path.Combine(DataFolder(builder.Configuration), "twinning.db")
        );
        EarlyModel.Begin(options);
        AddDatabase(services, options);
        // given its clock here: the container's TimeProvider may be anything
        services.TryAddSingleton(_ => new BusinessClock(TimeProvider.System));
        services.AddSingleton<StepBell>();
        services.AddSingleton<DefinitionCatalog>();
        services.AddSingleton<ProcessRunner>();
        services.AddScoped<InstanceReader>();
        services.AddScoped<JournalReader>();
        services.AddScoped<Dossiers>();
        services.AddScoped<KeptFacts>();
    }

    /// <summary>Where the SQLite file lies.</summary>
    public static string DataFolder(IConfiguration configuration) =>
        configuration["Data"] is { Length: > 0 } folder ? folder : "data";

    /// <summary>Connections and contexts: a <see cref="TwinningDatabase"/> a request, and a factory of it for jobs.</summary>
    private static void AddDatabase(IServiceCollection services, DatabaseOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<DatabaseConnections>();
        if (options.OnPostgres)
        {
            services.AddPooledDbContextFactory<PostgresDatabase>(
                (provider, context) => context.UseNpgsql(provider.GetRequiredService<DatabaseConnections>().Postgres)
            );
            services.AddSingleton<IDbContextFactory<TwinningDatabase>, DatabaseFactory<PostgresDatabase>>();
        }
        else
        {
            services.AddPooledDbContextFactory<SqliteDatabase>(
                (provider, context) =>
                    context
                        .UseSqlite(provider.GetRequiredService<DatabaseConnections>().Serving)
                        .AddInterceptors(new SqliteConnectionSetUp())
            );
            services.AddSingleton<IDbContextFactory<TwinningDatabase>, DatabaseFactory<SqliteDatabase>>();
        }
        services.AddScoped(provider =>
            provider.GetRequiredService<IDbContextFactory<TwinningDatabase>>().CreateDbContext()
        );
    }
}
