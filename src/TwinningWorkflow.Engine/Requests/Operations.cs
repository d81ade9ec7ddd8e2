using TwinningWorkflow.Engine.Elements;

namespace TwinningWorkflow.Engine.Requests;

/// <summary>What concerns the instance as a whole.</summary>
internal static class Operations
{
    public static Decision.Rejected? Suspend(Step step)
    {
        if (NoReason(step) is { } refused)
            return refused;
        if (step.State.Suspended)
            return Refusal.Of(RejectionCode.Suspended, "Expected the process to run, but it is suspended already.");
        step.Emit(new ProcessSuspended());
        return null;
    }

    public static Decision.Rejected? Resume(Step step)
    {
        if (NoReason(step) is { } refused)
            return refused;
        if (!step.State.Suspended)
            return Refusal.Of(RejectionCode.NotSuspended, "Expected a suspended process, but it runs.");
        step.Emit(new ProcessResumed());
        return null;
    }

    public static Decision.Rejected? Withdraw(Step step)
    {
        if (NoReason(step) is { } refused)
            return refused;
        Cancellation.Children(step, ProcessState.RootScope, "withdrawn");
        step.EndProcess(ProcessStatus.Withdrawn, "", "");
        return null;
    }

    public static Decision.Rejected? Retry(Step step, RetryIncident command)
    {
        if (!step.State.Incidents.TryGetValue(command.IncidentId, out var incident))
            return Refusal.Of(
                RejectionCode.ElementNotActive,
                $"Expected incident {command.IncidentId} to be open, but it is not."
            );
        step.Emit(new IncidentResolved(incident.Id));
        // a failed service is asked for again by the host
        if (incident.Code is Incidents.ServiceFailed)
            return null;
        if (incident.Code is Incidents.Deadlock)
        {
            // looked at again: while tokens are stuck the incident must stay in sight
            step.Touch(incident.Element);
            return null;
        }
        var element = step.State.Elements[incident.Element];
        step.Emit(new ElementsCancelled([element.Id], "retried", 0));
        var node = step.Definition.Node(element.Node);
        if (incident.Code.StartsWith(Incidents.OnLeaving, StringComparison.Ordinal))
            step.Leave(node, element.Scope, element.Item);
        else
            step.Enter(node, element.Scope, element.Item);
        return null;
    }

    private static Decision.Rejected? NoReason(Step step) =>
        string.IsNullOrWhiteSpace(step.Command.Reason)
            ? Refusal.Of(RejectionCode.ReasonRequired, "Expected a reason, but none was given.")
            : null;
}
