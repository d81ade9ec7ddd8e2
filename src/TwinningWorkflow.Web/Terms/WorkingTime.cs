using NodaTime;

namespace TwinningWorkflow.Web.Terms;

/// <summary>The hours in which people read their mail: mornings of days on which they, or the whole office, work.</summary>
public sealed class WorkingTime
{
    /// <summary>A person who would not work on any of so many days works when the office does.</summary>
    private const int LongestAway = 60;

    /// <summary>When an office has left: what comes later is read on the next morning.</summary>
    private static readonly LocalTime Evening = new(19, 0);

    private readonly DateTimeZone zone;
    private readonly LocalTime morning;
    private readonly HolidayCalendar calendar;

    /// <summary>The days of the week on which a person works; null: whenever the office does.</summary>
    private readonly IReadOnlySet<IsoDayOfWeek>? days;

    public WorkingTime(TermRules rules)
        : this(rules.Zone, rules.Morning, new HolidayCalendar(rules), null) { }

    private WorkingTime(
        DateTimeZone zone,
        LocalTime morning,
        HolidayCalendar calendar,
        IReadOnlySet<IsoDayOfWeek>? days
    )
    {
        this.zone = zone;
        this.morning = morning;
        this.calendar = calendar;
        this.days = days;
    }

    /// <summary>The working time of a person within that of the office.</summary>
    /// <param name="weekdays">The days of the week on which they work; empty: those of the office.</param>
    /// <param name="hour">When their day begins.</param>
    public WorkingTime Of(IReadOnlySet<IsoDayOfWeek> weekdays, LocalTime hour) =>
        new(zone, hour, calendar, weekdays.Count == 0 ? null : weekdays);

    /// <summary>When the day begins.</summary>
    public LocalTime Morning => morning;

    /// <summary>The civil day of an instant.</summary>
    public LocalDate DayOf(Instant instant) => instant.InZone(zone).Date;

    /// <summary>
    /// The morning of a day: 08:00 in the authority's zone by default. An hour that the day does not have comes when it would have
    /// come, one that it has twice the first time: each day has one.
    /// </summary>
    public Instant MorningOf(LocalDate day) => zone.AtLeniently(day + morning).ToInstant();

    /// <summary>The first instant of a day.</summary>
    public Instant StartOf(LocalDate day) => zone.AtStartOfDay(day).ToInstant();

    /// <summary>The last instant of a day: the morning of the next comes after it.</summary>
    public Instant EndOf(LocalDate day) => StartOf(day.PlusDays(1)) - Duration.Epsilon;

    /// <summary>Is an instant within the hours of a working day?</summary>
    public bool IsAt(Instant instant) =>
        DayOf(instant) is var day
        && OnOrAfter(day) == day
        && instant >= MorningOf(day)
        && instant
            // whoever begins in the evening reads until the day is over
            < (
                morning < Evening.PlusHours(-1)
                    ? zone.AtLeniently(day + Evening).ToInstant()
                    : zone.AtStartOfDay(day.PlusDays(1)).ToInstant()
            );

    /// <summary>The first morning of a working day that is not before an instant.</summary>
    public Instant MorningFrom(Instant instant)
    {
        var day = OnOrAfter(DayOf(instant));
        return MorningOf(day) is var at && at >= instant ? at : MorningOf(OnOrAfter(day.PlusDays(1)));
    }

    /// <summary>The day itself when it is worked on, else the next that is.</summary>
    public LocalDate OnOrAfter(LocalDate day) => Nearest(day, 1);

    /// <summary>The day itself when it is worked on, else the last before it that was.</summary>
    public LocalDate OnOrBefore(LocalDate day) => Nearest(day, -1);

    private LocalDate Nearest(LocalDate day, int step)
    {
        LocalDate? office = null;
        for (var (found, away) = (day, 0); ; found = found.PlusDays(step), away++)
        {
            if (calendar.Closed(found) is not null)
                continue;
            if (days is null || days.Contains(found.DayOfWeek))
                return found;
            office ??= found;
            if (away >= LongestAway)
                return office.Value;
        }
    }
}
