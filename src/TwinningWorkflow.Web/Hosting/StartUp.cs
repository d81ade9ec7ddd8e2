using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Hosting.Demo;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Hosting;

/// <summary>The database has not the shape that this program needs, and it is not ours to change it unasked.</summary>
public sealed class NotMigratedException(string message) : Exception(message);

/// <summary>
/// What must be so before the first request: a database of the right shape, and the process files published. The embedded
/// file is brought to shape here; a server's database by its owner, with the verb <c>migrate</c>.
/// </summary>
public sealed partial class StartUp(
    DatabaseOptions options,
    DatabaseConnections connections,
    DefinitionCatalog catalog,
    ProcessFolder folder,
    DemoMark mark,
    IConfiguration configuration,
    IServiceProvider services,
    ILogger<StartUp> log
) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!await Schema.IsCurrentAsync(connections, cancellationToken))
        {
            if (options.OnPostgres && !DemoMode.IsOn(configuration))
                throw new NotMigratedException(
                    "Expected the database to have the shape of this version, but it has not. Run the verb migrate as its owner."
                );
            await Schema.MigrateAsync(options, cancellationToken);
        }
        var isFilled = await mark.CheckAsync(DemoMode.IsOn(configuration), cancellationToken);
        if (services.GetService<DemoStart>() is { } demo)
            await demo.SetClockAsync(isFilled, cancellationToken);
        foreach (var (file, published) in await catalog.PublishAsync(folder, cancellationToken))
            Published(file, published.Definition.Id, published.Version);
        foreach (var refused in catalog.Refused)
        foreach (var problem in refused.Problems)
            Refused(refused.File, problem.Line, problem.ElementId, problem.Message, problem.Cure);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "The process file {File} is published: process {Process}, version {Version}."
    )]
    private partial void Published(string file, string process, int version);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The process file {File} was not published. Line {Line}, {Element}: {Problem} {Cure}"
    )]
    private partial void Refused(string file, int line, string element, string problem, string cure);
}
