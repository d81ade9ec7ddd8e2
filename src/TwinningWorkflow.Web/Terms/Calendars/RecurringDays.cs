using NodaTime;

namespace TwinningWorkflow.Web.Terms.Calendars;

/// <summary>Days that come again on a weekday, as bodies sit: every so many weeks, or once a month.</summary>
/// <param name="Weekday">On which.</param>
/// <param name="Pace">How often: one of <see cref="Paces"/>.</param>
public sealed record RecurringDays(IsoDayOfWeek Weekday, string Pace)
{
    private const string Last = "last";
    private static readonly string[] Weeks = ["week", "two-weeks", "three-weeks", "four-weeks"];
    private static readonly string[] InMonth = ["first", "second", "third", "fourth", Last];

    /// <summary>Every one to four weeks, or the first, second, third, fourth or last such weekday of each month.</summary>
    public static readonly IReadOnlyList<string> Paces = [.. Weeks, .. InMonth];

    /// <summary>The days from one to another, both included; weeks are counted from the first such weekday.</summary>
    public IEnumerable<LocalDate> Between(LocalDate from, LocalDate to) =>
        Array.IndexOf(Weeks, Pace) is >= 0 and var weeks ? EveryWeeks(weeks + 1, from, to)
        : Array.IndexOf(InMonth, Pace) is >= 0 and var place ? EveryMonth(place, from, to)
        : throw new InvalidOperationException($"Expected one of {string.Join(", ", Paces)}, but found '{Pace}'.");

    private IEnumerable<LocalDate> EveryWeeks(int weeks, LocalDate from, LocalDate to)
    {
        for (var day = OnOrAfter(from); day <= to; day = day.PlusWeeks(weeks))
            yield return day;
    }

    private IEnumerable<LocalDate> EveryMonth(int place, LocalDate from, LocalDate to)
    {
        for (var month = new LocalDate(from.Year, from.Month, 1); month <= to; month = month.PlusMonths(1))
        {
            var day =
                InMonth[place] == Last
                    ? OnOrAfter(month.PlusMonths(1)).PlusWeeks(-1)
                    : OnOrAfter(month).PlusWeeks(place);
            if (day >= from && day <= to)
                yield return day;
        }
    }

    private LocalDate OnOrAfter(LocalDate day) => day.DayOfWeek == Weekday ? day : day.Next(Weekday);
}
