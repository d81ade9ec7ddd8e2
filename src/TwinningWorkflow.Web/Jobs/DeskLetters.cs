using Hangfire;
using NodaTime;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>Writes, each hour, the letters to people that no one step leaves: the week, and what they come to answer for.</summary>
public sealed class DeskLetters(WeeklyDigests weekly, BegunDuties begun)
{
    [AutomaticRetry(Attempts = 0)]
    public async Task WriteDueAsync(CancellationToken cancel)
    {
        await begun.WriteDueAsync(cancel);
        await weekly.WriteDueAsync(cancel);
    }

    /// <summary>When something is due next, as far as that is known; null when nothing is.</summary>
    public async Task<Instant?> NextAsync(CancellationToken cancel) =>
        new[] { await begun.NextAsync(cancel), await weekly.NextAsync(cancel) }.Min();
}
