using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes.Stored;

namespace TwinningWorkflow.Web.Processes;

/// <summary>
/// Runs commands on instances. One transaction a step: lock the instance's row, decide, write every row that follows,
/// commit; then ring the bell and answer.
/// </summary>
public sealed class ProcessRunner(DatabaseConnections connections, DefinitionCatalog catalog, StepBell bell)
{
    public async Task<StepResult> StartAsync(StartRequest request, CancellationToken cancel) =>
        await RunAsync(step => step.StartAsync(request, cancel), cancel);

    public async Task<StepResult> RunAsync(StepRequest request, CancellationToken cancel)
    {
        var result = await RunAsync(step => step.RunAsync(request, cancel), cancel);
        if (result is StepResult.Refused { Code: RejectionCode.NotYours or RejectionCode.FourEyes } refused)
            await RecordRefusalAsync(request, refused, cancel);
        return result;
    }

    /// <summary>
    /// What a command would bring about, were it run now. It holds up nobody: when it is run, it is decided again under the lock.
    /// </summary>
    public async Task<StepResult> ForeseeAsync(StepRequest request, CancellationToken cancel)
    {
        await using var session = await connections.BeginReadingAsync(cancel);
        return await new Step(session, catalog).ForeseeAsync(request, cancel);
    }

    /// <summary>
    /// Runs something that makes a step, with rows of its own if it likes, in one transaction. It is done again from the
    /// reading when the database reports that it lost against another transaction and undid it: nothing of a step outlives
    /// its transaction, so the second reading sees what the winner left.
    /// </summary>
    internal Task<StepResult> RunAsync(Func<Step, Task<StepResult>> make, CancellationToken cancel) =>
        LostRace.RetryAsync(async () =>
        {
            await using var session = await connections.BeginAsync(cancel);
            var step = new Step(session, catalog);
            var result = await make(step);
            if (!step.Wrote)
                return result;
            // from here on there is no way back: a caller that leaves does not leave the step undecided
            await session.CommitAsync(CancellationToken.None);
            bell.Ring(step.Ring);
            return result;
        });

    /// <summary>A person tried another's step: nothing happened in the process, and the authority's stream tells it.</summary>
    private async Task RecordRefusalAsync(StepRequest request, StepResult.Refused refused, CancellationToken cancel)
    {
        var command = request.Command;
        await using var session = await connections.BeginAsync(cancel);
        await JournalRows.AppendAsync(
            session,
            request.Authority,
            Journal.OfAuthority(request.Authority),
            command.At,
            command.Actor,
            command.Reason,
            new StepRefused(
                request.Instance.ToString("D"),
                StoredKinds.Commands.Of(command).Name,
                refused.Code.ToString()
            ),
            cancel
        );
        await session.CommitAsync(CancellationToken.None);
    }
}
