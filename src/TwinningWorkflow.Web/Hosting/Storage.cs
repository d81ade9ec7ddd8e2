using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Hosting;

/// <summary>Which database: PostgreSQL when <c>ConnectionStrings:Postgres</c> is set, else the file in the folder <c>Data</c>.</summary>
public static class Storage
{
    public static void AddStorage(this WebApplicationBuilder builder)
    {
        if (builder.Configuration.GetConnectionString("Postgres") is { Length: > 0 } postgres)
            builder.Services.AddDbContext<TwinningDatabase, PostgresDatabase>(options => options.UseNpgsql(postgres));
        else
        {
            var folder = DataFolder(builder.Configuration);
            Directory.CreateDirectory(folder);
            var file = Path.Combine(folder, "twinning.db");
            builder.Services.AddDbContext<TwinningDatabase, SqliteDatabase>(options =>
                options.UseSqlite($"Data Source={file}")
            );
        }
    }

    public static string DataFolder(IConfiguration configuration) =>
        configuration["Data"] is { Length: > 0 } folder ? folder : "data";
}
