using TwinningWorkflow.Engine.Elements;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Requests;

/// <summary>A timer's instant has come.</summary>
internal static class TimerFiring
{
    public static Decision.Rejected? Request(Step step, FireTimer command)
    {
        if (!step.State.Timers.TryGetValue(command.TimerId, out var timer) || timer.Generation != command.Generation)
            return Refusal.Of(
                RejectionCode.TimerGone,
                $"Expected timer {command.TimerId} of generation {command.Generation} to be armed, but it is not."
            );
        if (command.At < timer.Due)
            return Refusal.Of(
                RejectionCode.TimerEarly,
                $"Expected timer {command.TimerId} to be due, but it is due at {timer.Due}."
            );
        step.Fires(timer);
        step.Emit(new TimerFired(timer.Id, timer.Node, timer.Generation));
        if (timer.Repeats != 0 && Stays(step, timer))
            Rearm(step, timer);
        Waits.Occurred(step, timer.Node, timer.Element);
        return null;
    }

    /// <summary>
    /// A cycle goes on where the event does not end what it listens to: a non-interrupting one, or a catch event that is no
    /// choice of an event-based gateway.
    /// </summary>
    private static bool Stays(Step step, TimerWait timer) =>
        step.Definition.Node(timer.Node) switch
        {
            CatchEvent => step.State.Elements[timer.Element].Node == timer.Node,
            var node => !Waits.Interrupts(node),
        };

    /// <summary>The next firing counts from the last due instant, not from now: a late firing does not drift.</summary>
    private static void Rearm(Step step, TimerWait timer)
    {
        var spec = (TimerSpec.Cycle)Waits.TimerOf(step.Definition.Node(timer.Node));
        step.Emit(
            new TimerArmed(
                timer.Id,
                timer.Element,
                timer.Node,
                Waits.Plus(timer.Due, spec.Period, step.Definition.Zone),
                timer.Generation + 1,
                timer.Repeats > 0 ? timer.Repeats - 1 : timer.Repeats,
                null
            )
        );
    }
}
