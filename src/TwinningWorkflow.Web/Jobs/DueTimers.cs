using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>A timer's row as it stood when it was found due.</summary>
public sealed record DueTimer(Guid Instance, string Kind, long Timer, int Generation, string Authority);

/// <summary>
/// Lets timers and reminders take effect. Whoever rings, and however often, a generation takes effect once: the step that
/// fires it replaces or removes the row in its own transaction. What fails is tried again in its time, and when that is over it
/// waits for a person.
/// </summary>
public sealed partial class DueTimers(
    IDbContextFactory<TwinningDatabase> databases,
    ProcessRunner runner,
    ReminderLooks looks,
    BusinessClock clock,
    ILogger<DueTimers> log
)
{
    private const int Batch = 200;

    /// <summary>Fires what is due now, one after the other from the oldest; a row that fails holds up no other.</summary>
    /// <returns>How many took effect.</returns>
    public Task<int> SweepAsync(CancellationToken cancel) => SweepAsync(it => it, cancel);

    /// <summary>Fires what is due now of one instance, in order.</summary>
    /// <returns>How many took effect.</returns>
    public Task<int> SweepAsync(Guid instance, CancellationToken cancel) =>
        SweepAsync(it => it.Where(row => row.InstanceId == instance), cancel);

    private async Task<int> SweepAsync(Func<IQueryable<TimerRow>, IQueryable<TimerRow>> which, CancellationToken cancel)
    {
        var fired = 0;
        while (await DueAsync(which, cancel) is { Count: > 0 } due)
            fired += await FireAsync(due, cancel);
        return fired;
    }

    private async Task<int> FireAsync(List<DueTimer> due, CancellationToken cancel)
    {
        var fired = 0;
        var people = new PeopleByDay(databases, clock.Now);
        // of an instance only its oldest: after an outage, the next round of a cycle comes before what fell due later
        foreach (var timer in due.DistinctBy(it => it.Instance))
            if (await FireAsync(timer, people, cancel))
                fired++;
        return fired;
    }

    /// <summary>Fires one timer. False when it failed.</summary>
    private async Task<bool> FireAsync(DueTimer timer, PeopleByDay people, CancellationToken cancel)
    {
        try
        {
            if (timer.Kind == TimerRow.Reminder)
            {
                await looks.LookAsync(timer, people, clock.Now, cancel);
                return true;
            }
            var command = new FireTimer(
                clock.Now,
                Actor.System(timer.Authority, "timer"),
                timer.Timer,
                timer.Generation
            );
            var result = await runner.RunAsync(new StepRequest(timer.Authority, timer.Instance, command), cancel);
            // gone or armed anew meanwhile: somebody else has seen to it
            if (result is StepResult.Done || !await IsStillThereAsync(timer, cancel))
                return true;
            throw new InvalidOperationException($"Expected a due timer to fire, but: {result}");
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            Failed(problem, timer.Kind, timer.Timer, timer.Instance);
            await RecordFailureAsync(timer, problem, cancel);
            return false;
        }
    }

    /// <summary>The oldest that are due; one that failed is due again in its time.</summary>
    private async Task<List<DueTimer>> DueAsync(
        Func<IQueryable<TimerRow>, IQueryable<TimerRow>> which,
        CancellationToken cancel
    )
    {
        var now = clock.Now;
        await using var database = await databases.CreateDbContextAsync(cancel);
        return await which(database.Timers)
            .Where(row => row.DueAt <= now && (row.RetryAt == null || row.RetryAt <= now) && !row.Quarantined)
            // a term that the calendar has moved must not end by the old one: it is counted again first
            .Where(row =>
                !database.Outbox.Any(order =>
                    order.Kind == OutboxRow.Recount && order.DoneAt == null && order.InstanceId == row.InstanceId
                )
            )
            .OrderBy(row => row.DueAt)
            .ThenBy(row => row.InstanceId)
            .ThenBy(row => row.TimerId)
            .Take(Batch)
            .Select(row => new DueTimer(row.InstanceId, row.Kind, row.TimerId, row.Generation, row.AuthorityId))
            .ToListAsync(cancel);
    }

    private async Task<bool> IsStillThereAsync(DueTimer timer, CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        return await Row(database, timer).AnyAsync(cancel);
    }

    private async Task RecordFailureAsync(DueTimer timer, Exception problem, CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        var row = await Row(database, timer).AsNoTracking().SingleOrDefaultAsync(cancel);
        // it is gone, or another node met the same failure: that one counts
        if (row is null || row.RetryAt > clock.Now)
            return;
        var attempts = row.Attempts + 1;
        var wait = RetrySchedule.After(attempts, RetrySchedule.LastOfTimer);
        var retryAt = wait is { } later ? clock.Now + later : (Instant?)null;
        var counted = await Row(database, timer)
            .Where(it => it.Attempts == row.Attempts)
            .ExecuteUpdateAsync(
                it =>
                    it.SetProperty(failed => failed.Attempts, attempts)
                        .SetProperty(failed => failed.RetryAt, retryAt)
                        .SetProperty(failed => failed.Quarantined, wait == null),
                cancel
            );
        if (counted == 1 && wait is null)
        {
            await using var session = WriteSession.JoinedTo(database);
            IncidentRows.Raise(session, IncidentOf(row, problem));
            await session.SendAsync(cancel);
        }
        await transaction.CommitAsync(cancel);
    }

    private IncidentRow IncidentOf(TimerRow stuck, Exception problem) =>
        new()
        {
            Key = IncidentRows.OfTimer(stuck.InstanceId, stuck.Kind, stuck.TimerId),
            AuthorityId = stuck.AuthorityId,
            DossierId = stuck.DossierId,
            InstanceId = stuck.InstanceId,
            Source = stuck.Node,
            Code = "timer-failed",
            Message = problem.Message,
            RaisedAt = clock.Now,
        };

    private static IQueryable<TimerRow> Row(TwinningDatabase database, DueTimer timer) =>
        database.Timers.Where(row =>
            row.InstanceId == timer.Instance
            && row.Kind == timer.Kind
            && row.TimerId == timer.Timer
            && row.Generation == timer.Generation
        );

    [LoggerMessage(Level = LogLevel.Error, Message = "The {Kind} {Timer} of instance {Instance} failed.")]
    private partial void Failed(Exception problem, string kind, long timer, Guid instance);
}
