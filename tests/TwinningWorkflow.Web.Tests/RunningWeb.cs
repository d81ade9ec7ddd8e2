using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using Npgsql;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Hosting;
using TwinningWorkflow.Web.Jobs;
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

    private static readonly SemaphoreSlim Preparing = new(1);
    private static readonly Lazy<Task<string>> SqliteTemplate = new(PrepareSqliteAsync);
    private static string? postgresTemplate;

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
        var template = await SqliteTemplate.Value;
        var place = Directory.CreateTempSubdirectory("twinning-web-").FullName;
        foreach (var name in (string[])["twinning.db", "keys.pem"])
            File.Copy(Path.Combine(template, name), Path.Combine(place, name));
        return await StartAsync(place, settings);
    }

    /// <summary>The same on a database of either kind.</summary>
    public static async Task<RunningWeb> StartAsync(
        Postgres postgres,
        Provider provider,
        params (string Key, string Value)[] settings
    )
    {
        if (provider == Provider.Sqlite)
            return await StartAsync(settings);
        await Preparing.WaitAsync();
        try
        {
            postgresTemplate ??= await PreparePostgresAsync(postgres);
            return await StartEmptyAsync([
                ("ConnectionStrings:Postgres", await postgres.CreateAsync(postgresTemplate)),
                .. settings,
            ]);
        }
        finally
        {
            Preparing.Release();
        }
    }

    /// <summary>Before anybody was registered.</summary>
    public static Task<RunningWeb> StartEmptyAsync(params (string Key, string Value)[] settings) =>
        StartAsync(Directory.CreateTempSubdirectory("twinning-web-").FullName, settings);

    private static async Task<RunningWeb> StartAsync(string place, (string Key, string Value)[] settings)
    {
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
                // a password costs whoever guesses it, and here it would cost every test
                builder.Services.Configure<PasswordHasherOptions>(hashing => hashing.IterationCount = 1_000);
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

    /// <summary>The messages that have left, the earliest first.</summary>
    public List<MimeMessage> Letters() =>
        [
            .. new DirectoryInfo(Path.Combine(folder, "mail"))
                .GetFiles("*.eml")
                .OrderBy(file => file.Name, StringComparer.Ordinal)
                .Select(file => MimeMessage.Load(file.FullName)),
        ];

    /// <summary>Does at once what the jobs would do in their time.</summary>
    public Task WorkAsync() => Services.GetRequiredService<DueWork>().RunAllDueAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>
    /// The folder whose database every test's own is copied from, with the certificate of its keys: fourteen passwords to hash and a
    /// key to find take their time.
    /// </summary>
    private static async Task<string> PrepareSqliteAsync()
    {
        var place = Directory.CreateTempSubdirectory("twinning-web-").FullName;
        await AddTownsAsync(await StartAsync(place, []));
        return place;
    }

    private static async Task<string> PreparePostgresAsync(Postgres postgres)
    {
        var database = await postgres.CreateAsync();
        await Schema.MigrateAsync(new DatabaseOptions(database, ""), CancellationToken.None);
        await AddTownsAsync(await StartEmptyAsync(("ConnectionStrings:Postgres", database)));
        NpgsqlConnection.ClearAllPools();
        return new NpgsqlConnectionStringBuilder(database).Database!;
    }

    private static async Task AddTownsAsync(RunningWeb web)
    {
        await web.AddTownAsync(Brescia, "Comune di Brescia");
        await web.AddTownAsync(Cremona, "Comune di Cremona");
        await web.StopAsync();
    }

    private async Task StopAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        SqliteConnection.ClearAllPools();
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
