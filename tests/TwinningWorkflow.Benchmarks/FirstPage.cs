using System.Diagnostics;
using TwinningWorkflow.Running;

namespace TwinningWorkflow.Benchmarks;

/// <summary>From the start of the process to the first page answered, on a demonstration that was seeded before.</summary>
internal static class FirstPage
{
    public static async Task<double> MillisecondsAsync(int rounds)
    {
        var data = Directory.CreateTempSubdirectory("twinning-bench-").FullName;
        try
        {
            await OnceAsync(data); // seeds
            var times = new List<double>();
            for (var i = 0; i < rounds; i++)
                times.Add(await OnceAsync(data));
            times.Sort();
            return times[times.Count / 2];
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<double> OnceAsync(string data)
    {
        var watch = Stopwatch.StartNew();
        await using var application = await RunningApplication.StartAsync("--demo", "--port", "0", "--data", data);
        using var client = new HttpClient { BaseAddress = application.Address };
        using var page = await client.GetAsync(new Uri("/", UriKind.Relative));
        page.EnsureSuccessStatusCode();
        var milliseconds = watch.Elapsed.TotalMilliseconds;
        await application.StopAsync();
        return milliseconds;
    }
}
