using TwinningWorkflow.Web.Features.Shared;

namespace TwinningWorkflow.Web.Features.Messages;

/// <summary>What a message's status means to the eye.</summary>
internal static class MessageTones
{
    public static StatusTone Of(string status) =>
        status switch
        {
            "sent" => StatusTone.Done,
            "pending" => StatusTone.Active,
            "uncertain" => StatusTone.Warning,
            "failed" or "bounced" => StatusTone.Bad,
            _ => StatusTone.Neutral,
        };

    public static StatusTone OfReceived(string kind) =>
        kind switch
        {
            "reply" => StatusTone.Active,
            "bounce" => StatusTone.Bad,
            "unmatched" or "full" => StatusTone.Warning,
            _ => StatusTone.Neutral,
        };
}
