using System.Globalization;
using System.Text;
using NodaTime;

namespace TwinningWorkflow.Web.Terms;

/// <summary>Terms in English.</summary>
internal sealed class EnglishTermWords : ITermLanguage
{
    private static readonly DateTimeFormatInfo Names = CultureInfo.GetCultureInfo("en-GB").DateTimeFormat;

    public string Explain(ExplainedTerm about)
    {
        var (length, term) = (about.Length, about.Term);
        var isBack = length.Direction == TermDirection.Backward;
        var words = new StringBuilder(isBack ? "by " : "").Append(Date(term.Last));
        if (length.Unit == CountedIn.Hours)
            words.Append(", ").Append(about.At);
        words.Append(": ");
        if (about.IsTheVeryDay)
            words.Append("the very day").Append(SameDay(about.Start)).Append(", ");
        else
            AppendCount(words, about, isBack);
        words.Append(Weekday(term.Nominal)).Append(' ');
        words.Append(term.Nominal.Year == term.Last.Year ? DayAndMonth(term.Nominal) : Date(term.Nominal));
        if (length.Unit == CountedIn.Hours)
            words.Append(" at ").Append(about.At);
        if (about.IsMonthTooShort)
            words.Append(", the last day of the month");
        AppendMoves(words, term, isBack);
        return words.Append(" (").Append(Grounds(about)).Append(')').ToString();
    }

    public string Reason(string why) => Holiday(why);

    public string Date(LocalDate day) => DayAndMonth(day) + " " + day.Year.ToString(CultureInfo.InvariantCulture);

    private void AppendCount(StringBuilder words, ExplainedTerm about, bool isBack)
    {
        var (length, day) = (about.Length, about.Term.Start);
        words.Append(Length(length)).Append(isBack ? " before " : " from ");
        if (length.Unit != CountedIn.Hours)
            words.Append(Noun(about.Start)).Append(Date(day));
        else if (about.Start == TermStart.Day)
            words.Append(about.From).Append(" on ").Append(Date(day));
        else
            words.Append(Noun(about.Start)).Append(Date(day)).Append(" at ").Append(about.From);
        words.Append(Counting(length));
        var isOne = length.Amount == 1;
        words.Append(isBack ? (isOne ? "leads to " : "lead to ") : (isOne ? "ends on " : "end on "));
    }

    private static string Counting(TermLength length) =>
        length switch
        {
            { Unit: CountedIn.FreeDays } => ", neither the first nor the last day counted, ",
            { Unit: CountedIn.Hours } => ", counted as elapsed time, ",
            { CountsFirstDay: true } => ", that day counted, ",
            { Unit: CountedIn.Months or CountedIn.Years } => " ",
            _ => ", that day not counted, ",
        };

    private static void AppendMoves(StringBuilder words, ComputedTerm term, bool isBack)
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
            words
                .Append(isBack ? "; brought forward to " : "; moved to ")
                .Append(Weekday(term.Last))
                .Append(' ')
                .Append(Shortly(term.Last, mentioned));
    }

    private string Grounds(ExplainedTerm about)
    {
        var grounds = new List<string>(3);
        if (about.IsCountedByTheCode)
            grounds.Add(
                about.IsMovedByLocalRuleAlone ? "count: art. 2963 Italian Civil Code" : "art. 2963 Italian Civil Code"
            );
        if (about.Length.Calendar.Length > 0)
            grounds.Add(
                "calendar of " + (TermWords.CountryOf(about.Length.Calendar)?.English ?? about.Length.Calendar)
            );
        // what rests on the authority's own rule as a whole need not say so of its end once more
        if ((grounds.Count > 0 || about.Ground is not null) && about.LocalReasons.ToList() is { Count: > 0 } local)
            grounds.Add($"{Move(about, local)}: {Basis(GroundBasis.LocalRule)}");
        if (about.Ground is { } ground)
            grounds.Add($"{Basis(ground.Basis)}: {ground.Citation}");
        return grounds.Count > 0 ? string.Join("; ", grounds) : Basis(about.Basis);
    }

    /// <summary>The move, of several reasons by those that are the authority's.</summary>
    private static string Move(ExplainedTerm about, List<string> local) =>
        about.IsMovedByLocalRuleAlone ? "move" : "move off " + string.Join(" and ", local.Select(Holiday));

    public string Length(TermLength length) =>
        length.Amount.ToString(CultureInfo.InvariantCulture)
        + (length.Unit, length.Amount) switch
        {
            (CountedIn.Days, 1) => " day",
            (CountedIn.Days, _) => " days",
            (CountedIn.WorkingDays, 1) => " working day",
            (CountedIn.WorkingDays, _) => " working days",
            (CountedIn.Months, 1) => " month",
            (CountedIn.Months, _) => " months",
            (CountedIn.FreeDays, 1) => " clear day",
            (CountedIn.FreeDays, _) => " clear days",
            (CountedIn.Years, 1) => " year",
            (CountedIn.Years, _) => " years",
            (CountedIn.Hours, 1) => " hour",
            (CountedIn.Hours, _) => " hours",
            _ => throw new ArgumentOutOfRangeException(nameof(length), length.Unit, null),
        };

    private static string SameDay(TermStart start) =>
        start == TermStart.Day ? "" : " of " + Noun(start)[..^" of ".Length];

    /// <summary>What stands before a date.</summary>
    private static string Noun(TermStart start) =>
        start switch
        {
            TermStart.Day => "",
            TermStart.Delivery => "the delivery of ",
            TermStart.Assignment => "the assignment of ",
            TermStart.Publication => "the publication of ",
            TermStart.Sitting => "the sitting of ",
            TermStart.Ceremony => "the ceremony of ",
            TermStart.Signature => "the signature of ",
            _ => throw new ArgumentOutOfRangeException(nameof(start), start, null),
        };

    public string Basis(GroundBasis basis) =>
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
