using TwinningWorkflow.Engine.Elements;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Requests;

/// <summary>An operator moves the token of an incident to another node.</summary>
internal static class TokenMoves
{
    public static Decision.Rejected? Request(Step step, MoveToken command)
    {
        if (Operations.NoReason(step) is { } refused)
            return refused;
        if (!step.State.Incidents.TryGetValue(command.IncidentId, out var incident))
            return Operations.NoIncident(command.IncidentId);
        var target = IncidentCures
            .Targets(step.Definition, step.State, incident)
            .FirstOrDefault(t => t.Id == command.Target);
        if (target is null)
            return Refusal.Of(
                RejectionCode.InvalidFields,
                $"Expected a node that the token of incident {incident.Id} can enter, but '{command.Target}' is none.",
                [new FieldProblem(MoveToken.TargetField, FieldProblemCode.NotOffered)]
            );
        step.Emit(new IncidentResolved(incident.Id));
        var scope = Release(step, incident);
        step.Emit(new TokenMoved(incident.Id, incident.Node, target.Node.Id, target.Via?.Id ?? ""));
        if (target.Via is { } flow)
            step.Take(flow, scope);
        else
            step.Enter(target.Node, scope, "");
        return null;
    }

    /// <summary>Takes the token from where it stands; the answer is the scope in which it moves.</summary>
    private static long Release(Step step, Incident incident)
    {
        if (incident.Code == Incidents.Deadlock)
        {
            // one of each flow, as the join would have taken them; what came in excess stays and is told again
            step.Emit(new JoinPassed(incident.Node, incident.Element));
            return incident.Element;
        }
        var element = step.State.Elements[incident.Element];
        // the runs of a loop and the bodies of a multi-instance activity share the one token that came to it
        if (Loops.IsRun(step.State, element))
            element = step.State.Elements[element.Scope];
        Cancellation.Of(step, element.Id, "moved");
        return element.Scope;
    }
}
