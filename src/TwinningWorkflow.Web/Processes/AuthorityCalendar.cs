using System.Collections.Concurrent;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Terms;
using TwinningWorkflow.Web.Terms.Calendars;

namespace TwinningWorkflow.Web.Processes;

/// <summary>How an authority counts: its terms and its reminders. Built once for each calendar.</summary>
public sealed class AuthorityCalendar
{
    private static readonly ConcurrentDictionary<string, AuthorityCalendar> Written = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<AuthorityDays, AuthorityCalendar> Known = new();

    private AuthorityCalendar(AuthorityDays days)
    {
        Days = days;
        Counting = new LegalTerms(days.Counting);
        Terms = TermResolution.With(Counting);
        Work = new WorkingTime(days.Counting);
        Reminders = new ReminderPlan(Work);
        Holidays = new HolidayCalendar(days.Counting);
    }

    /// <summary>What the authority's administrator chose.</summary>
    public AuthorityDays Days { get; }

    /// <summary>How its terms are counted.</summary>
    public LegalTerms Counting { get; }

    public DateTimeZone Zone => Days.Counting.Zone;
    public TermResolver Terms { get; }

    /// <summary>When reminders go out to somebody of whom no more is known than the office.</summary>
    public ReminderPlan Reminders { get; }

    /// <summary>The days on which the office works.</summary>
    public WorkingTime Work { get; }

    /// <summary>The days that are festivi, and those on which the office is closed.</summary>
    public HolidayCalendar Holidays { get; }

    /// <param name="text">A calendar as <see cref="AuthorityDays.Write"/> gave it; read once.</param>
    public static AuthorityCalendar Of(string text) =>
        Written.GetOrAdd(text, static key => Of(AuthorityDays.Parse(key)));

    /// <summary>A calendar that is only tried out: nothing of it is kept.</summary>
    public static AuthorityCalendar ToTry(AuthorityDays days) => new(days);

    /// <summary>Equal calendars share what was worked out for them.</summary>
    public static AuthorityCalendar Of(AuthorityDays days) =>
        Known.GetOrAdd(days, static key => new AuthorityCalendar(key));
}
