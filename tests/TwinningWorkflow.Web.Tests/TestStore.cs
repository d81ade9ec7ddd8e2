using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Npgsql;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Terms.Calendars;

namespace TwinningWorkflow.Web.Tests;

/// <summary>Which database a test runs on.</summary>
public enum Provider
{
    Sqlite,
    Postgres,
}

/// <summary>
/// A migrated database of a test's own with one authority and one dossier, and the real runner on it under a clock that
/// stands until the test moves it.
/// </summary>
public sealed class TestStore : IAsyncDisposable
{
    public const string Authority = "brescia";

    private static readonly SemaphoreSlim Preparing = new(1);
    private static string? sqliteTemplate;
    private static string? postgresTemplate;

    private readonly string? folder;

    private TestStore(DatabaseOptions options, string? folder)
    {
        this.folder = folder;
        Options = options;
        Connections = new DatabaseConnections(options);
        Clock = new BusinessClock(Time);
        Catalog = new DefinitionCatalog(Connections, Clock);
        Runner = new ProcessRunner(Connections, Catalog, Bell);
    }

    public DatabaseOptions Options { get; }
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2022, 12, 5, 9, 0, 0, TimeSpan.Zero));
    public BusinessClock Clock { get; }
    public DatabaseConnections Connections { get; }
    public StepBell Bell { get; } = new();
    public DefinitionCatalog Catalog { get; }
    public ProcessRunner Runner { get; }
    public Guid Dossier { get; } = Guid.CreateVersion7();

    /// <summary>Contexts for those who outlive a request.</summary>
    public IDbContextFactory<TwinningDatabase> Databases => new Factory(this);

    public static Actor Clerk { get; } = new("account-1", "person-1", Authority, "clerk");

    /// <param name="postgres">The server.</param>
    /// <param name="provider">Which database.</param>
    /// <param name="files">Process files to publish.</param>
    public static async Task<TestStore> CreateAsync(Postgres postgres, Provider provider, params string[] files)
    {
        var store = provider == Provider.Sqlite ? await OnSqliteAsync() : await OnPostgresAsync(postgres);
        await using var database = store.Database();
        database.Authorities.Add(
            new Authority
            {
                Id = Authority,
                Name = "Comune di Brescia",
                MailFrom = "gemellaggi@brescia.example",
                Calendar = AuthorityDays.Of(new AnnualDate(2, 15)).Write(),
            }
        );
        database.Dossiers.Add(
            new Dossier
            {
                Id = store.Dossier,
                AuthorityId = Authority,
                Number = "2021/9",
                Title = "Kaunas",
                Kind = "twinning",
                PartnerCity = "Kaunas",
                PartnerCountry = "LT",
                OpenedAt = store.Clock.Now,
            }
        );
        await database.SaveChangesAsync();
        await store.PublishAsync(files);
        return store;
    }

    /// <summary>A context of its own, to look at the rows.</summary>
    public TwinningDatabase Database() =>
        Options.OnPostgres
            ? new PostgresDatabase(
                new DbContextOptionsBuilder<PostgresDatabase>().UseNpgsql(Connections.Postgres).Options
            )
            : new SqliteDatabase(
                new DbContextOptionsBuilder<SqliteDatabase>()
                    .UseSqlite(Connections.Serving)
                    .AddInterceptors(new SqliteConnectionSetUp())
                    .Options
            );

    public async Task PublishAsync(params string[] files)
    {
        var workflows = Directory.CreateTempSubdirectory("twinning-bpmn-").FullName;
        for (var i = 0; i < files.Length; i++)
            await File.WriteAllTextAsync(Path.Combine(workflows, $"{i}.bpmn"), files[i]);
        await Catalog.PublishAsync(new ProcessFolder(workflows), CancellationToken.None);
        Directory.Delete(workflows, recursive: true);
    }

    /// <summary>Starts a process on the dossier and answers its instance.</summary>
    public async Task<Guid> StartAsync(string processId)
    {
        var result = await Runner.StartAsync(Starting(processId), CancellationToken.None);
        return ((StepResult.Done)result).Instance;
    }

    public StartRequest Starting(string processId) =>
        new(
            Authority,
            Dossier,
            Guid.CreateVersion7(),
            processId,
            Clock.Now,
            Clerk,
            ImmutableDictionary<string, DataValue>.Empty
        );

    public Task<StepResult> RunAsync(Guid instance, Command command) =>
        Runner.RunAsync(new StepRequest(Authority, instance, command), CancellationToken.None);

    public CompleteTask Completing(long task, string? outcome = null) =>
        new(Clock.Now, Clerk, task, outcome, ImmutableDictionary<string, DataValue>.Empty);

    public ReceiveMessage Receiving(string message, string? key = null) =>
        new(Clock.Now, Clerk, message, key, ImmutableDictionary<string, DataValue>.Empty);

    public SuspendProcess Suspending(string reason = "elections") =>
        new(Clock.Now, Clerk) { Reason = reason, Act = Act("1/2022") };

    public ResumeProcess Resuming(string reason = "a new mayor") =>
        new(Clock.Now, Clerk) { Reason = reason, Act = Act("2/2022") };

    /// <summary>An instance as the pages read it, with its own journal.</summary>
    public async Task<(InstanceView View, IReadOnlyList<JournalEntry> Journal)> ReadAsync(Guid instance)
    {
        await using var database = Database();
        var view = await new InstanceReader(database, Catalog).FindAsync(Authority, instance, CancellationToken.None);
        var journal = await new JournalReader(database).ReadAsync(
            Authority,
            Journal.OfInstance(instance),
            CancellationToken.None
        );
        return (view!, journal);
    }

    public async Task<TaskRow> OpenTaskAsync(Guid instance, string node)
    {
        await using var database = Database();
        return await database.Tasks.SingleAsync(row =>
            row.InstanceId == instance && row.Node == node && row.Status == TaskRow.Open
        );
    }

    /// <summary>An act of today, without a file.</summary>
    private FormalAct Act(string number) =>
        new(number, Clock.Now.InZone(DateTimeZoneProviders.Tzdb["Europe/Rome"]).Date, []);

    public async ValueTask DisposeAsync()
    {
        if (Options.OnPostgres)
            NpgsqlConnection.ClearPool(new NpgsqlConnection(Connections.Serving));
        await Connections.DisposeAsync();
        SqliteConnection.ClearPool(
            new SqliteConnection(
                Connections.Serving.Contains("Host", StringComparison.Ordinal) ? "" : Connections.Serving
            )
        );
        if (folder is not null)
            Directory.Delete(folder, recursive: true);
    }

    private static async Task<TestStore> OnSqliteAsync()
    {
        await Preparing.WaitAsync();
        try
        {
            if (sqliteTemplate is null)
            {
                var template = Path.Combine(Directory.CreateTempSubdirectory("twinning-db-").FullName, "template.db");
                await Schema.MigrateAsync(new DatabaseOptions(null, template), CancellationToken.None);
                SqliteConnection.ClearAllPools();
                sqliteTemplate = template;
            }
        }
        finally
        {
            Preparing.Release();
        }
        var place = Directory.CreateTempSubdirectory("twinning-db-").FullName;
        var file = Path.Combine(place, "test.db");
        File.Copy(sqliteTemplate, file);
        return new TestStore(new DatabaseOptions(null, file), place);
    }

    private static async Task<TestStore> OnPostgresAsync(Postgres postgres)
    {
        await Preparing.WaitAsync();
        try
        {
            if (postgresTemplate is null)
            {
                var template = await postgres.CreateAsync();
                await Schema.MigrateAsync(new DatabaseOptions(template, ""), CancellationToken.None);
                NpgsqlConnection.ClearAllPools();
                postgresTemplate = new NpgsqlConnectionStringBuilder(template).Database;
            }
            return new TestStore(new DatabaseOptions(await postgres.CreateAsync(postgresTemplate), ""), folder: null);
        }
        finally
        {
            Preparing.Release();
        }
    }

    private sealed class Factory(TestStore store) : IDbContextFactory<TwinningDatabase>
    {
        public TwinningDatabase CreateDbContext() => store.Database();
    }
}
