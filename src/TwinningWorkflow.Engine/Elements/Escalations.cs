namespace TwinningWorkflow.Engine.Elements;

/// <summary>
/// An escalation goes to the nearest enclosing catch (BPMN 13.5.4). Unlike an error it is not critical: the token that threw it
/// goes on unless the catch interrupts, and one that nobody catches is no fault.
/// </summary>
internal static class Escalations
{
    /// <summary>To be called when the throwing token is on its way onwards, so that an interrupting catch takes it too.</summary>
    public static void Throw(Step step, string node, string code, long scope)
    {
        var found = Catches.Around(step, scope, Catches.Escalation, code);
        step.Emit(new EscalationThrown(node, code, found?.Node.Id ?? ""));
        if (found is not null)
            Catches.Take(step, found, "escalation");
    }
}
