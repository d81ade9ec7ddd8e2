using NodaTime;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>
/// When a mail that did not go, or a timer that did not fire, is tried again. Counted in attempts and not in elapsed time, so that a business clock that
/// leaps (the demo's) costs one early attempt and never the mail.
/// </summary>
public static class RetrySchedule
{
    /// <summary>
    /// Five days and two hours after the first attempt: a long weekend without a mail server loses nothing. A mail that tells a
    /// last day is tried until that has passed, however many attempts it takes.
    /// </summary>
    public const int LastOfMail = 25;

    /// <summary>
    /// Two and a half hours after the first attempt: an outage is over by then, and whoever must see to a term that does not
    /// take effect hears of it the same day.
    /// </summary>
    public const int LastOfTimer = 5;

    /// <summary>
    /// As many for what fails by a fault of ours: what passes by itself, as a database that is away, has passed by then, and nothing else
    /// gets better by waiting.
    /// </summary>
    public const int LastOfOurs = 5;

    /// <summary>How long to wait after so many attempts; null when it was the last.</summary>
    /// <param name="attempts">How many there were.</param>
    /// <param name="last">How many there may be.</param>
    public static Duration? After(int attempts, int last = LastOfMail) =>
        attempts switch
        {
            _ when attempts >= last => null,
            <= 1 => Duration.FromMinutes(1),
            2 => Duration.FromMinutes(5),
            3 => Duration.FromMinutes(30),
            4 => Duration.FromHours(2),
            _ => Duration.FromHours(6),
        };

    /// <summary>How long a mail waits after so many attempts; null when it is given up.</summary>
    /// <param name="attempts">How many there were.</param>
    /// <param name="deadlineIsOver">Whether the last day that it tells has passed; true for one that tells none.</param>
    public static Duration? OfMail(int attempts, bool deadlineIsOver) =>
        After(deadlineIsOver ? attempts : Math.Min(attempts, LastOfMail - 1));
}
