using NodaTime;

namespace TwinningWorkflow.Web.Terms;

/// <summary>A reminder and when it goes out to somebody.</summary>
public sealed record PlannedReminder(Instant At, ReminderOccurrence Occurrence);

/// <summary>
/// When the reminders of a term go out to somebody: at their hour of days on which they work. One that would fall on another day
/// comes earlier while the term still runs, and later once it is over. What belongs to the day on which the term opened, or to
/// one before it, never comes: that day has its own mail.
/// </summary>
public sealed class ReminderPlan(WorkingTime working)
{
    /// <summary>More repetitions than any holidays push onto the same day.</summary>
    private const int Pushed = 30;

    /// <summary>The last reminder that is due by now and not before a given instant; null when there is none.</summary>
    /// <param name="lines">The schedule.</param>
    /// <param name="term">The term.</param>
    /// <param name="from">What was due before that has been seen to.</param>
    /// <param name="now">Now.</param>
    public PlannedReminder? Latest(
        IReadOnlyCollection<ReminderLine> lines,
        RemindedTerm term,
        Instant from,
        Instant now
    )
    {
        PlannedReminder? latest = null;
        foreach (var occurrence in Near(lines, term, working.DayOf(now)))
            // of two at one instant the later one says more
            if (At(lines, occurrence, term) is { } at && at >= from && at <= now && !(at < latest?.At))
                latest = new PlannedReminder(at, occurrence);
        return latest;
    }

    /// <summary>
    /// The first reminder after an instant; null when none is left. Of those that holidays push onto one instant any: which of them
    /// it is by then, <see cref="Latest"/> says.
    /// </summary>
    public PlannedReminder? Next(IReadOnlyCollection<ReminderLine> lines, RemindedTerm term, Instant after)
    {
        PlannedReminder? next = null;
        foreach (var occurrence in Near(lines, term, working.DayOf(after)))
            if (At(lines, occurrence, term) is { } at && at > after && !(at > next?.At))
                next = new PlannedReminder(at, occurrence);
        return next;
    }

    /// <summary>When a reminder goes out; null when it does not.</summary>
    public Instant? At(IReadOnlyCollection<ReminderLine> lines, ReminderOccurrence occurrence, RemindedTerm term)
    {
        var day = DayOf(occurrence, term);
        if (day <= term.Opened)
            return null;
        // in a short term the middle says nothing that the assignment or the day before does not say
        if (occurrence.Line.Step == ReminderStep.Halfway && day >= Warned(lines, term))
            return null;
        if (IsTooSoon(occurrence, term, day))
            return null;
        return working.MorningOf(day);
    }

    /// <summary>
    /// A repetition gives way to the one before it where days without work have pushed that one so near that half of the
    /// interval or less is left: after a weekend, Monday's is enough, and Tuesday's would only nag.
    /// </summary>
    private bool IsTooSoon(ReminderOccurrence occurrence, RemindedTerm term, LocalDate day)
    {
        if (occurrence is not { Line.Every: > 1 and var every, Number: > 1 and var number })
            return false;
        var before = DayOf(ReminderSchedule.Of(occurrence.Line, number - 1, term), term);
        return before < day && 2 * Period.DaysBetween(before, day) <= every;
    }

    /// <summary>
    /// All that can be due about a day: every single one, and of what repeats the repetitions that holidays can have pushed there
    /// and the two that come next, since one of those may give way.
    /// </summary>
    public static IEnumerable<ReminderOccurrence> Near(
        IReadOnlyCollection<ReminderLine> lines,
        RemindedTerm term,
        LocalDate day
    )
    {
        day = LocalDate.Max(day, term.Opened);
        foreach (var first in ReminderSchedule.First(lines, term))
        {
            if (first.Line.Every == 0)
            {
                yield return first;
                continue;
            }
            var come = ReminderSchedule.CountOn(first.Line, term, day);
            for (var number = Math.Max(1, come - Pushed / first.Line.Every); number <= come + 2; number++)
                yield return ReminderSchedule.Of(first.Line, number, term);
        }
    }

    private LocalDate DayOf(ReminderOccurrence occurrence, RemindedTerm term) =>
        occurrence.Line.Step switch
        {
            ReminderStep.After => working.OnOrAfter(occurrence.Nominal),
            // a term can end on a day on which nobody works (a Saturday): the last word must come before it, and a warning before that
            ReminderStep.Before => LocalDate.Min(
                working.OnOrBefore(occurrence.Nominal),
                working.OnOrBefore(working.OnOrBefore(term.Last).PlusDays(-1))
            ),
            _ => working.OnOrBefore(occurrence.Nominal),
        };

    /// <summary>The day of the last warning: of the one closest to the last day, else that of the last day itself.</summary>
    private LocalDate Warned(IReadOnlyCollection<ReminderLine> lines, RemindedTerm term)
    {
        ReminderLine? closest = null;
        foreach (var line in lines)
            if (line.Step == ReminderStep.Before && !(line.Days > closest?.Days))
                closest = line;
        return DayOf(ReminderSchedule.Of(closest ?? new ReminderLine(ReminderStep.Due), 1, term), term);
    }
}
