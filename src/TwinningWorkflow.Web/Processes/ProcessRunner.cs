namespace TwinningWorkflow.Web.Processes;

/// <summary>Runs commands on instances: lock, decide, write, commit, ring.</summary>
public sealed class ProcessRunner
{
    public Task<StepResult> StartAsync(StartRequest request, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task<StepResult> RunAsync(StepRequest request, CancellationToken cancel) =>
        throw new NotSupportedException();
}
