using System.Globalization;
using Npgsql;
using TwinningWorkflow.Benchmarks;

// The start, while the disk is still quiet; then steps a second beside what the same server does with the same rows and no
// thought, in alternating rounds.
const int Dossiers = 10_000;
const int Rounds = 5;
const double Goal = 0.5;
const double StartGoal = 1500;
var duration = TimeSpan.FromSeconds(8);

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["engine"])
    return EngineBench.Run();
var server =
    Environment.GetEnvironmentVariable("TWINNING_TEST_POSTGRES")
    ?? throw new InvalidOperationException("Expected TWINNING_TEST_POSTGRES: run ./bench.");
var start = await FirstPage.MillisecondsAsync(Rounds);
var met = start < StartGoal;
Console.WriteLine($"process start to first page: {start:0} ms (goal {StartGoal:0})");

var baseline = new Baseline(await CreateAsync("baseline"));
await using var steps = new Steps(await CreateAsync("twinning"));
Console.WriteLine($"seeding {Dossiers} dossiers");
await baseline.PrepareAsync();
await steps.PrepareAsync(Dossiers);

// neither side pays for the first plan, page or method
await baseline.RunAsync(8, TimeSpan.FromSeconds(2));
await steps.RunAsync(8, TimeSpan.FromSeconds(4));

foreach (var clients in (int[])[1, 8])
{
    var limits = new List<Rate>();
    var ours = new List<Rate>();
    for (var round = 1; round <= Rounds; round++)
    {
        limits.Add(await baseline.RunAsync(clients, duration));
        ours.Add(await steps.RunAsync(clients, duration));
        Console.WriteLine(
            $"  round {round}, {clients} clients: baseline {limits[^1].PerSecond:0}/s, application {ours[^1].PerSecond:0}/s"
        );
    }
    var (limit, our) = (Rate.Median(limits), Rate.Median(ours));
    var ratio = our.PerSecond / limit.PerSecond;
    met &= ratio >= Goal;
    Console.WriteLine($"{clients} clients   steps/s   p50 ms   p95 ms   p99 ms");
    Print("baseline", limit);
    Print("application", our);
    Console.WriteLine($"ratio {ratio:0.00} (goal {Goal:0.00})");
}

await steps.CheckAsync();
return met ? 0 : 1;

async Task<string> CreateAsync(string name)
{
    await using var connection = new NpgsqlConnection(server);
    await connection.OpenAsync();
    await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // a name of ours
    command.CommandText = $"CREATE DATABASE {name}";
#pragma warning restore CA2100
    await command.ExecuteNonQueryAsync();
    return new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
}

static void Print(string name, Rate rate) =>
    Console.WriteLine(
        $"{name, -11} {rate.PerSecond, 8:0} {rate.Percentile(50), 8:0.0} {rate.Percentile(95), 8:0.0} {rate.Percentile(99), 8:0.0}"
    );
