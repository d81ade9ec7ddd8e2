using TwinningWorkflow.Web.Clocks;

namespace TwinningWorkflow.Web.Features.Shared;

/// <summary>The key that a form carries, so that sending it twice does its work once.</summary>
public static class Submissions
{
    public static string New(BusinessClock clock) => Guid.CreateVersion7(clock.GetUtcNow()).ToString("D");

    /// <summary>The key as it came back, or null when it is none of ours.</summary>
    public static string? Known(string? posted) => Guid.TryParse(posted, out var id) ? id.ToString("D") : null;
}
