using NodaTime;

namespace TwinningWorkflow.Web.Terms;

/// <summary>A reminder of a task's deadline.</summary>
public enum ReminderStep
{
    /// <summary>The working day before.</summary>
    DayBefore,

    /// <summary>On the day itself.</summary>
    DueDay,

    /// <summary>The first working day after, then every two days.</summary>
    Overdue,
}

/// <summary>A reminder and when it goes out.</summary>
public sealed record PlannedReminder(Instant At, ReminderStep Step);

/// <summary>
/// When reminders of a deadline go out: on mornings of working days. One that would fall on a closed day comes earlier while
/// the deadline is still to be met, and later once it has passed.
/// </summary>
public sealed class ReminderPlan(TermRules rules)
{
    private const int DaysBetweenOverdue = 2;

    private readonly WorkingTime working = new(rules);

    /// <summary>The first reminder strictly after an instant; null when none is left.</summary>
    /// <param name="due">The last day of the term.</param>
    /// <param name="steps">Which reminders the task wants.</param>
    /// <param name="after">The last reminder that went out, or the instant at which the task opened.</param>
    public PlannedReminder? Next(LocalDate due, IReadOnlyCollection<ReminderStep> steps, Instant after)
    {
        // a term can end on a day on which nobody works (a Saturday): the last word must come before it
        var dueDay = working.OnOrBefore(due);
        if (
            steps.Contains(ReminderStep.DayBefore)
            && At(working.OnOrBefore(dueDay.PlusDays(-1))) is var before
            && before > after
        )
            return new PlannedReminder(before, ReminderStep.DayBefore);
        if (steps.Contains(ReminderStep.DueDay) && At(dueDay) is var on && on > after)
            return new PlannedReminder(on, ReminderStep.DueDay);
        if (!steps.Contains(ReminderStep.Overdue))
            return null;

        var day = working.OnOrAfter(due.PlusDays(1));
        while (At(day) <= after)
            day = working.OnOrAfter(day.PlusDays(DaysBetweenOverdue));
        return new PlannedReminder(At(day), ReminderStep.Overdue);
    }

    private Instant At(LocalDate day) => working.MorningOf(day);
}
