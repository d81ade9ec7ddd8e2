using System.Collections.Concurrent;
using System.Collections.Immutable;
using NodaTime;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Reading;

/// <summary>How many days a step took in an authority before: of the last ones, as many took longer as took less.</summary>
public sealed class PastDurations(DatabaseConnections connections)
{
    /// <summary>Fewer say nothing.</summary>
    private const int Fewest = 3;
    private const int Latest = 30;

    /// <summary>A forecast may be a few minutes behind: looking through all tasks takes its time.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(string, string), (long At, ImmutableDictionary<string, int> Days)> known =
    [];

    /// <summary>By node of a process.</summary>
    public async Task<ImmutableDictionary<string, int>> OfAsync(
        string authority,
        string process,
        DateTimeZone zone,
        CancellationToken cancel
    )
    {
        var now = Environment.TickCount64;
        if (known.TryGetValue((authority, process), out var found) && now - found.At < Kept.TotalMilliseconds)
            return found.Days;
        var days = await ReadAsync(authority, process, zone, cancel);
        known[(authority, process)] = (now, days);
        return days;
    }

    private async Task<ImmutableDictionary<string, int>> ReadAsync(
        string authority,
        string process,
        DateTimeZone zone,
        CancellationToken cancel
    )
    {
        var taken = new List<(string Node, int Days)>();
        await using var session = await connections.BeginReadingAsync(cancel);
        session.AddQuery(
            row =>
                taken.Add(
                    (
                        row.GetString(0),
                        Period.DaysBetween(
                            session.ReadInstant(row, 1).InZone(zone).Date,
                            session.ReadInstant(row, 2).InZone(zone).Date
                        )
                    )
                ),
            """
            SELECT node, opened_at, closed_at
            FROM (
                SELECT t.node, t.opened_at, t.closed_at,
                    ROW_NUMBER() OVER (PARTITION BY t.node ORDER BY t.closed_at DESC) AS place
                FROM tasks t JOIN instances i ON i.id = t.instance_id
                WHERE t.authority_id = $1 AND i.process_id = $2 AND t.status = 'done'
            ) latest
            WHERE place <= $3
            """,
            authority,
            process,
            Latest
        );
        await session.SendAsync(cancel);
        return taken
            .GroupBy(one => one.Node, one => one.Days)
            .Where(node => node.Count() >= Fewest)
            .ToImmutableDictionary(node => node.Key, node => node.Order().ElementAt(node.Count() / 2));
    }
}
