using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Processes.Stored;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>
/// Does the work of service tasks. What a service writes, the completion of its task and the end of its outbox row are one
/// transaction: done once, however often it is asked.
/// </summary>
public sealed partial class ServiceJob(
    IDbContextFactory<TwinningDatabase> databases,
    ProcessRunner runner,
    BusinessClock clock,
    ILogger<ServiceJob> log
)
{
    private const int MostAttempts = 5;

    private readonly WaitingOutbox waiting = new(OutboxRow.Service, databases, clock);

    /// <summary>Does what is due. A service that fails is tried again later; in the end the process stops there with an incident.</summary>
    /// <returns>How many were done.</returns>
    public Task<int> DrainAsync(CancellationToken cancel) => waiting.DrainAsync(row => TryAsync(row, cancel), cancel);

    private async Task<bool> TryAsync(OutboxRow row, CancellationToken cancel)
    {
        var call = OutboxPayload.Service(row.Payload);
        try
        {
            var result = await runner.RunAsync(step => PerformAsync(step, row, call, cancel), cancel);
            // the element is gone, cancelled or done: nobody waits for this any more
            if (result is not StepResult.Done)
                await waiting.EndAsync(row, cancel);
            return true;
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            Failed(problem, call.Service, row.Key);
            await PostponeAsync(row, call, problem, cancel);
            return false;
        }
    }

    private async Task<StepResult> PerformAsync(Step step, OutboxRow row, ServiceCall call, CancellationToken cancel)
    {
        var request = new ServiceRequest(row.AuthorityId, row.DossierId, row.InstanceId, call.Element, clock.Now);
        Command command = call.Service switch
        {
            RegisterAgreement.Name => await RegisterAgreement.PerformAsync(step, request, cancel),
            _ => Fail(row, call, $"Expected a service of this application, but the file asks for '{call.Service}'."),
        };
        step.Session.Add("UPDATE outbox SET done_at = $2 WHERE key = $1", row.Key, request.At);
        return await step.RunAsync(new StepRequest(row.AuthorityId, row.InstanceId, command), cancel);
    }

    private async Task PostponeAsync(OutboxRow row, ServiceCall call, Exception problem, CancellationToken cancel)
    {
        var attempts = row.Attempts + 1;
        if (attempts >= MostAttempts)
        {
            var failure = Fail(row, call, problem.Message);
            await runner.RunAsync(new StepRequest(row.AuthorityId, row.InstanceId, failure), cancel);
            await waiting.EndAsync(row, cancel);
            return;
        }
        // 1, 4, 9, 16 minutes
        var due = clock.Now + NodaTime.Duration.FromMinutes(attempts * attempts);
        await using var database = await databases.CreateDbContextAsync(cancel);
        await database
            .Outbox.Where(it => it.Key == row.Key && it.DoneAt == null)
            .ExecuteUpdateAsync(
                it =>
                    it.SetProperty(outbox => outbox.Attempts, attempts)
                        .SetProperty(outbox => outbox.Error, problem.Message)
                        .SetProperty(outbox => outbox.DueAt, due),
                cancel
            );
    }

    private FailService Fail(OutboxRow row, ServiceCall call, string why) =>
        new(clock.Now, Actor.System(row.AuthorityId, call.Service), call.Element, ErrorCode: null, why);

    [LoggerMessage(Level = LogLevel.Error, Message = "The service {Service} of {Key} failed.")]
    private partial void Failed(Exception problem, string service, string key);
}
