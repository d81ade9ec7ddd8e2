using TwinningWorkflow.Web.Forms;

namespace TwinningWorkflow.Web.Api;

/// <summary>Why somebody does what others will ask about.</summary>
public sealed record ReasonBody
{
    internal const string Field = "reason";

    /// <summary>Required. It stays in the history; at most 2000 characters.</summary>
    public string? Reason { get; init; }
}
