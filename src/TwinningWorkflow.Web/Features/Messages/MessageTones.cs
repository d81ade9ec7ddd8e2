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
            "failed" => StatusTone.Bad,
            _ => StatusTone.Neutral,
        };
}
