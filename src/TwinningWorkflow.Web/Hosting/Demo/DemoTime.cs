using NodaTime;
using TwinningWorkflow.Web.Jobs;

namespace TwinningWorkflow.Web.Hosting.Demo;

/// <summary>Moves the demonstration's time: whatever falls due on the way happens at its own instant, in order.</summary>
public sealed class DemoTime(DemoClock demo, BusinessClock clock, DueWork due, OutboxJob outbox)
{
    /// <summary>When the next deadline is; null when none waits.</summary>
    public Task<Instant?> NextAsync(CancellationToken cancel) => due.NextDueAsync(cancel);

    /// <summary>Moves on to the next deadline. Null when none waits; else the instant that it is now.</summary>
    public async Task<Instant?> MoveToNextAsync(CancellationToken cancel)
    {
        if (await due.NextDueAsync(cancel) is not { } next)
            return null;
        await MoveToAsync(next, cancel);
        return next;
    }

    /// <summary>Moves on to an instant, deadline by deadline.</summary>
    public async Task MoveToAsync(Instant target, CancellationToken cancel)
    {
        while (await due.NextDueAsync(cancel) is { } next && next <= target)
        {
            if (next > clock.Now)
                await demo.MoveToAsync(next, cancel);
            await due.RunAllDueAsync(cancel);
            // a mail is written on its own day
            await outbox.DrainAsync(cancel);
            // whatever is still due after that has failed, and waits for its next try
            if (await due.NextDueAsync(cancel) == next)
                break;
        }
        if (target > clock.Now)
            await demo.MoveToAsync(target, cancel);
        await due.RunAllDueAsync(cancel);
        await outbox.DrainAsync(cancel);
    }
}
