using TwinningWorkflow.Engine.Elements;

namespace TwinningWorkflow.Engine.Requests;

/// <summary>The host carries a signal from another instance.</summary>
internal static class SignalReceipt
{
    public static Decision.Rejected? Request(Step step, ReceiveSignal command) =>
        Signals.Deliver(step, command.Signal)
            ? null
            : Refusal.Of(
                RejectionCode.NobodyListens,
                $"Expected somebody to listen for the signal '{command.Signal}', but nobody does."
            );
}
