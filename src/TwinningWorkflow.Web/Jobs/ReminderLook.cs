using System.Collections.Immutable;
using NodaTime;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Terms;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>A reminder that is due.</summary>
/// <param name="Reached">Whom it reaches; null when nobody is there.</param>
internal sealed record DueReminder(ReminderOccurrence Occurrence, Instant At, Reached? Reached);

/// <summary>One look at the reminders of a task or a term: a calculation on the schedule and the people, without any row.</summary>
internal sealed class ReminderLook(
    Subject subject,
    ImmutableArray<ReminderLine> lines,
    RemindedTerm term,
    Audience audience,
    Func<LocalDate, Roster> rosters,
    WorkingTime office
)
{
    private readonly ReminderPlan nominal = new(office);

    public Subject Subject => subject;

    /// <summary>For each person the latest that is due by now and was not before an instant, up to which all has been seen to.</summary>
    public IReadOnlyList<DueReminder> Due(Instant from, Instant now)
    {
        var today = office.DayOf(now);
        var latest = new Dictionary<Guid, DueReminder>();
        foreach (var occurrence in ReminderPlan.Near(lines, term, today))
        foreach (var reached in audience.Of(occurrence, rosters(today)))
            if (
                new ReminderPlan(reached.Work).At(lines, occurrence, term) is { } at
                && at >= from
                && at <= now
                && !(latest.TryGetValue(reached.Who.Person.Id, out var other) && other.At > at)
            )
                latest[reached.Who.Person.Id] = new DueReminder(occurrence, at, reached);
        // silence would hide that nobody is there to be told
        if (
            nominal.Latest(lines, term, from, now) is { } unheard
            && audience.Of(unheard.Occurrence, rosters(today)).Count == 0
        )
            return [.. latest.Values, new DueReminder(unheard.Occurrence, unheard.At, null)];
        return [.. latest.Values];
    }

    /// <summary>When there is next something due, to whoever answers on its day as far as that is known; null when nothing is left.</summary>
    public Instant? Next(Instant now)
    {
        Instant? next = null;
        var today = office.DayOf(now);
        foreach (var occurrence in ReminderPlan.Near(lines, term, today))
        foreach (var at in InstantsOf(occurrence, LocalDate.Max(occurrence.Nominal, today)))
            if (at > now && !(at > next))
                next = at;
        return next;
    }

    private IEnumerable<Instant> InstantsOf(ReminderOccurrence occurrence, LocalDate day)
    {
        var reached = audience.Of(occurrence, rosters(day));
        if (reached.Count == 0 && nominal.At(lines, occurrence, term) is { } unheard)
            yield return unheard;
        foreach (var one in reached)
            if (new ReminderPlan(one.Work).At(lines, occurrence, term) is { } at)
                yield return at;
    }
}
