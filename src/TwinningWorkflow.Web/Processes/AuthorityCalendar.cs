using System.Collections.Concurrent;
using System.Globalization;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Terms;

namespace TwinningWorkflow.Web.Processes;

/// <summary>How an authority counts: its terms and its reminders. Built once for each zone and patron's day.</summary>
public sealed class AuthorityCalendar
{
    private static readonly ConcurrentDictionary<(string Zone, string Patron), AuthorityCalendar> Known = new();

    private AuthorityCalendar(TermRules rules)
    {
        Zone = rules.Zone;
        Terms = TermResolution.With(new LegalTerms(rules));
        Reminders = new ReminderPlan(rules);
        Work = new WorkingTime(rules);
    }

    public DateTimeZone Zone { get; }
    public TermResolver Terms { get; }
    public ReminderPlan Reminders { get; }

    /// <summary>The days on which the office works.</summary>
    public WorkingTime Work { get; }

    /// <param name="zone">A tz identifier, such as <c>Europe/Rome</c>.</param>
    /// <param name="patronDay">Month and day (0215); empty when none.</param>
    public static AuthorityCalendar Of(string zone, string patronDay) =>
        Known.GetOrAdd(
            (zone, patronDay),
            static key => new AuthorityCalendar(
                new TermRules { Zone = DateTimeZoneProviders.Tzdb[key.Zone], Patron = Patron(key.Patron) }
            )
        );

    private static AnnualDate? Patron(string day) =>
        day.Length == 4
            ? new AnnualDate(
                int.Parse(day.AsSpan(0, 2), CultureInfo.InvariantCulture),
                int.Parse(day.AsSpan(2), CultureInfo.InvariantCulture)
            )
            : null;
}
