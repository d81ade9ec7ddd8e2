namespace TwinningWorkflow.Engine.Elements;

/// <summary>
/// A BPMN error goes to the nearest enclosing catch and always interrupts (BPMN 13.5.3). Uncaught, it ends the process as
/// failed.
/// </summary>
internal static class Errors
{
    /// <summary>Thrown by an error end event.</summary>
    public static void Throw(Step step, string node, string code, long scope)
    {
        // an interrupted scope's other tokens do not run on
        step.DropTokens(scope);
        if (Caught(step, node, code, Catches.Around(step, scope, Catches.Error, code)))
            return;
        step.Emit(new ErrorThrown(node, code, ""));
        Cancellation.Children(step, ProcessState.RootScope, "error");
        step.EndProcess(ProcessStatus.Failed, node, code);
    }

    /// <summary>Thrown by an activity: its own boundary first. False when nobody catches it; then nothing has happened.</summary>
    public static bool TryCatch(Step step, string node, string code, ActiveElement element) =>
        Caught(
            step,
            node,
            code,
            Catches.AtBoundary(step, element, Catches.Error, code)
                ?? Catches.Around(step, element.Scope, Catches.Error, code)
        );

    private static bool Caught(Step step, string node, string code, Catches.Found? found)
    {
        if (found is null)
            return false;
        step.Emit(new ErrorThrown(node, code, found.Node.Id));
        Catches.Take(step, found, "error");
        return true;
    }
}
