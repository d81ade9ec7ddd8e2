using System.Collections.Immutable;
using NodaTime;

namespace TwinningWorkflow.Web.Terms;

/// <summary>
/// The count of a term as a wall calendar would show it: the months that it touches, week by week from Monday, and what each day
/// was to the count. A page draws a table of it.
/// </summary>
/// <param name="Months">The months in order; of a long term those at both ends.</param>
/// <param name="Days">The days of the term in the calendar's order; where nothing is numbered, those of the months alone.</param>
/// <param name="Counted">From the first to the last day by mere counting; null of a term that counts none.</param>
public sealed record CountPicture(
    ImmutableArray<PictureMonth> Months,
    ImmutableArray<PictureDay> Days,
    DateInterval? Counted
)
{
    /// <summary>A term that takes more days is drawn with the months of its start and of its end alone.</summary>
    private const int MostDays = 45;

    /// <summary>The picture of a term.</summary>
    /// <param name="terms">How those count who reckoned it: it says which days in between were festivi.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="term">The term.</param>
    public static CountPicture Of(LegalTerms terms, TermLength length, ComputedTerm term)
    {
        var shown = Shown(term);
        var days = DaysOf(terms, length, term, shown);
        var months = ImmutableArray.CreateBuilder<PictureMonth>(shown.Count);
        foreach (var month in shown)
            months.Add(
                Month(
                    month,
                    months.Count > 0 ? Gap(shown[months.Count - 1].PlusMonths(1).OnDayOfMonth(1), month, days) : null,
                    days
                )
            );
        return new CountPicture(
            months.MoveToImmutable(),
            [.. days.Values.OrderBy(static day => day.Day)],
            CountedOf(length, term, days)
        );
    }

    /// <summary>The months of the start and of the end, and those between where they are few.</summary>
    private static List<YearMonth> Shown(ComputedTerm term)
    {
        var start = term.Start.ToYearMonth();
        var (first, last) = (LocalDate.Min(term.Nominal, term.Last), LocalDate.Max(term.Nominal, term.Last));
        var (from, to) = (
            LocalDate.Min(term.Start, first).ToYearMonth(),
            LocalDate.Max(term.Start, last).ToYearMonth()
        );
        var count = (to.Year - from.Year) * 12 + to.Month - from.Month + 1;
        var all = Enumerable.Range(0, count).Select(from.PlusMonths);
        return
        [
            .. Period.DaysBetween(LocalDate.Min(term.Start, first), LocalDate.Max(term.Start, last)) <= MostDays
                ? all
                : all.Where(month => month == start || (month >= first.ToYearMonth() && month <= last.ToYearMonth())),
        ];
    }

    private static PictureGap? Gap(LocalDate from, YearMonth next, Dictionary<LocalDate, PictureDay> days)
    {
        var until = next.OnDayOfMonth(1);
        if (from == until)
            return null;
        var numbers = days
            .Values.Where(day => day.Number > 0 && day.Day >= from && day.Day < until)
            .Select(day => day.Number)
            .DefaultIfEmpty()
            .ToList();
        return new PictureGap(new DateInterval(from, until.PlusDays(-1)), numbers.Min(), numbers.Max());
    }

    private static DateInterval? CountedOf(TermLength length, ComputedTerm term, Dictionary<LocalDate, PictureDay> days)
    {
        if (length.Amount == 0)
            return null;
        var forward = length.Direction == TermDirection.Forward;
        var counted = days.Values.Where(static day => day.Number > 0).Select(static day => day.Day).ToList();
        if (counted.Count > 0)
            return new DateInterval(counted.Min(), counted.Max());
        var first =
            length.CountsFirstDay || length.Unit == CountedIn.Hours
                ? term.Start
                : term.Start.PlusDays(forward ? 1 : -1);
        return new DateInterval(LocalDate.Min(first, term.Nominal), LocalDate.Max(first, term.Nominal));
    }

    private static Dictionary<LocalDate, PictureDay> DaysOf(
        LegalTerms terms,
        TermLength length,
        ComputedTerm term,
        List<YearMonth> shown
    )
    {
        var days = new Dictionary<LocalDate, PictureDay>();
        // no hours from midnight back end on the day before
        var sign = term.Nominal < term.Start ? -1 : 1;
        var number = IsFirstCounted(length) && !IsLeftOut(term.Start) ? 1 : 0;
        days[term.Start] = new PictureDay(term.Start, DayRole.Start, number, terms.Notable(length, term.Start) ?? "");
        for (var day = term.Start; day != term.Nominal; )
        {
            day = day.PlusDays(sign);
            // of centuries nobody asks for the festivi that are not drawn
            if (!HasNumbers(length) && !shown.Contains(day.ToYearMonth()))
                continue;
            var why = terms.Notable(length, day) ?? "";
            var isEndOfFreeDays = length.Unit == CountedIn.FreeDays && day == term.Nominal;
            var isCounted = !IsLeftOut(day) && !isEndOfFreeDays;
            var role =
                !isCounted ? DayRole.NotCounted
                : why.Length > 0 ? DayRole.Festivo
                : DayRole.Counted;
            days[day] = new PictureDay(day, role, isCounted && HasNumbers(length) ? ++number : 0, why);
        }
        foreach (var move in term.Moves)
            days[move.Day] = new PictureDay(
                move.Day,
                DayRole.MovedFrom,
                days.GetValueOrDefault(move.Day)?.Number ?? 0,
                move.Why
            );
        days[term.Last] = new PictureDay(
            term.Last,
            DayRole.Last,
            days.GetValueOrDefault(term.Last)?.Number ?? 0,
            terms.Notable(length, term.Last) ?? ""
        );
        return days;

        bool IsLeftOut(LocalDate day) => length.Unit == CountedIn.WorkingDays && terms.Notable(length, day) is not null;
    }

    private static bool IsFirstCounted(TermLength length) =>
        length is { CountsFirstDay: true, Unit: CountedIn.Days or CountedIn.WorkingDays, Amount: > 0 };

    private static bool HasNumbers(TermLength length) =>
        length.Unit is CountedIn.Days or CountedIn.FreeDays or CountedIn.WorkingDays;

    private static PictureMonth Month(YearMonth month, PictureGap? before, Dictionary<LocalDate, PictureDay> known)
    {
        var weeks = ImmutableArray.CreateBuilder<PictureWeek>();
        var interval = month.ToDateInterval();
        var monday = interval.Start.PlusDays(1 - (int)interval.Start.DayOfWeek);
        for (; monday <= interval.End; monday = monday.PlusDays(7))
        {
            var days = ImmutableArray.CreateBuilder<PictureDay?>(7);
            for (var i = 0; i < 7; i++)
            {
                var day = monday.PlusDays(i);
                days.Add(
                    interval.Contains(day)
                        ? known.GetValueOrDefault(day) ?? new PictureDay(day, DayRole.Outside, 0, "")
                        : null
                );
            }
            weeks.Add(new PictureWeek(days.MoveToImmutable()));
        }
        return new PictureMonth(month.Year, month.Month, before, weeks.ToImmutable());
    }
}

/// <summary>A month of the picture.</summary>
/// <param name="Year">Its year.</param>
/// <param name="Month">Its number, from 1.</param>
/// <param name="Before">What is left out of the term before it; nearly always null.</param>
/// <param name="Weeks">Its weeks.</param>
public sealed record PictureMonth(int Year, int Month, PictureGap? Before, ImmutableArray<PictureWeek> Weeks);

/// <summary>Whole months that are not drawn.</summary>
/// <param name="Days">The days that lie between.</param>
/// <param name="FirstNumber">The lowest of their numbers; 0 where none is numbered.</param>
/// <param name="LastNumber">The highest of their numbers; 0 where none is numbered.</param>
public sealed record PictureGap(DateInterval Days, int FirstNumber, int LastNumber);

/// <summary>A week from Monday to Sunday.</summary>
/// <param name="Days">Seven; null for a day of another month.</param>
public sealed record PictureWeek(ImmutableArray<PictureDay?> Days);

/// <summary>A day of the picture.</summary>
/// <param name="Day">The day.</param>
/// <param name="Role">What it was to the count.</param>
/// <param name="Number">Which of the counted days it is, from 1; 0 where it is none, or months, years or hours are counted.</param>
/// <param name="Why">The reason's code of a festivo or closed day; else empty.</param>
public sealed record PictureDay(LocalDate Day, DayRole Role, int Number, string Why);

/// <summary>What a day was to the count.</summary>
public enum DayRole
{
    /// <summary>Before or after the term.</summary>
    Outside,

    /// <summary>The day that it was counted from.</summary>
    Start,

    /// <summary>An ordinary day that was counted.</summary>
    Counted,

    /// <summary>A day that was passed over, since only days on which the office works were counted.</summary>
    NotCounted,

    /// <summary>A festivo that was counted all the same.</summary>
    Festivo,

    /// <summary>A day on which it could not end.</summary>
    MovedFrom,

    /// <summary>The last day.</summary>
    Last,
}
