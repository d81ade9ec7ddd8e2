using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Benchmarks;

/// <summary>
/// The application's own step: a person completes a task through ProcessRunner; the next opens with a deadline, a reminder
/// and a mail in the outbox. Nobody drains the outbox meanwhile, as nobody does in the baseline.
/// </summary>
internal sealed class Steps(string connectionString) : IAsyncDisposable
{
    private const string Authority = "bench";
    private const int Seeders = 8;

    // started, task opened, flows; task completed, task opened, flows
    private const int EventsOfStart = 3;
    private const int EventsOfStep = 3;
    private static readonly Actor Clerk = new("account", "person", Authority, "clerk");
    private static readonly string Notes = new('x', 1200);

    private readonly BusinessClock clock = new(TimeProvider.System);
    private readonly DatabaseOptions options = new(connectionString, "");
    private DatabaseConnections connections = null!;
    private ProcessRunner runner = null!;
    private Standing[] dossiers = [];

    /// <summary>An instance and the version it stands at.</summary>
    private sealed class Standing(Guid id)
    {
        public Guid Id => id;
        public long Version { get; set; }
        public SemaphoreSlim Turn { get; } = new(1);
    }

    public async Task PrepareAsync(int count)
    {
        await Schema.MigrateAsync(options, CancellationToken.None);
        connections = new DatabaseConnections(options);
        var catalog = new DefinitionCatalog(connections, clock);
        await catalog.PublishAsync(new ProcessFolder(AppContext.BaseDirectory), CancellationToken.None);
        if (catalog.Refused.Count > 0)
            throw new InvalidOperationException(
                $"Expected looping.bpmn to be published, but: {catalog.Refused[0].Problems[0]}"
            );
        runner = new ProcessRunner(connections, catalog, new StepBell());
        dossiers = [.. Enumerable.Range(0, count).Select(_ => new Standing(Guid.CreateVersion7(clock.GetUtcNow())))];
        await SeedRowsAsync();
        await Task.WhenAll(Enumerable.Range(0, Seeders).Select(StartEachAsync));
    }

    public async Task<Rate> RunAsync(int clients, TimeSpan duration)
    {
        var until = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var watch = Stopwatch.StartNew();
        var taken = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(() => ClientAsync(until))));
        return new Rate(
            taken.Sum(each => each.Count) / watch.Elapsed.TotalSeconds,
            [.. taken.SelectMany(each => each)]
        );
    }

    /// <summary>Throws unless every step left all its rows: a rate of something else would be worth nothing.</summary>
    public async Task CheckAsync()
    {
        await using var database = Database();
        var steps = dossiers.Sum(dossier => (dossier.Version - EventsOfStart) / EventsOfStep);
        (string What, long Expected, long Found)[] counts =
        [
            ("journal rows", dossiers.Sum(dossier => dossier.Version), await database.Journal.LongCountAsync()),
            ("tasks", dossiers.Length + steps, await database.Tasks.LongCountAsync()),
            ("open tasks", dossiers.Length, await database.Tasks.LongCountAsync(row => row.Status == TaskRow.Open)),
            ("reminders", dossiers.Length, await database.Timers.LongCountAsync()),
            ("mails to plan", dossiers.Length + steps, await database.Outbox.LongCountAsync()),
        ];
        foreach (var (what, expected, found) in counts)
            if (found != expected)
                throw new InvalidOperationException(
                    $"Expected {expected} {what} after {steps} steps, but found {found}."
                );
    }

    public ValueTask DisposeAsync() => connections.DisposeAsync();

    private async Task<List<double>> ClientAsync(long until)
    {
        var milliseconds = new List<double>();
        while (Stopwatch.GetTimestamp() < until)
        {
            var dossier = dossiers[Random.Shared.Next(dossiers.Length)];
            var began = Stopwatch.GetTimestamp();
            await dossier.Turn.WaitAsync();
            try
            {
                await StepAsync(dossier);
            }
            finally
            {
                dossier.Turn.Release();
            }
            milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        return milliseconds;
    }

    private async Task StepAsync(Standing dossier)
    {
        var now = clock.Now;
        var fields = ImmutableDictionary<string, DataValue>
            .Empty.Add("actDate", DataValue.Of(now.InUtc().Date))
            .Add("votes", DataValue.Of("20-0-1"));
        // what the step before opened; the flows that it took stand behind
        var command = new CompleteTask(now, Clerk, dossier.Version - 1, "postponed", fields);
        var result = await runner.RunAsync(new StepRequest(Authority, dossier.Id, command), CancellationToken.None);
        dossier.Version = result is StepResult.Done done
            ? done.Version
            : throw new InvalidOperationException($"Expected the step to be done, but: {result}");
    }

    private async Task StartEachAsync(int seeder)
    {
        for (var i = seeder; i < dossiers.Length; i += Seeders)
        {
            var request = new StartRequest(
                Authority,
                dossiers[i].Id,
                dossiers[i].Id,
                "looping",
                clock.Now,
                Clerk,
                ImmutableDictionary<string, DataValue>.Empty.Add("dossier.notes", DataValue.Of(Notes))
            );
            dossiers[i].Version = await runner.StartAsync(request, CancellationToken.None) is StepResult.Done done
                ? done.Version
                : throw new InvalidOperationException("Expected the process to start, but it did not.");
        }
    }

    private async Task SeedRowsAsync()
    {
        await using var database = Database();
        database.Authorities.Add(
            new Authority
            {
                Id = Authority,
                Name = "Bench",
                MailFrom = "bench@town.test",
            }
        );
        foreach (var (index, dossier) in dossiers.Index())
            database.Dossiers.Add(
                new Dossier
                {
                    Id = dossier.Id,
                    AuthorityId = Authority,
                    Number = $"2026/{index + 1}",
                    Title = "Bench",
                    Kind = "twinning",
                    PartnerCity = "Esempiai",
                    PartnerCountry = "LT",
                    OpenedAt = clock.Now,
                }
            );
        await database.SaveChangesAsync();
    }

    private PostgresDatabase Database() =>
        new(new DbContextOptionsBuilder<PostgresDatabase>().UseNpgsql(connectionString).Options);
}
