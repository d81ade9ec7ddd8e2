using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Processes.Stored;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>
/// Counts the open terms of instances again after their authority's calendar was changed, and has the reminders looked at again. An
/// order stays in the outbox until both are done; doing it twice changes nothing the second time.
/// </summary>
public sealed partial class Recounts(
    IDbContextFactory<TwinningDatabase> databases,
    ProcessRunner runner,
    Reminders reminders,
    BusinessClock clock,
    ILogger<Recounts> log
)
{
    /// <summary>An operator is told of one that failed so often, and again as long as it fails; it is tried again all the same.</summary>
    private const int AttemptsUntilTold = 5;

    private const int LongestWaitMinutes = 60;

    private readonly WaitingOutbox waiting = new(OutboxRow.Recount, databases, clock);

    /// <summary>Does what is due.</summary>
    /// <returns>How many were done.</returns>
    public Task<int> DrainAsync(CancellationToken cancel) => waiting.DrainAsync(row => TryAsync(row, cancel), cancel);

    /// <summary>Does what is due of one instance: a timer of it rings.</summary>
    /// <returns>How many were done.</returns>
    public Task<int> DrainAsync(Guid instance, CancellationToken cancel) =>
        waiting.DrainAsync(row => TryAsync(row, cancel), cancel, instance);

    private async Task<bool> TryAsync(OutboxRow row, CancellationToken cancel)
    {
        try
        {
            var (actor, reason) = OutboxPayload.Recount(row.Payload);
            var command = new RecountTerms(clock.Now, actor) { Reason = reason };
            // refused where no term moves, or the process is over: then there is nothing to count
            await runner.RunAsync(new StepRequest(row.AuthorityId, row.InstanceId, command), cancel);
            await reminders.LookAnewAsync(row.InstanceId, cancel);
            await EndAsync(row, cancel);
            return true;
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            Failed(problem, row.InstanceId);
            await PostponeAsync(row, problem, cancel);
            return false;
        }
    }

    private async Task EndAsync(OutboxRow row, CancellationToken cancel)
    {
        await waiting.EndAsync(row, cancel);
        var now = clock.Now;
        await using var database = await databases.CreateDbContextAsync(cancel);
        // another change may have taken this order over, and been done
        await database
            .Incidents.Where(it =>
                it.InstanceId == row.InstanceId && it.Source == OutboxRow.Recount && it.ResolvedAt == null
            )
            .ExecuteUpdateAsync(it => it.SetProperty(incident => incident.ResolvedAt, now), cancel);
    }

    private async Task PostponeAsync(OutboxRow row, Exception problem, CancellationToken cancel)
    {
        var attempts = row.Attempts + 1;
        // 1, 4, 9, ... minutes
        var wait = NodaTime.Duration.FromMinutes(Math.Min(attempts * attempts, LongestWaitMinutes));
        await using var database = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        var counted = await database
            .Outbox.Where(it => it.Key == row.Key && it.DoneAt == null && it.Attempts == row.Attempts)
            .ExecuteUpdateAsync(
                it =>
                    it.SetProperty(order => order.Attempts, attempts)
                        .SetProperty(order => order.Error, problem.Message)
                        .SetProperty(order => order.DueAt, clock.Now + wait),
                cancel
            );
        if (counted == 1 && attempts >= AttemptsUntilTold)
        {
            await using var session = WriteSession.JoinedTo(database);
            IncidentRows.Raise(session, IncidentOf(row, problem));
            await session.SendAsync(cancel);
        }
        await transaction.CommitAsync(cancel);
    }

    private IncidentRow IncidentOf(OutboxRow order, Exception problem) =>
        new()
        {
            Key = order.Key,
            AuthorityId = order.AuthorityId,
            DossierId = order.DossierId,
            InstanceId = order.InstanceId,
            Source = OutboxRow.Recount,
            Code = "recount-failed",
            Message = problem.Message,
            RaisedAt = clock.Now,
        };

    [LoggerMessage(Level = LogLevel.Error, Message = "The terms of instance {Instance} could not be counted again.")]
    private partial void Failed(Exception problem, Guid instance);
}
