using NodaTime;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Terms;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>When a mail goes to its reader.</summary>
/// <param name="At">The first attempt.</param>
/// <param name="KeptFor">The hour of the reader's for which it is kept; null when it goes by itself as soon as it is there.</param>
internal sealed record MailHours(Instant At, Instant? KeptFor)
{
    /// <summary>
    /// To a body or the partner at once. To a person within their hours: a reminder for the hour that just was, everything else at
    /// once unless they want it all together. Else at their next hour.
    /// </summary>
    /// <param name="planned">What it is.</param>
    /// <param name="reader">Who reads it.</param>
    /// <param name="office">The hours of the authority.</param>
    /// <param name="now">The business instant.</param>
    /// <param name="canWait">It asks and tells nothing that the reader does not know: their next hour is soon enough.</param>
    public static MailHours Of(
        PlannedMail planned,
        MailReader reader,
        WorkingTime office,
        Instant now,
        bool canWait = false
    )
    {
        if (reader.Wishes is not { } wishes)
            return new MailHours(now, null);
        var theirs = PersonalTime.Of(office, wishes);
        if (theirs.IsAt(now))
        {
            if (planned.Reminds)
                return For(theirs.MorningOf(theirs.DayOf(now)));
            if (!wishes.Digest && !canWait)
                return new MailHours(now, null);
        }
        return For(theirs.MorningFrom(now));
    }

    private static MailHours For(Instant hour) => new(hour, hour);
}
