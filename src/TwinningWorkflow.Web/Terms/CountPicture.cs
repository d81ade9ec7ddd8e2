using System.Collections.Immutable;
using NodaTime;

namespace TwinningWorkflow.Web.Terms;

/// <summary>
/// The count of a term as a wall calendar would show it: the months that it touches, week by week from Monday, and what each day
/// was to the count. A page draws a table of it.
/// </summary>
/// <param name="Months">The months in order; of a long term those at both ends.</param>
public sealed record CountPicture(ImmutableArray<PictureMonth> Months)
{
    private const int MostMonths = 6;
    private const int KeptAtEachEnd = 2;

    /// <summary>The picture of a term.</summary>
    /// <param name="terms">How those count who reckoned it: it says which days in between were festivi.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="term">The term.</param>
    public static CountPicture Of(LegalTerms terms, TermLength length, ComputedTerm term)
    {
        var days = Days(terms, length, term);
        var first = LocalDate.Min(term.Start, term.Last).ToYearMonth();
        var last = LocalDate.Max(LocalDate.Max(term.Start, term.Nominal), term.Last).ToYearMonth();
        var count = (last.Year - first.Year) * 12 + last.Month - first.Month + 1;
        var months = ImmutableArray.CreateBuilder<PictureMonth>();
        for (var i = 0; i < count; i++)
        {
            var leftOut = count > MostMonths && i == KeptAtEachEnd ? count - 2 * KeptAtEachEnd : 0;
            i += leftOut;
            months.Add(Month(first.PlusMonths(i), leftOut, days));
        }
        return new CountPicture(months.ToImmutable());
    }

    private static Dictionary<LocalDate, PictureDay> Days(LegalTerms terms, TermLength length, ComputedTerm term)
    {
        var days = new Dictionary<LocalDate, PictureDay>();
        var sign = length.Direction == TermDirection.Forward ? 1 : -1;
        var number = IsFirstCounted(length) && !IsLeftOut(term.Start) ? 1 : 0;
        days[term.Start] = new PictureDay(term.Start, DayRole.Start, number, terms.Notable(length, term.Start) ?? "");
        for (var day = term.Start; day != term.Nominal; )
        {
            day = day.PlusDays(sign);
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

    private static PictureMonth Month(YearMonth month, int leftOut, Dictionary<LocalDate, PictureDay> known)
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
        return new PictureMonth(month.Year, month.Month, leftOut, weeks.ToImmutable());
    }
}

/// <summary>A month of the picture.</summary>
/// <param name="Year">Its year.</param>
/// <param name="Month">Its number, from 1.</param>
/// <param name="LeftOut">How many months of the term before it are left out; nearly always 0.</param>
/// <param name="Weeks">Its weeks.</param>
public sealed record PictureMonth(int Year, int Month, int LeftOut, ImmutableArray<PictureWeek> Weeks);

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
