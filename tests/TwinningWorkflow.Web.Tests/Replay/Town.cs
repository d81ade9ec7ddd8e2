using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Bpmn;
using TwinningWorkflow.Running;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Hosting;
using TwinningWorkflow.Web.Hosting.Demo;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Simulation;
using TwinningWorkflow.Web.Tests.Simulation;

namespace TwinningWorkflow.Web.Tests.Replay;

/// <summary>
/// A municipality with people and without dossiers on a day of the test's choice, served by the real application as a process
/// of its own: the demonstration, since only that lets its clock be moved.
/// </summary>
internal sealed class Town : IAsyncDisposable
{
    public const string Authority = "brescia";

    private readonly string folder;
    private readonly DatabaseOptions options;
    private readonly SemaphoreSlim signingIn = new(1);
    private readonly Dictionary<string, Official> signedIn = new(StringComparer.Ordinal);
    private readonly Dictionary<(Uri, string), Official> officials = [];

    private Town(string folder, DatabaseOptions options)
    {
        this.folder = folder;
        this.options = options;
    }

    /// <summary>Where mails go.</summary>
    public string Pickup => Path.Combine(folder, "mail");

    public string? Postgres => options.Postgres;

    public static async Task<Town> CreateAsync(
        Postgres postgres,
        Provider provider,
        Instant now,
        AnnualDate? patron = null
    )
    {
        var folder = Directory.CreateTempSubdirectory("twinning-town-").FullName;
        var options = new DatabaseOptions(
            provider == Provider.Postgres ? await postgres.CreateAsync() : null,
            Path.Combine(folder, "twinning.db")
        );
        await Schema.MigrateAsync(options, CancellationToken.None);
        var town = new Town(folder, options);
        await town.PeopleAsync(now, patron);
        return town;
    }

    /// <summary>What the town chooses where the process of the twinning leaves a choice.</summary>
    public async Task ChooseAsync(IReadOnlyDictionary<string, JsonElement> choices)
    {
        var twinning = BpmnReader
            .Read(await File.ReadAllBytesAsync(Path.Combine(Simulator.Folder, "twinning.bpmn")))
            .Definition!;
        await using var database = Database();
        await new ProcessChoices(database, new BusinessClock(TimeProvider.System)).ChangeAsync(
            twinning,
            twinning
                .Settings.Where(x => choices.ContainsKey(x.Field.Id))
                .ToImmutableDictionary(
                    x => x.Field.Id,
                    x => ScenarioValues.Value(x.Field, x.Field.Id, choices[x.Field.Id])
                ),
            Actor.System(Authority, "test"),
            CancellationToken.None
        );
    }

    /// <summary>Starts a node of the application; there may be several.</summary>
    public Task<RunningApplication> ServeAsync() =>
        RunningApplication.StartAsync(["--demo", "--port", "0", $"--Mail:Pickup={Pickup}", .. Storage()]);

    /// <summary>
    /// Starts the application within the test, on a port of its own: the same composition, whose jobs and clock the test can
    /// reach.
    /// </summary>
    public async Task<WebApplication> ServeHereAsync()
    {
        var application = Application.Build(
            [],
            new Dictionary<string, string?>
            {
                ["Demo:Enabled"] = "true",
                ["urls"] = "http://127.0.0.1:0",
                ["Mail:Pickup"] = Pickup,
                ["Data"] = folder,
                ["ConnectionStrings:Postgres"] = options.Postgres,
            }
        );
        await application.StartAsync();
        return application;
    }

    /// <summary>Whoever holds a role, signed in over the API at the first node that they ever asked.</summary>
    public async Task<Official> OfficialAsync(Uri node, string role)
    {
        await signingIn.WaitAsync();
        try
        {
            if (officials.TryGetValue((node, role), out var official))
                return official;
            if (!signedIn.TryGetValue(role, out var before))
                return officials[(node, role)] = signedIn[role] = await Official.SignInAsync(node, EmailOf(role));
            return officials[(node, role)] = before.At(node);
        }
        finally
        {
            signingIn.Release();
        }
    }

    public static string EmailOf(string role) => DemoPeople.All.Single(person => person.Role == role).Email;

    /// <summary>Contexts for who wants more than one.</summary>
    public IDbContextFactory<TwinningDatabase> Databases => new Looks(this);

    /// <summary>A look at the rows.</summary>
    public TwinningDatabase Database() =>
        options.OnPostgres
            ? new PostgresDatabase(new DbContextOptionsBuilder<PostgresDatabase>().UseNpgsql(options.Postgres).Options)
            : new SqliteDatabase(
                new DbContextOptionsBuilder<SqliteDatabase>().UseSqlite($"Data Source={options.Sqlite}").Options
            );

    /// <summary>The arguments that name its database.</summary>
    public IEnumerable<string> Storage() =>
        options.OnPostgres ? ["--postgres", options.Postgres!, "--data", folder] : ["--data", folder];

    public ValueTask DisposeAsync()
    {
        foreach (var official in officials.Values)
            official.Dispose();
        signingIn.Dispose();
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task PeopleAsync(Instant now, AnnualDate? patron)
    {
        await using var host = Application
            .Prepare(
                [],
                new Dictionary<string, string?> { ["ConnectionStrings:Postgres"] = options.Postgres, ["Data"] = folder }
            )
            .Build();
        await using var scope = host.Services.CreateAsyncScope();
        var clock = scope.ServiceProvider.GetRequiredService<BusinessClock>();
        clock.OffsetMilliseconds = (long)(now - clock.Now).TotalMilliseconds;
        var people = scope.ServiceProvider.GetRequiredService<NewPeople>();
        var authority = new NewAuthority(Authority, "Comune di Brescia", "gemellaggi@brescia.example")
        {
            Patron = patron,
        };
        var administrator = (await people.SetUpAsync(authority, New(DemoPeople.Administrator), default)).Account!;
        var actor = new Actor($"{administrator.Id:D}", $"{administrator.PersonId:D}", Authority, Roles.Administrator);
        foreach (var person in DemoPeople.All)
            if (person != DemoPeople.Administrator)
                await people.AddAsync(Authority, New(person), actor, default);

        await using var database = Database();
        foreach (var body in (string[])["DARA", "MAECI", "REGIONE"])
            database.Recipients.Add(
                new Recipient
                {
                    AuthorityId = Authority,
                    Code = body,
                    Name = body,
                    Address = $"gemellaggi@{body.ToLowerInvariant()}.example",
                }
            );
        database.Settings.Add(new Setting { Key = "demo", Value = "ready" });
        database.Settings.Add(
            new Setting
            {
                Key = "clock-offset-milliseconds",
                Value = clock.OffsetMilliseconds.ToString(CultureInfo.InvariantCulture),
            }
        );
        await database.SaveChangesAsync();
    }

    private static NewPerson New(DemoPerson person) =>
        new(person.Name, person.Email, DemoPeople.Password, [person.Role]);

    private sealed class Looks(Town town) : IDbContextFactory<TwinningDatabase>
    {
        public TwinningDatabase CreateDbContext() => town.Database();
    }
}
