namespace TwinningWorkflow.Engine.Elements;

/// <summary>A signal reaches everybody in the instance who listens at this moment, wherever it was thrown (BPMN 10.5.1).</summary>
internal static class Signals
{
    /// <summary>To be called when the throwing token is on its way onwards, so that an interrupting catch takes it too.</summary>
    public static void Throw(Step step, string node, string signal)
    {
        step.Emit(new SignalThrown(node, signal));
        Deliver(step, signal);
    }

    /// <summary>The answer is false when nobody listens.</summary>
    public static bool Deliver(Step step, string signal)
    {
        var listening = step.State.Signals.Values.Where(w => w.Signal == signal).Select(static w => w.Id).ToList();
        // who begins to listen because of this signal does not hear it; who is cancelled by it hears nothing more
        foreach (var id in listening)
            if (step.State.Signals.TryGetValue(id, out var wait))
            {
                var stays = !Waits.Interrupts(step.Definition.Node(wait.Node));
                step.Emit(new SignalCaught(wait.Id, wait.Node, wait.Signal, stays));
                Waits.Occurred(step, wait.Node, wait.Element);
            }
        return listening.Count > 0;
    }
}
