using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace TwinningWorkflow.Benchmarks;

/// <summary>
/// What the server could do at most: the rows of a step, written by pgbench from limit/step.sql in one transaction, without
/// any of the work of deciding and hashing.
/// </summary>
internal sealed partial class Baseline(string connectionString)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "limit");

    public async Task PrepareAsync()
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // a file of ours
        command.CommandText = await File.ReadAllTextAsync(Path.Combine(Folder, "schema.sql"));
#pragma warning restore CA2100
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    public async Task<Rate> RunAsync(int clients, TimeSpan duration)
    {
        var target = new NpgsqlConnectionStringBuilder(connectionString);
        var log = Path.Combine(Path.GetTempPath(), $"pgbench-{Environment.ProcessId}");
        var start = new ProcessStartInfo(
            Path.Combine(Environment.GetEnvironmentVariable("POSTGRES_BIN") ?? "", "pgbench"),
            [
                "--no-vacuum",
                $"--client={clients}",
                $"--jobs={Math.Min(clients, Environment.ProcessorCount)}",
                string.Create(CultureInfo.InvariantCulture, $"--time={duration.TotalSeconds:0}"),
                $"--file={Path.Combine(Folder, "step.sql")}",
                "--log",
                $"--log-prefix={log}",
                target.Database!,
            ]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var pgbench = Process.Start(start)!;
        var errors = pgbench.StandardError.ReadToEndAsync();
        var said = await pgbench.StandardOutput.ReadToEndAsync();
        await pgbench.WaitForExitAsync();
        if (Tps().Match(said) is not { Success: true } tps)
            throw new InvalidOperationException($"Expected pgbench to tell a rate, but:\n{said}{await errors}");
        return new Rate(double.Parse(tps.Groups["rate"].Value, CultureInfo.InvariantCulture), Latencies(log));
    }

    /// <summary>pgbench's own records: client, number, microseconds, ...</summary>
    private static double[] Latencies(string log)
    {
        var milliseconds = new List<double>();
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(log)!, Path.GetFileName(log) + ".*"))
        {
            milliseconds.AddRange(
                File.ReadLines(file)
                    .Select(line => double.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture) / 1000)
            );
            File.Delete(file);
        }
        return [.. milliseconds];
    }

    [GeneratedRegex(@"tps = (?<rate>[0-9.]+)", RegexOptions.NonBacktracking)]
    private static partial Regex Tps();
}
