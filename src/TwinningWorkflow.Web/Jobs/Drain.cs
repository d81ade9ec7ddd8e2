using Hangfire;
using Hangfire.States;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>Enqueues the job that drains one kind of outbox rows, at most one at a time.</summary>
internal sealed class Drain(JobStorage storage, Func<string> enqueue) : IDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);

    private readonly SemaphoreSlim rung = new(0);
    private string? last;

    public void Ring() => rung.Release();

    /// <summary>
    /// Waits for a ring. A drain that has not begun will find what was just committed; one that is running may have passed
    /// it, and is waited for before the next one.
    /// </summary>
    public async Task AttendAsync(CancellationToken stopping)
    {
        await rung.WaitAsync(stopping);
        while (last is not null && StateOf(last) == ProcessingState.StateName)
            await Task.Delay(BetweenLooks, stopping);
        // whatever rang until now is found by the drain that comes
        while (rung.Wait(0, CancellationToken.None)) { }
        if (last is null || StateOf(last) != EnqueuedState.StateName)
            last = enqueue();
    }

    public void Dispose() => rung.Dispose();

    private string? StateOf(string job)
    {
        using var connection = storage.GetConnection();
        return connection.GetJobData(job)?.State;
    }
}
