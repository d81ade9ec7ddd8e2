using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Hosting;
using TwinningWorkflow.Web.Hosting.Demo;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Api;

/// <summary>
/// The whole application on a database of its own, with one person a role in two towns, under a clock that stands until the
/// test moves it: 5 December 2022, ten o'clock in Brescia.
/// </summary>
public sealed class Town : IAsyncDisposable
{
    public const string Password = "una-parola-da-nulla";
    public const string Other = "cremona";

    private static readonly string[] Everybody =
    [
        Roles.Clerk,
        Roles.DepartmentHead,
        Roles.Accounting,
        Roles.Secretariat,
        Roles.Mayor,
        Roles.Auditor,
    ];

    private readonly TestStore store;
    private readonly WebApplication app;
    private readonly string folder;
    private readonly SemaphoreSlim signingIn = new(1);
    private readonly Dictionary<string, string> tokens = new(StringComparer.Ordinal);

    private Town(TestStore store, WebApplication app, ApiDocument document, string folder)
    {
        this.store = store;
        this.app = app;
        this.folder = folder;
        Document = document;
    }

    public ApiDocument Document { get; }

    public FakeTimeProvider Time => store.Time;
    public IServiceProvider Services => app.Services;

    public TwinningDatabase Database() => store.Database();

    public static async Task<Town> BuildAsync(Postgres postgres, Provider provider, bool demo = false)
    {
        var made = await TestStore.CreateAsync(postgres, provider);
        var data = Directory.CreateTempSubdirectory("twinning-town-").FullName;
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Data"] = data,
            ["ConnectionStrings:Postgres"] = made.Options.Postgres,
            ["Uploads:MaxBytes"] = "20000",
            ["Demo:Enabled"] = demo ? "true" : null,
        };
        var built = Application.Build(
            // whose files wwwroot holds: else the tests' own name would be taken
            ["--applicationName", typeof(Application).Assembly.GetName().Name!],
            settings,
            builder =>
            {
                builder.WebHost.UseTestServer();
                builder.Logging.ClearProviders();
                builder.Services.AddSingleton(made.Options);
                builder.Services.AddSingleton(made.Clock);
            }
        );
        await using (var scope = built.Services.CreateAsyncScope())
            await InhabitAsync(scope.ServiceProvider, made);
        // its people are these, not the demonstration's own
        if (demo)
            await built.Services.GetRequiredService<DemoMark>().EndAsync(CancellationToken.None);
        await built.StartAsync();
        return new Town(made, built, await ApiDocument.ReadAsync(built.GetTestClient()), data);
    }

    /// <summary>The caller signed in as the person who holds a role.</summary>
    public Task<Caller> AsAsync(string role, string authority = TestStore.Authority) =>
        SignInAsync(EmailOf(role, authority));

    private async Task<Caller> SignInAsync(string email)
    {
        await signingIn.WaitAsync();
        try
        {
            if (!tokens.TryGetValue(email, out var token))
            {
                var answer = await Stranger().PostAsync("/api/v1/sign-in", new { email, password = Password });
                tokens[email] = token = answer.Json["accessToken"]!.GetValue<string>();
            }
            return new Caller(app.GetTestClient(), Document, token);
        }
        finally
        {
            signingIn.Release();
        }
    }

    /// <summary>A caller with a token, whatever it is.</summary>
    public Caller With(string token) => new(app.GetTestClient(), Document, token);

    /// <summary>A caller without a token.</summary>
    public Caller Stranger() => new(app.GetTestClient(), Document, token: null);

    /// <summary>How much has been written by requests: what is refused must leave it as it was.</summary>
    public async Task<string> WrittenAsync()
    {
        await using var database = Database();
        return $"""
            journal {await database.Journal.CountAsync()}
            dossiers {await database.Dossiers.CountAsync()}, changed {await database.Dossiers.SumAsync(x => x.Version)}
            processes {await database.Instances.CountAsync()}, steps {await database.Instances.SumAsync(x => x.Version)}
            open tasks {await database.Tasks.CountAsync(x => x.Status == TaskRow.Open)}
            documents {await database.Documents.CountAsync()}, files {await database.Files.CountAsync()}
            texts {await database.TextVersions.CountAsync()}, personal {await database.PersonalValues.CountAsync()}
            kept {await database.Inbox.CountAsync()}, answers {await database.Answers.CountAsync()}
            open incidents {await database.Incidents.CountAsync(x => x.ResolvedAt == null)}
            """;
    }

    /// <summary>A further person of Brescia, signed in.</summary>
    public async Task<Caller> NewcomerAsync(string name, params string[] roles)
    {
        await using var scope = Services.CreateAsyncScope();
        var person = new NewPerson(name, $"{name}@brescia.example", Password, roles);
        var actor = Actor.System(TestStore.Authority, "test");
        var added = await scope
            .ServiceProvider.GetRequiredService<NewPeople>()
            .AddAsync(TestStore.Authority, person, actor, CancellationToken.None);
        Assert.Empty(added.Problems);
        return await SignInAsync(person.Email);
    }

    public static string EmailOf(string role, string authority) => $"{role}@{authority}.example";

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        await store.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task InhabitAsync(IServiceProvider services, TestStore store)
    {
        await using (var database = store.Database())
        {
            database.Authorities.Add(
                new Authority
                {
                    Id = Other,
                    Name = "Comune di Cremona",
                    MailFrom = "gemellaggi@cremona.example",
                }
            );
            await database.SaveChangesAsync();
        }
        var people = services.GetRequiredService<NewPeople>();
        await people.SetUpAsync(
            new NewAuthority(TestStore.Authority, "Comune di Brescia", "gemellaggi@brescia.example"),
            Person(Roles.Administrator, TestStore.Authority),
            CancellationToken.None
        );
        foreach (var role in Everybody)
            await AddAsync(people, role, TestStore.Authority);
        foreach (var role in new[] { Roles.Clerk, Roles.Administrator })
            await AddAsync(people, role, Other);
    }

    private static async Task AddAsync(NewPeople people, string role, string authority)
    {
        var actor = Actor.System(authority, "test");
        var added = await people.AddAsync(authority, Person(role, authority), actor, CancellationToken.None);
        Assert.Empty(added.Problems);
    }

    private static NewPerson Person(string role, string authority) =>
        new($"Persona {role}", EmailOf(role, authority), Password, [role]);
}

/// <summary>One town on SQLite for the tests that leave its clock alone; each opens dossiers of its own.</summary>
public sealed class SharedTown(Postgres postgres) : IAsyncDisposable
{
    private readonly SemaphoreSlim building = new(1);
    private Town? town;

    public async Task<Town> GetAsync()
    {
        await building.WaitAsync();
        try
        {
            return town ??= await Town.BuildAsync(postgres, Provider.Sqlite);
        }
        finally
        {
            building.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        building.Dispose();
        if (town is not null)
            await town.DisposeAsync();
    }
}

/// <summary>One demonstration on SQLite for the tests that look at every endpoint: nowhere else are there all of them.</summary>
public sealed class SharedDemo(Postgres postgres) : IAsyncDisposable
{
    private readonly Lazy<Task<Town>> town = new(() => Town.BuildAsync(postgres, Provider.Sqlite, demo: true));

    public Task<Town> GetAsync() => town.Value;

    public async ValueTask DisposeAsync()
    {
        if (town.IsValueCreated)
            await (await town.Value).DisposeAsync();
    }
}
