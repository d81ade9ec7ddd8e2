using NodaTime;
using TwinningWorkflow.Web.Terms.Calendars;

namespace TwinningWorkflow.Web.Terms;

/// <summary>
/// An authority's calendar: which days are festivi of its country, and which days its office is closed. A reason is a code;
/// <see cref="TermWords.Reason"/> puts it into words.
/// </summary>
/// <remarks>A year is worked out once; then a day is looked up.</remarks>
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

    private const int FirstKept = 1900;
    private const int LastKept = 2199;

    private static readonly HolidayCalendar Italian = new(new TermRules());

    private readonly CountryCalendar country = CountryCalendar.Of(rules.Country);
    private readonly Year?[] kept = new Year?[LastKept - FirstKept + 1];

    /// <summary>Why the day is a festivo everywhere in Italy; null when it is not.</summary>
    public static string? Festivo(LocalDate day) => Italian.MovesTerm(day);

    /// <summary>Why a legal term cannot end on the day; null when it can.</summary>
    public string? MovesTerm(LocalDate day) => In(day.Year).Moves[day.DayOfYear];

    /// <summary>Why the office is closed on the day; null when it works.</summary>
    public string? Closed(LocalDate day) => In(day.Year).Closed[day.DayOfYear];

    private Year In(int year) =>
        // two threads may work out the same year: either result will do
        year is < FirstKept or > LastKept
            ? WorkOut(year)
            : kept[year - FirstKept] ??= WorkOut(year);

    private Year WorkOut(int year)
    {
        var days = CalendarSystem.Iso.GetDaysInYear(year);
        var moves = new string?[days + 1];
        var closed = new string?[days + 1];
        foreach (var (day, holiday) in country.In(year))
            moves[day.DayOfYear] = closed[day.DayOfYear] ??= holiday.Code;
        for (var (day, number) = (new LocalDate(year, 1, 1), 1); ; day = day.PlusDays(1), number++)
        {
            var weekday = day.DayOfWeek;
            if (weekday == IsoDayOfWeek.Sunday)
                moves[number] = closed[number] = Sunday;
            if (rules.Patron is { } patron && patron.InYear(year) == day)
                Add(Patron, rules.PatronMovesTerms);
            foreach (var holiday in rules.LocalHolidays)
                if (holiday.IsOn(day))
                    Add(holiday.Reason, holiday.MovesTerms);
            if (weekday == IsoDayOfWeek.Saturday)
            {
                if (rules.SaturdayMovesTerms)
                    moves[number] ??= Saturday;
                if (!rules.SaturdayIsWorkingDay)
                    closed[number] ??= Saturday;
            }
            foreach (var closure in rules.Closures)
                if (closure.Days.Contains(day))
                    Add(closure.Reason, closure.MovesTerms);
            if (number == days)
                return new Year(moves, closed);

            void Add(string why, bool movesTerms)
            {
                closed[number] ??= why;
                if (movesTerms)
                    moves[number] ??= why;
            }
        }
    }

    /// <summary>By day of the year, from 1.</summary>
    private sealed record Year(string?[] Moves, string?[] Closed);
}
