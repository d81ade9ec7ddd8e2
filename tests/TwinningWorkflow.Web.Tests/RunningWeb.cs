using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Hosting;
using Xunit;

namespace TwinningWorkflow.Web.Tests;

/// <summary>
/// The whole application on an SQLite file of its own, with the real twinning process and the people of two towns, under a
/// business clock that stands until the test moves it.
/// </summary>
public sealed class RunningWeb : IAsyncDisposable
{
    public const string Password = "una frase di prova";
    public const string Brescia = "brescia";
    public const string Cremona = "cremona";

    private readonly WebApplication app;
    private readonly string folder;

    private RunningWeb(WebApplication app, string folder)
    {
        this.app = app;
        this.folder = folder;
    }

    /// <summary>A Monday morning.</summary>
    public FakeTimeProvider Time { get; private init; } = new();

    public IServiceProvider Services => app.Services;

    public static async Task<RunningWeb> StartAsync(params (string Key, string Value)[] settings)
    {
        var web = await StartEmptyAsync(settings);
        await web.AddTownAsync(Brescia, "Comune di Brescia");
        await web.AddTownAsync(Cremona, "Comune di Cremona");
        return web;
    }

    /// <summary>The same on a database of either kind.</summary>
    public static async Task<RunningWeb> StartAsync(Postgres postgres, Provider provider)
    {
        if (provider == Provider.Sqlite)
            return await StartAsync();
        var database = await postgres.CreateAsync();
        await Schema.MigrateAsync(new DatabaseOptions(database, ""), CancellationToken.None);
        return await StartAsync(("ConnectionStrings:Postgres", database));
    }

    /// <summary>Before anybody was registered.</summary>
    public static async Task<RunningWeb> StartEmptyAsync(params (string Key, string Value)[] settings)
    {
        var place = Directory.CreateTempSubdirectory("twinning-web-").FullName;
        var time = new FakeTimeProvider(new DateTimeOffset(2022, 12, 5, 9, 0, 0, TimeSpan.Zero));
        var all = new Dictionary<string, string?> { ["Data"] = place, ["urls"] = "http://127.0.0.1" };
        foreach (var (key, value) in settings)
            all[key] = value;
        var built = Application.Build(
            [],
            all,
            builder =>
            {
                builder.WebHost.UseTestServer();
                builder.Services.AddSingleton(new BusinessClock(time));
            }
        );
        await built.StartAsync();
        return new RunningWeb(built, place) { Time = time };
    }

    /// <summary>A browser of its own: cookies and the language it asks for.</summary>
    public Browser Browser(string language = "it") => new(app.GetTestClient(), language);

    /// <summary>A browser in which somebody of a town has signed in.</summary>
    public async Task<Browser> SignedInAsync(string role, string town = Brescia, string language = "it")
    {
        var browser = Browser(language);
        await browser.SignInAsync(EmailOf(role, town), Password);
        // at sign-in a person's own language comes first
        var hidden = await browser.HiddenAsync("/desk");
        await browser.SendFormAsync("/language", hidden, ("language", language));
        return browser;
    }

    public static string EmailOf(string role, string town = Brescia) => $"{role.ToLowerInvariant()}@{town}.example";

    public async Task<T> ReadAsync<T>(Func<TwinningDatabase, Task<T>> read)
    {
        await using var scope = Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<TwinningDatabase>());
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private async Task AddTownAsync(string id, string name)
    {
        await using var scope = Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TwinningDatabase>();
        database.Authorities.Add(
            new Authority
            {
                Id = id,
                Name = name,
                MailFrom = $"gemellaggi@{id}.example",
            }
        );
        await database.SaveChangesAsync();
        var people = scope.ServiceProvider.GetRequiredService<NewPeople>();
        foreach (var role in Roles.All)
        {
            var person = new NewPerson($"{role} di {id}", EmailOf(role, id), Password, [role]);
            Assert.Empty(
                (await people.AddAsync(id, person, Actor.System(id, "test"), CancellationToken.None)).Problems
            );
        }
    }
}
