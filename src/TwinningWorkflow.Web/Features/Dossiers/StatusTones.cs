using TwinningWorkflow.Web.Features.Shared;

namespace TwinningWorkflow.Web.Features.Dossiers;

/// <summary>What a dossier's status means to the eye.</summary>
internal static class StatusTones
{
    public static StatusTone Of(string status) =>
        status switch
        {
            "running" => StatusTone.Active,
            "signed" => StatusTone.Done,
            "suspended" => StatusTone.Warning,
            "failed" => StatusTone.Bad,
            _ => StatusTone.Neutral,
        };
}
