using System.Globalization;
using NodaTime;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Hosting;

/// <summary>
/// Moves the business clock, in the demo only. The offset lies in the database, and every node takes it from there: at once
/// when the bell tells it, and every few seconds in case it did not.
/// </summary>
public sealed class DemoClock(DatabaseConnections connections, BusinessClock clock, StepBell bell) : BackgroundService
{
    private const string OffsetKey = "clock-offset-milliseconds";

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <summary>One at a time: a look that began before a move must not put the clock back after it.</summary>
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Sets the business clock of every node to an instant, from where it runs on.</summary>
    public async Task MoveToAsync(Instant instant, CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            await SetAsync(instant, cancel);
        }
        finally
        {
            turn.Release();
        }
        bell.Ring(new Ring(Guid.Empty, BellParts.Clock, []));
    }

    /// <summary>Takes the offset that the database has.</summary>
    public async Task RefreshAsync(CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            clock.OffsetMilliseconds = await ReadAsync(cancel);
        }
        finally
        {
            turn.Release();
        }
    }

    public override void Dispose()
    {
        turn.Dispose();
        base.Dispose();
    }

    private async Task SetAsync(Instant instant, CancellationToken cancel)
    {
        var offset = clock.OffsetMilliseconds + (long)(instant - clock.Now).TotalMilliseconds;
        await using (var session = await connections.BeginAsync(cancel))
        {
            session.Add(
                "INSERT INTO settings (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                OffsetKey,
                offset.ToString(CultureInfo.InvariantCulture)
            );
            await session.CommitAsync(cancel);
        }
        clock.OffsetMilliseconds = offset;
    }

    private async Task<long> ReadAsync(CancellationToken cancel)
    {
        var offset = 0L;
        await using var session = await connections.BeginReadingAsync(cancel);
        session.AddQuery(
            row => offset = long.Parse(row.GetString(0), CultureInfo.InvariantCulture),
            "SELECT value FROM settings WHERE key = $1",
            OffsetKey
        );
        await session.SendAsync(cancel);
        return offset;
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var told = new SemaphoreSlim(0);
        using var listening = bell.Listen(ring =>
        {
            if (ring.FromAfar && ring.Parts.HasFlag(BellParts.Clock))
                told.Release();
        });
        try
        {
            while (true)
            {
                await told.WaitAsync(Every, stoppingToken);
                await RefreshAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // the application stops
        }
    }
}
