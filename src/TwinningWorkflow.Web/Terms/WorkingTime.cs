using NodaTime;

namespace TwinningWorkflow.Web.Terms;

/// <summary>The hours in which people read their mail: mornings of days on which the office works.</summary>
public sealed class WorkingTime(TermRules rules)
{
    private readonly HolidayCalendar calendar = new(rules);

    /// <summary>The civil day of an instant.</summary>
    public LocalDate DayOf(Instant instant) => instant.InZone(rules.Zone).Date;

    /// <summary>The morning of a day: 08:00 in the authority's zone by default.</summary>
    public Instant MorningOf(LocalDate day) => rules.Zone.AtLeniently(day + rules.Morning).ToInstant();

    /// <summary>The last instant of a day: the morning of the next comes after it.</summary>
    public Instant EndOf(LocalDate day) => rules.Zone.AtStartOfDay(day.PlusDays(1)).ToInstant() - Duration.Epsilon;

    /// <summary>The day itself when the office works, else the next on which it does.</summary>
    public LocalDate OnOrAfter(LocalDate day)
    {
        while (calendar.Closed(day) is not null)
            day = day.PlusDays(1);
        return day;
    }

    /// <summary>The day itself when the office works, else the last before it on which it did.</summary>
    public LocalDate OnOrBefore(LocalDate day)
    {
        while (calendar.Closed(day) is not null)
            day = day.PlusDays(-1);
        return day;
    }
}
