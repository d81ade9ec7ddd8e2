using NodaTime;

namespace TwinningWorkflow.Web.Hosting;

/// <summary>Moves the business clock, in the demo only.</summary>
public sealed class DemoClock
{
    /// <summary>Sets the business clock of every node to an instant, from where it runs on.</summary>
    public Task MoveToAsync(Instant instant, CancellationToken cancel) => throw new NotSupportedException();
}
