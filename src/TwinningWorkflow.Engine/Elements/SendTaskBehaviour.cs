using System.Collections.Immutable;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Elements;

/// <summary>Asks the host's outbox to send, and passes: delivery is the outbox's promise, not the token's.</summary>
internal sealed class SendTaskBehaviour : ActivityBehaviour
{
    protected override long Activate(Step step, Activity activity, long scope, string item)
    {
        var send = (SendTask)activity;
        var variables = step.Variables(scope, item);
        var facts = ImmutableDictionary.CreateBuilder<string, DataValue>();
        foreach (var name in send.Facts)
            if (variables(name) is { } value)
                facts[name] = value;
        step.Emit(
            new MessageSent(send.Id, send.Message, Recipient(step, send.Recipient, scope, item))
            {
                Address = send.Address?.Evaluate(variables) is DataValue.Text(var address) ? address : "",
                Facts = facts.ToImmutable(),
            }
        );
        PassOn(step, activity, scope, item);
        return 0;
    }

    /// <summary>Whom the file names, else the item of the nearest multi-instance body; empty when there is neither.</summary>
    public static string Recipient(Step step, string named, long scope, string item) =>
        named.Length > 0 ? named
        : step.Variables(scope, item)("item") is DataValue.Text(var around) ? around
        : "";
}
