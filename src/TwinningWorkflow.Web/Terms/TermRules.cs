using NodaTime;
using TwinningWorkflow.Web.Terms.Calendars;

namespace TwinningWorkflow.Web.Terms;

/// <summary>What differs between authorities in counting days. The defaults are the law's, or the usual practice.</summary>
public sealed record TermRules
{
    /// <summary>The zone whose civil days are counted.</summary>
    public DateTimeZone Zone { get; init; } = DateTimeZoneProviders.Tzdb["Europe/Rome"];

    /// <summary>The country whose festivi hold (ISO 3166-1, upper case): one of <see cref="CountryCalendar.Known"/>.</summary>
    public string Country { get; init; } = "IT";

    /// <summary>The patron's day, on which the office is closed; null when the authority has not given it.</summary>
    public AnnualDate? Patron { get; init; }

    /// <summary>
    /// Whether a legal term that ends on the patron's day moves on. By default it does not: the day is a holiday for those
    /// who work there, not among the festivi of L. 260/1949.
    /// </summary>
    public bool PatronMovesTerms { get; init; }

    /// <summary>
    /// Whether a legal term that ends on a Saturday moves on. By default it does not: art. 2963 c.c. knows festivi only, and
    /// art. 155 c.p.c. moves off Saturdays only acts of a trial.
    /// </summary>
    public bool SaturdayMovesTerms { get; init; }

    /// <summary>Whether the office works on Saturdays.</summary>
    public bool SaturdayIsWorkingDay { get; init; }

    /// <summary>When the working day begins: reminders go out then.</summary>
    public LocalTime Morning { get; init; } = new(8, 0);

    /// <summary>Holidays of the place beside the patron's day.</summary>
    public ValueList<LocalHoliday> LocalHolidays { get; init; }

    /// <summary>When the office is closed though it is no holiday: that matters to working days and reminders.</summary>
    public ValueList<OfficeClosure> Closures { get; init; }

    /// <summary>How terms are counted in a country of which no more is known than its calendar.</summary>
    public static TermRules Of(CountryCalendar country) =>
        new()
        {
            Zone = country.Zone,
            Country = country.Country,
            SaturdayMovesTerms = country.SaturdayMovesTerms,
        };
}
