using NodaTime;
using NodaTime.Text;

namespace TwinningWorkflow.Web.Reading;

/// <summary>The day on which a signature is wished for, as it came in an address.</summary>
public static class WishedDay
{
    private static readonly Duration Furthest = Duration.FromDays(3_660);

    /// <summary>False for what is no day, or far away; the day is null when none was given.</summary>
    public static bool TryRead(string? typed, Instant now, out LocalDate? wished)
    {
        wished = null;
        if (string.IsNullOrWhiteSpace(typed))
            return true;
        if (
            LocalDatePattern.Iso.Parse(typed.Trim()) is not { Success: true, Value: var day }
            || day < (now - Furthest).InUtc().Date
            || day > (now + Furthest).InUtc().Date
        )
            return false;
        wished = day;
        return true;
    }
}
