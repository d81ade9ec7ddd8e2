using NodaTime;

namespace TwinningWorkflow.Web.Terms;

/// <summary>
/// The Italian calendar: which days are festivi (L. 260/1949 art. 2 as amended), and which days the authority's office is
/// closed. A reason is a code; <see cref="TermWords.Reason"/> puts it into words.
/// </summary>
public sealed class HolidayCalendar(TermRules rules)
{
    /// <summary>Reason code of Sundays.</summary>
    public const string Sunday = "sunday";

    /// <summary>Reason code of Saturdays, where the authority's rules let them count.</summary>
    public const string Saturday = "saturday";

    /// <summary>Reason code of the patron's day.</summary>
    public const string Patron = "patron";

    /// <summary>Reason code of Easter Monday.</summary>
    public const string EasterMonday = "easter-monday";

    // The year is the first in which the day was a festivo without a break since. Days abolished in 1977 that never came back
    // are left out, so the calendar is complete from 1978 on.
    private static readonly Fixed[] FixedDays =
    [
        new("new-year", 1, 1, Since: 1949),
        new("epiphany", 1, 6, Since: 1986), // D.P.R. 792/1985
        new("liberation-day", 4, 25, Since: 1949),
        new("labour-day", 5, 1, Since: 1949),
        new("republic-day", 6, 2, Since: 2001), // L. 336/2000
        new("assumption", 8, 15, Since: 1949),
        new("saint-francis", 10, 4, Since: 2026), // L. 151/2025
        new("all-saints", 11, 1, Since: 1949),
        new("immaculate-conception", 12, 8, Since: 1949),
        new("christmas", 12, 25, Since: 1949),
        new("saint-stephen", 12, 26, Since: 1949),
    ];

    /// <summary>Why the day is a festivo everywhere in Italy; null when it is not.</summary>
    public static string? Festivo(LocalDate day)
    {
        if (day.DayOfWeek == IsoDayOfWeek.Sunday)
            return Sunday;
        foreach (var holiday in FixedDays)
            if (day.Month == holiday.Month && day.Day == holiday.Day && day.Year >= holiday.Since)
                return holiday.Code;
        return day == Easter(day.Year).PlusDays(1) ? EasterMonday : null;
    }

    /// <summary>Why a legal term cannot end on the day; null when it can.</summary>
    public string? MovesTerm(LocalDate day) =>
        Festivo(day)
        ?? (rules.PatronMovesTerms && IsPatron(day) ? Patron : null)
        ?? (rules.SaturdayMovesTerms && day.DayOfWeek == IsoDayOfWeek.Saturday ? Saturday : null);

    /// <summary>Why the office is closed on the day; null when it works.</summary>
    public string? Closed(LocalDate day) =>
        Festivo(day)
        ?? (IsPatron(day) ? Patron : null)
        ?? (!rules.SaturdayIsWorkingDay && day.DayOfWeek == IsoDayOfWeek.Saturday ? Saturday : null);

    private bool IsPatron(LocalDate day) => rules.Patron is { } patron && patron.InYear(day.Year) == day;

    /// <summary>Easter Sunday of the Gregorian calendar, from the age of the moon and the day of the week.</summary>
    private static LocalDate Easter(int year)
    {
        var century = year / 100;
        var golden = year % 19;
        // days from 21 March to the paschal full moon, with the solar and lunar corrections of the century
        var moon = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
        // the full moon never falls after 18 April, nor twice on one day in a cycle of 19 years
        if (moon == 29 || (moon == 28 && golden > 10))
            moon--;
        return new LocalDate(year, 3, 21).PlusDays(moon).Next(IsoDayOfWeek.Sunday);
    }

    private sealed record Fixed(string Code, int Month, int Day, int Since);
}
