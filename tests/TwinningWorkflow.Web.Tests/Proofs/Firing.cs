using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Processes.Stored;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Proofs;

/// <summary>A timer that fired, as the journal tells it.</summary>
internal sealed record Firing(string Stream, Instant Due, Instant At)
{
    /// <summary>
    /// All of them. Each was armed and had not fired before, none came before its instant, and in an instance the order is that
    /// of the dues.
    /// </summary>
    public static async Task<List<Firing>> ReadAsync(TestStore store)
    {
        var firings = new List<Firing>();
        var armed = new Dictionary<(string, long, int), Instant>();
        var last = new Dictionary<string, Instant>(StringComparer.Ordinal);
        await using var database = store.Database();
        var bodies = database
            .Journal.AsNoTracking()
            .Where(row => row.Kind == "timer-armed" || row.Kind == "timer-fired")
            .OrderBy(row => row.Stream)
            .ThenBy(row => row.Sequence)
            .Select(row => row.Body);
        await foreach (var body in bodies.AsAsyncEnumerable())
        {
            var entry = Envelope.Read(body);
            if (entry.Event is TimerArmed arming)
            {
                var timer = arming.Timer == 0 ? entry.Sequence : arming.Timer;
                armed.Add((entry.Stream, timer, arming.Generation), arming.Due);
            }
            else if (entry.Event is TimerFired fired)
            {
                Assert.True(
                    armed.Remove((entry.Stream, fired.Timer, fired.Generation), out var due),
                    $"Timer {fired.Timer} fired twice."
                );
                Assert.True(entry.At >= due, $"Timer {fired.Timer} was due at {due}, but fired at {entry.At}.");
                Assert.True(due >= last.GetValueOrDefault(entry.Stream), $"Timer {fired.Timer} fired out of order.");
                last[entry.Stream] = due;
                firings.Add(new Firing(entry.Stream, due, entry.At));
            }
        }
        return firings;
    }
}
