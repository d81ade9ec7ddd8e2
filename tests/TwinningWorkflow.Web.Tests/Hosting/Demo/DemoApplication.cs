using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Hosting;
using TwinningWorkflow.Web.Hosting.Demo;

namespace TwinningWorkflow.Web.Tests.Hosting.Demo;

/// <summary>The demonstration as it is served, filled, in a folder of its own.</summary>
internal sealed class DemoApplication : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("twinning-demo-");

    private DemoApplication(string? postgres) =>
        App = Application.Build(
            // what the program would find out by itself, were it not for the test that started it
            ["--applicationName", typeof(Application).Assembly.GetName().Name!],
            new Dictionary<string, string?>
            {
                [DemoMode.Setting] = "true",
                ["Data"] = folder.FullName,
                ["ConnectionStrings:Postgres"] = postgres,
            },
            builder =>
            {
                builder.WebHost.UseTestServer();
                builder.Logging.ClearProviders();
            }
        );

    public WebApplication App { get; }
    public BusinessClock Clock => App.Services.GetRequiredService<BusinessClock>();
    public DemoTime Time => App.Services.GetRequiredService<DemoTime>();

    /// <summary>The folder into which its mails go.</summary>
    public string Mail => Path.Combine(folder.FullName, "mail");

    public static async Task<DemoApplication> StartAsync(Postgres postgres, Provider provider)
    {
        var demo = new DemoApplication(provider == Provider.Postgres ? await postgres.CreateAsync() : null);
        await demo.App.StartAsync();
        await demo.App.Services.GetRequiredService<DemoStart>().Ready;
        return demo;
    }

    public TwinningDatabase Database() =>
        App.Services.GetRequiredService<IDbContextFactory<TwinningDatabase>>().CreateDbContext();

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
    }
}
