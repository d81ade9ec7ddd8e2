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
        {
            foreach (var reached in audience.Of(occurrence, rosters(today)))
                if (AtOf(occurrence, reached) is { } at)
                    Take(new DueReminder(occurrence, at, reached));
            foreach (var coming in ToCome(occurrence, today))
                if (coming.Reached is not null)
                    Take(coming);
        }
        // silence would hide that nobody is there to be told
        if (
            nominal.Latest(lines, term, from, now) is { } unheard
            && audience.Of(unheard.Occurrence, rosters(today)).Count == 0
        )
            return [.. latest.Values, new DueReminder(unheard.Occurrence, unheard.At, null)];
        return [.. latest.Values];

        void Take(DueReminder due)
        {
            var person = due.Reached!.Who.Person.Id;
            if (due.At >= from && due.At <= now && !(latest.TryGetValue(person, out var other) && other.At >= due.At))
                latest[person] = due;
        }
    }

    /// <summary>When there is next something due, to whoever answers on its day as far as that is known; null when nothing is left.</summary>
    public Instant? Next(Instant now)
    {
        Instant? next = null;
        var today = office.DayOf(now);
        foreach (var occurrence in ReminderPlan.Near(lines, term, today))
        foreach (var coming in ToCome(occurrence, today))
            if (coming.At > now && !(coming.At > next))
                next = coming.At;
        return next;
    }

    /// <summary>
    /// To whom a reminder goes, from today on. Their own days move it, and on the day to which it moved somebody else may answer:
    /// each day that comes up so is asked, and it goes to those for whom it falls on the very day on which they answer. Where it
    /// falls so for nobody, it goes to those who answer on the office's day, whatever their own days are.
    /// </summary>
    private List<DueReminder> ToCome(ReminderOccurrence occurrence, LocalDate today)
    {
        var found = new List<DueReminder>();
        var (days, asked, unwanted) = (new Queue<LocalDate>(), new HashSet<LocalDate>(), false);
        var byOffice = nominal.At(lines, occurrence, term);
        Ask(occurrence.Nominal);
        if (byOffice is { } officeHour)
            Ask(office.DayOf(officeHour));
        while (days.TryDequeue(out var day))
            foreach (var reached in audience.Of(occurrence, rosters(day)))
                if (AtOf(occurrence, reached) is not { } at)
                    unwanted = true;
                else
                {
                    if (office.DayOf(at) == day)
                        found.Add(new DueReminder(occurrence, at, reached));
                    Ask(office.DayOf(at));
                }
        if (found.Count > 0 || unwanted || byOffice is not { } hour || office.DayOf(hour) < today)
            return found;
        var there = audience.Of(occurrence, rosters(office.DayOf(hour)));
        return there.Count == 0
            ? [new DueReminder(occurrence, hour, null)]
            : [.. there.Select(x => new DueReminder(occurrence, x.Work.MorningOf(office.DayOf(hour)), x))];

        void Ask(LocalDate day)
        {
            if (asked.Add(LocalDate.Max(day, today)))
                days.Enqueue(LocalDate.Max(day, today));
        }
    }

    private Instant? AtOf(ReminderOccurrence occurrence, Reached reached) =>
        new ReminderPlan(reached.Work).At(lines, occurrence, term);
}
