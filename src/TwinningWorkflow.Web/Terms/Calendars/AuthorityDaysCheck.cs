using System.Collections.Immutable;
using NodaTime;

namespace TwinningWorkflow.Web.Terms.Calendars;

/// <summary>What an authority's calendar must hold to, whoever wrote it.</summary>
internal static class AuthorityDaysCheck
{
    private const int LongestName = 100;
    private const int LongestList = 100;
    private const int MostDays = 60;
    private const int LongestClosed = 100;

    public static ImmutableArray<DaysProblem> Of(AuthorityDays days)
    {
        var problems = ImmutableArray.CreateBuilder<DaysProblem>();
        var rules = days.Counting;
        if (!CountryCalendar.Known.Contains(rules.Country))
            Add(
                "country",
                DaysFault.Unknown,
                $"Expected one of {string.Join(", ", CountryCalendar.Known)}, but found '{rules.Country}'."
            );
        if (rules.Morning != new LocalTime(rules.Morning.Hour, rules.Morning.Minute))
            Add("morning", DaysFault.Format, $"Expected hours and minutes, but found {rules.Morning}.");
        if (rules.PatronMovesTerms && rules.Patron is null)
            Add("patron.day", DaysFault.Missing, "Expected the day that moves terms, but there is none.");
        Holidays();
        Closures();
        Few("recesses", days.Recesses.Count);
        Count("councilNotice.days", days.CouncilNotice.Days);
        Count("giuntaAgenda.days", days.GiuntaAgenda.Days);
        Count("councilAgenda.days", days.CouncilAgenda.Days);
        // a search for the next day to work on must find one
        if (problems.Count == 0 && ClosedTooLong(rules) is { } since)
            Add(
                "closures",
                DaysFault.AlwaysClosed,
                $"Expected the office to work once in {LongestClosed} days, but from {since:yyyy-MM-dd} on it does not."
            );
        return problems.ToImmutable();

        void Holidays()
        {
            Few("holidays", rules.LocalHolidays.Count);
            for (var i = 0; i < rules.LocalHolidays.Count; i++)
            {
                var (at, holiday) = ($"holidays[{i}]", rules.LocalHolidays[i]);
                Named(at, holiday.Name);
                if (holiday.Day is DayRange.Once once && once.First != once.Last)
                    Add($"{at}.day", DaysFault.Range, "Expected one day, but found several.");
                if (holiday.Day is DayRange.Yearly yearly && yearly.First != yearly.Last)
                    Add($"{at}.day", DaysFault.Range, "Expected one day, but found several.");
                if (holiday.ValidTo < holiday.ValidFrom)
                    Ordered($"{at}.to", holiday.ValidFrom, holiday.ValidTo);
            }
        }

        void Closures()
        {
            Few("closures", rules.Closures.Count);
            for (var i = 0; i < rules.Closures.Count; i++)
            {
                var (at, closure) = ($"closures[{i}]", rules.Closures[i]);
                Named(at, closure.Name);
                if (closure.Days is not DayRange.Once once)
                    continue;
                if (once.Last < once.First)
                    Ordered($"{at}.last", once.First, once.Last);
                else if (Period.DaysBetween(once.First, once.Last) >= LongestClosed)
                    Add($"{at}.last", DaysFault.Range, $"Expected fewer than {LongestClosed} days, but found more.");
            }
        }

        void Ordered(string field, LocalDate? first, LocalDate? last) =>
            Add(field, DaysFault.Order, $"Expected a day not before {first:yyyy-MM-dd}, but found {last:yyyy-MM-dd}.");

        void Named(string at, string name)
        {
            if (name.Trim().Length == 0)
                Add($"{at}.name", DaysFault.Missing, "Expected a name, but there is none.");
            else if (name.Length > LongestName || name.Any(char.IsControl) || name != name.Trim())
                Add(
                    $"{at}.name",
                    DaysFault.Format,
                    $"Expected at most {LongestName} characters in one line, with no blank around them, but found others."
                );
        }

        void Few(string field, int count)
        {
            if (count > LongestList)
                Add(field, DaysFault.Range, $"Expected at most {LongestList}, but found {count}.");
        }

        void Count(string field, int number)
        {
            if (number is < 0 or > MostDays)
                Add(field, DaysFault.Range, $"Expected 0 to {MostDays} days, but found {number}.");
        }

        void Add(string field, DaysFault fault, string message) => problems.Add(new DaysProblem(field, fault, message));
    }

    /// <summary>The first day of a run of closed days that is too long; null when there is none.</summary>
    private static LocalDate? ClosedTooLong(TermRules rules)
    {
        var calendar = new HolidayCalendar(rules);
        // what holds every year is the same in any; dated closures matter in their own
        IEnumerable<int> years = [2027, 2028];
        years = rules
            .Closures.Select(static closure => closure.Days)
            .OfType<DayRange.Once>()
            .SelectMany(static once => Enumerable.Range(once.First.Year - 1, once.Last.Year - once.First.Year + 3))
            .Concat(years);
        foreach (var year in years.Distinct().Where(static y => y is > 1 and < 9998).Order())
        {
            var run = 0;
            // over the year's end, where closures meet
            for (var day = new LocalDate(year, 1, 1); day <= new LocalDate(year + 1, 6, 30); day = day.PlusDays(1))
                if (calendar.Closed(day) is null)
                    run = 0;
                else if (++run >= LongestClosed)
                    return day.PlusDays(1 - LongestClosed);
        }
        return null;
    }
}
