using NodaTime;

namespace TwinningWorkflow.Web.Terms.Calendars;

/// <summary>When Easter is.</summary>
public static class Easter
{
    /// <summary>Easter Sunday of the Gregorian calendar, from the age of the moon and the day of the week.</summary>
    public static LocalDate Of(int year)
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

    /// <summary>Easter Sunday of the orthodox churches: by the Julian calendar, whose moon knows no corrections.</summary>
    public static LocalDate OrthodoxOf(int year)
    {
        var moon = (19 * (year % 19) + 15) % 30;
        return new LocalDate(year, 3, 21, CalendarSystem.Julian)
            .PlusDays(moon)
            .Next(IsoDayOfWeek.Sunday)
            .WithCalendar(CalendarSystem.Iso);
    }
}
