using NodaTime;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>
/// When a mail that did not go is tried again. Counted in attempts and not in elapsed time, so that a business clock that
/// leaps (the demo's) costs a mail one early attempt and never its life.
/// </summary>
public static class RetrySchedule
{
    /// <summary>Five days and two hours after the first attempt: a long weekend without a mail server loses nothing.</summary>
    public const int LastAttempt = 25;

    /// <summary>How long to wait after so many attempts; null when it was the last.</summary>
    public static Duration? After(int attempts) =>
        attempts switch
        {
            >= LastAttempt => null,
            <= 1 => Duration.FromMinutes(1),
            2 => Duration.FromMinutes(5),
            3 => Duration.FromMinutes(30),
            4 => Duration.FromHours(2),
            _ => Duration.FromHours(6),
        };
}
