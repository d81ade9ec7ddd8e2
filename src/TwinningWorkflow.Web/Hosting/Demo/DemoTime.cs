using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Jobs;

namespace TwinningWorkflow.Web.Hosting.Demo;

/// <summary>
/// Moves the demonstration forward in time, for its page and the API alike: everything that falls due on the way happens, at
/// its own instant, before the answer. There is no such service outside the demonstration.
/// </summary>
public sealed class DemoTime(
    DemoClock clock,
    BusinessClock business,
    DueWork due,
    OutboxJob mails,
    DeskLetters letters,
    IDbContextFactory<TwinningDatabase> databases
) : IDisposable
{
    /// <summary>Beyond, no calendar of ours could reckon, and nobody wants to wait for all that falls due.</summary>
    private static readonly Instant End = Instant.FromUtc(2200, 1, 1, 0, 0);
    private static readonly Duration AtOnce = Duration.FromDays(10 * 366);

    private readonly SemaphoreSlim moving = new(1); // two who move it at once go one after the other
    private readonly PassingTime passing = new(
        due,
        mails,
        letters,
        databases,
        (instant, cancel) => instant > business.Now ? clock.MoveToAsync(instant, cancel) : Task.CompletedTask
    );

    /// <summary>As far as one move may go.</summary>
    public Instant Farthest => Instant.Min(End, business.Now + AtOnce);

    /// <summary>When the next timer or reminder falls due; null when nothing waits.</summary>
    public Task<Instant?> NextAsync(CancellationToken cancel) => due.NextHeardAsync(cancel);

    /// <summary>Moves on to the next deadline. Null when none waits; else the instant that it is now.</summary>
    public async Task<Instant?> MoveToNextAsync(CancellationToken cancel)
    {
        if (await due.NextHeardAsync(cancel) is not { } next)
            return null;
        await MoveToAsync(next, cancel);
        return next;
    }

    /// <summary>Moves on to an instant; the clock never goes back.</summary>
    public async Task MoveToAsync(Instant until, CancellationToken cancel)
    {
        await moving.WaitAsync(cancel);
        try
        {
            await passing.PassAsync(until, cancel);
        }
        finally
        {
            moving.Release();
        }
    }

    public void Dispose() => moving.Dispose();
}
