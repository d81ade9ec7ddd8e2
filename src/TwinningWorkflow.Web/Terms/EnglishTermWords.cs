using System.Globalization;
using System.Text;
using NodaTime;

namespace TwinningWorkflow.Web.Terms;

/// <summary>Terms in English.</summary>
internal sealed class EnglishTermWords : ITermLanguage
{
    private static readonly DateTimeFormatInfo Names = CultureInfo.GetCultureInfo("en-GB").DateTimeFormat;

    public string Explain(TermLength length, ComputedTerm term, TermStart start, TermGround? ground)
    {
        var words = new StringBuilder(Date(term.Last)).Append(": ");
        if (length.Amount == 0)
            words.Append("the very day").Append(SameDay(start)).Append(", ");
        else
            AppendCount(words, length, Since(start) + " " + Date(term.Start));
        words.Append(Weekday(term.Nominal)).Append(' ');
        words.Append(term.Nominal.Year == term.Last.Year ? DayAndMonth(term.Nominal) : Date(term.Nominal));
        if (length.Unit == CountedIn.Months && term.Nominal.Day != term.Start.Day)
            words.Append(", the last day of the month");
        AppendMoves(words, term);
        return words.Append(Grounds(length, ground)).ToString();
    }

    public string Reason(string why) => Holiday(why);

    public string Date(LocalDate day) => DayAndMonth(day) + " " + day.Year.ToString(CultureInfo.InvariantCulture);

    private static void AppendCount(StringBuilder words, TermLength length, string since)
    {
        words.Append(Length(length)).Append(' ').Append(since);
        words.Append(length.Unit == CountedIn.Months ? " " : ", that day not counted, ");
        words.Append(length.Amount == 1 ? "ends on " : "end on ");
    }

    private static void AppendMoves(StringBuilder words, ComputedTerm term)
    {
        var mentioned = term.Nominal;
        foreach (var move in term.Moves)
        {
            var isWeekday = move.Why is HolidayCalendar.Sunday or HolidayCalendar.Saturday;
            if (move.Day == term.Nominal)
            {
                if (!isWeekday)
                    words.Append(", ").Append(Holiday(move.Why));
                continue;
            }
            words.Append("; ").Append(DayAndMonth(move.Day)).Append(" is ");
            words.Append(isWeekday ? "a " : "").Append(Holiday(move.Why));
            mentioned = move.Day;
        }
        if (term.Moves.Length > 0)
            words.Append("; moved to ").Append(Weekday(term.Last)).Append(' ').Append(Shortly(term.Last, mentioned));
    }

    private static string Grounds(TermLength length, TermGround? ground)
    {
        // the Code knows no working days, and moves what is counted in days to act in: elsewhere the file's own ground stands alone
        var counting = length.Unit == CountedIn.WorkingDays || !length.Moves ? "" : "art. 2963 Italian Civil Code";
        var basis = ground is null ? "" : $"{Basis(ground.Basis)}: {ground.Citation}";
        var both = counting.Length > 0 && basis.Length > 0 ? counting + "; " + basis : counting + basis;
        return both.Length > 0 ? $" ({both})" : "";
    }

    private static string Length(TermLength length) =>
        length.Amount.ToString(CultureInfo.InvariantCulture)
        + (length.Unit, length.Amount) switch
        {
            (CountedIn.Days, 1) => " day",
            (CountedIn.Days, _) => " days",
            (CountedIn.WorkingDays, 1) => " working day",
            (CountedIn.WorkingDays, _) => " working days",
            (CountedIn.Months, 1) => " month",
            (CountedIn.Months, _) => " months",
            _ => throw new ArgumentOutOfRangeException(nameof(length), length.Unit, null),
        };

    private static string Since(TermStart start) =>
        start switch
        {
            TermStart.Day => "from",
            TermStart.Delivery => "from the delivery of",
            TermStart.Assignment => "from the assignment of",
            _ => throw new ArgumentOutOfRangeException(nameof(start), start, null),
        };

    private static string SameDay(TermStart start) =>
        start switch
        {
            TermStart.Day => "",
            TermStart.Delivery => " of the delivery",
            TermStart.Assignment => " of the assignment",
            _ => throw new ArgumentOutOfRangeException(nameof(start), start, null),
        };

    private static string Basis(GroundBasis basis) =>
        basis switch
        {
            GroundBasis.Law => "law",
            GroundBasis.Circular => "circular",
            GroundBasis.Practice => "practice",
            GroundBasis.LocalRule => "local rule",
            _ => throw new ArgumentOutOfRangeException(nameof(basis), basis, null),
        };

    private static string Holiday(string why) =>
        why switch
        {
            HolidayCalendar.Sunday => "Sunday",
            HolidayCalendar.Saturday => "Saturday",
            HolidayCalendar.Patron => "the patron saint's day",
            _ when TermWords.NameOf(why) is { } name => name.English,
            _ => why, // a code recorded by a later version
        };

    private static string Weekday(LocalDate day) => Names.GetDayName((DayOfWeek)((int)day.DayOfWeek % 7));

    private static string DayAndMonth(LocalDate day) =>
        $"{day.Day.ToString(CultureInfo.InvariantCulture)} {Names.GetMonthName(day.Month)}";

    /// <summary>The bare day, with the month where it is another than that of the day mentioned before.</summary>
    private static string Shortly(LocalDate day, LocalDate mentioned) =>
        day.Month == mentioned.Month ? day.Day.ToString(CultureInfo.InvariantCulture) : DayAndMonth(day);
}
