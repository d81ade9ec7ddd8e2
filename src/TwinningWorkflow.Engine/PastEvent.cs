using NodaTime;

namespace TwinningWorkflow.Engine;

/// <summary>An event that happened, with the business instant of the command that brought it about.</summary>
/// <param name="At">The instant of the command.</param>
/// <param name="Event">What happened.</param>
public sealed record PastEvent(Instant At, ProcessEvent Event);
