using System.Diagnostics;

namespace TwinningWorkflow.Running;

/// <summary>Waits for something that another process does: looks again and again, and no longer than told.</summary>
public static class Until
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    /// <summary>The first answer that <paramref name="holds"/>; throws with the last one when the time is over.</summary>
    public static async Task<T> HoldsAsync<T>(Func<Task<T>> look, Func<T, bool> holds, TimeSpan limit)
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(Between);
        while (true)
        {
            var answer = await look();
            if (holds(answer))
                return answer;
            if (watch.Elapsed > limit)
                throw new TimeoutException($"Expected it within {limit}, but this was the last answer: {Told(answer)}");
            await timer.WaitForNextTickAsync();
        }
    }

    private static string Told<T>(T answer) =>
        answer is System.Collections.IEnumerable items and not string
            ? "[" + string.Join(", ", items.Cast<object?>()) + "]"
            : $"{answer}";
}
