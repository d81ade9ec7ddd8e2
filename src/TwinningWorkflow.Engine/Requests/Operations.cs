using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Engine.Elements;

namespace TwinningWorkflow.Engine.Requests;

/// <summary>What concerns the instance as a whole.</summary>
internal static class Operations
{
    /// <summary>The variables that tell a process which declares them the date of the act that last suspended or resumed it.</summary>
    private const string SuspendedOn = "suspendedOn";

    private const string ResumedOn = "resumedOn";

    public static Decision.Rejected? Suspend(Step step, FormalAct? act)
    {
        if (NoReason(step) is { } refused)
            return refused;
        if (step.State.Suspended)
            return Refusal.Of(RejectionCode.Suspended, "Expected the process to run, but it is suspended already.");
        if (Wrong(step, act, required: true) is { } wrong)
            return wrong;
        step.Emit(new ProcessSuspended { Act = act });
        Tell(step, SuspendedOn, act!.Date);
        return null;
    }

    public static Decision.Rejected? Resume(Step step, FormalAct? act)
    {
        if (NoReason(step) is { } refused)
            return refused;
        if (!step.State.Suspended)
            return Refusal.Of(RejectionCode.NotSuspended, "Expected a suspended process, but it runs.");
        var since = (step.State.Data.GetValueOrDefault(SuspendedOn) as DataValue.Date)?.Value;
        if (Wrong(step, act, required: true, since) is { } wrong)
            return wrong;
        step.Emit(new ProcessResumed { Act = act });
        Tell(step, ResumedOn, act!.Date);
        return null;
    }

    public static Decision.Rejected? Withdraw(Step step, FormalAct? act)
    {
        if (NoReason(step) is { } refused)
            return refused;
        if (Wrong(step, act, required: false) is { } wrong)
            return wrong;
        Cancellation.Children(step, ProcessState.RootScope, "withdrawn");
        step.EndProcess(ProcessStatus.Withdrawn, "", "", act);
        return null;
    }

    public static Decision.Rejected? Recount(Step step)
    {
        if (NoReason(step) is { } refused)
            return refused;
        var before = step.State;
        OpenTerms.RecountAll(step);
        return ReferenceEquals(before, step.State)
            ? Refusal.Of(
                RejectionCode.NothingChanges,
                "Expected a term that ends on another day than before, but there is none."
            )
            : null;
    }

    public static Decision.Rejected? Retry(Step step, RetryIncident command)
    {
        if (NoReason(step) is { } refused)
            return refused;
        if (!step.State.Incidents.TryGetValue(command.IncidentId, out var incident))
            return NoIncident(command.IncidentId);
        step.Emit(new IncidentResolved(incident.Id));
        // a failed service is asked for again by the host
        if (incident.Code is Incidents.ServiceFailed)
            return null;
        if (incident.Code is Incidents.Deadlock or Incidents.CallResult)
        {
            // looked at again: while it is stuck the incident must stay in sight
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

    private static void Tell(Step step, string variable, LocalDate date)
    {
        if (
            step.Definition.Inputs.Contains(variable)
            && step.Definition.Variables.GetValueOrDefault(variable) == DataType.Date
        )
            step.Emit(
                new DataChanged(
                    ProcessState.RootScope,
                    ImmutableDictionary<string, DataValue>.Empty.Add(variable, DataValue.Of(date))
                )
            );
    }

    private static Decision.Rejected? Wrong(Step step, FormalAct? act, bool required, LocalDate? notBefore = null)
    {
        if (act is null && !required)
            return null;
        var problems = ImmutableArray.CreateBuilder<FieldProblem>();
        if (string.IsNullOrWhiteSpace(act?.Number))
            problems.Add(new FieldProblem(FormalAct.NumberField, FieldProblemCode.Required));
        else if (act.Number.Length > FormalAct.LongestNumber)
            problems.Add(
                new FieldProblem(
                    FormalAct.NumberField,
                    FieldProblemCode.TooLong,
                    FormalAct.LongestNumber.ToString(CultureInfo.InvariantCulture)
                )
            );
        if (act is null)
            problems.Add(new FieldProblem(FormalAct.DateField, FieldProblemCode.Required));
        else if (act.Date > step.Today)
            problems.Add(
                new FieldProblem(FormalAct.DateField, FieldProblemCode.TooLate, LocalDatePattern.Iso.Format(step.Today))
            );
        else if (act.Date < notBefore)
            problems.Add(
                new FieldProblem(
                    FormalAct.DateField,
                    FieldProblemCode.TooEarly,
                    LocalDatePattern.Iso.Format(notBefore.Value)
                )
            );
        return problems.Count == 0
            ? null
            : Refusal.Of(
                RejectionCode.InvalidFields,
                $"Expected an act with its number and a date that has come, but {problems.Count} of them are wrong.",
                problems.DrainToImmutable()
            );
    }

    public static Decision.Rejected NoIncident(long id) =>
        Refusal.Of(RejectionCode.ElementNotActive, $"Expected incident {id} to be open, but it is not.");

    public static Decision.Rejected? NoReason(Step step) =>
        string.IsNullOrWhiteSpace(step.Command.Reason)
            ? Refusal.Of(RejectionCode.ReasonRequired, "Expected a reason, but none was given.")
            : null;
}
