using System.Globalization;
using System.Text;
using NodaTime;

namespace TwinningWorkflow.Web.Terms;

/// <summary>Terms in Italian.</summary>
internal sealed class ItalianTermWords : ITermLanguage
{
    private static readonly DateTimeFormatInfo Names = CultureInfo.GetCultureInfo("it-IT").DateTimeFormat;

    public string Explain(TermLength length, ComputedTerm term, TermStart start, TermGround? ground)
    {
        var words = new StringBuilder(Date(term.Last)).Append(": ");
        if (length.Amount == 0)
            words.Append("il giorno stesso").Append(SameDay(start)).Append(", ");
        else
            AppendCount(words, length, Since(start, term.Start));
        words.Append(Weekday(term.Nominal)).Append(' ');
        words.Append(term.Nominal.Year == term.Last.Year ? DayAndMonth(term.Nominal) : Date(term.Nominal));
        if (length.Unit == CountedIn.Months && term.Nominal.Day != term.Start.Day)
            words.Append(", ultimo giorno del mese");
        AppendMoves(words, term);
        return words.Append(Grounds(length, ground)).ToString();
    }

    public string Reason(string why) => Holiday(why).Name;

    public string Date(LocalDate day) => DayAndMonth(day) + " " + day.Year.ToString(CultureInfo.InvariantCulture);

    private static void AppendCount(StringBuilder words, TermLength length, string since)
    {
        words.Append(Length(length)).Append(' ').Append(since);
        words.Append(length.Unit == CountedIn.Months ? " " : ", giorno escluso, ");
        words.Append(length.Amount == 1 ? "scade " : "scadono ");
    }

    private static void AppendMoves(StringBuilder words, ComputedTerm term)
    {
        var mentioned = term.Nominal;
        foreach (var move in term.Moves)
        {
            var holiday = Holiday(move.Why);
            if (move.Day == term.Nominal)
            {
                if (move.Why is not (HolidayCalendar.Sunday or HolidayCalendar.Saturday))
                    words.Append(", ").Append(holiday.Name);
                continue;
            }
            words.Append("; ").Append(Article(move.Day)).Append(Shortly(move.Day, mentioned));
            words.Append(" è ").Append(holiday.Article).Append(holiday.Name);
            mentioned = move.Day;
        }
        if (term.Moves.Length > 0)
            words.Append("; si passa a ").Append(Weekday(term.Last)).Append(' ').Append(Shortly(term.Last, mentioned));
    }

    private static string Grounds(TermLength length, TermGround? ground)
    {
        // the Code knows no working days, and moves what is counted in days to act in: elsewhere the file's own ground stands alone
        var counting = length.Unit == CountedIn.WorkingDays || !length.Moves ? "" : "art. 2963 c.c.";
        var basis = ground is null ? "" : $"{Basis(ground.Basis)}: {ground.Citation}";
        var both = counting.Length > 0 && basis.Length > 0 ? counting + "; " + basis : counting + basis;
        return both.Length > 0 ? $" ({both})" : "";
    }

    private static string Length(TermLength length) =>
        length.Amount.ToString(CultureInfo.InvariantCulture)
        + (length.Unit, length.Amount) switch
        {
            (CountedIn.Days, 1) => " giorno",
            (CountedIn.Days, _) => " giorni",
            (CountedIn.WorkingDays, 1) => " giorno lavorativo",
            (CountedIn.WorkingDays, _) => " giorni lavorativi",
            (CountedIn.Months, 1) => " mese",
            (CountedIn.Months, _) => " mesi",
            _ => throw new ArgumentOutOfRangeException(nameof(length), length.Unit, null),
        };

    private string Since(TermStart start, LocalDate day) =>
        start switch
        {
            TermStart.Day => (Elides(day) ? "dall'" : "dal ") + Date(day),
            TermStart.Delivery => "dalla consegna " + Of(day) + Date(day),
            TermStart.Assignment => "dall'assegnazione " + Of(day) + Date(day),
            _ => throw new ArgumentOutOfRangeException(nameof(start), start, null),
        };

    private static string SameDay(TermStart start) =>
        start switch
        {
            TermStart.Day => "",
            TermStart.Delivery => " della consegna",
            TermStart.Assignment => " dell'assegnazione",
            _ => throw new ArgumentOutOfRangeException(nameof(start), start, null),
        };

    private static string Basis(GroundBasis basis) =>
        basis switch
        {
            GroundBasis.Law => "legge",
            GroundBasis.Circular => "circolare",
            GroundBasis.Practice => "prassi",
            GroundBasis.LocalRule => "regola locale",
            _ => throw new ArgumentOutOfRangeException(nameof(basis), basis, null),
        };

    private static (string Article, string Name) Holiday(string why) =>
        why switch
        {
            HolidayCalendar.Sunday => ("", "domenica"),
            HolidayCalendar.Saturday => ("", "sabato"),
            HolidayCalendar.Patron => ("la ", "festa del patrono"),
            _ when TermWords.NameOf(why) is { } name => (name.Article, name.Italian),
            _ => ("", why), // a code recorded by a later version
        };

    private static string Weekday(LocalDate day) => Names.GetDayName((DayOfWeek)((int)day.DayOfWeek % 7));

    private static string DayAndMonth(LocalDate day) => $"{Number(day)} {Names.GetMonthName(day.Month)}";

    /// <summary>The bare day, with the month where it is another than that of the day mentioned before.</summary>
    private static string Shortly(LocalDate day, LocalDate mentioned) =>
        day.Month == mentioned.Month ? Number(day) : DayAndMonth(day);

    private static string Number(LocalDate day) => day.Day == 1 ? "1°" : day.Day.ToString(CultureInfo.InvariantCulture);

    private static string Article(LocalDate day) => Elides(day) ? "l'" : "il ";

    private static string Of(LocalDate day) => Elides(day) ? "dell'" : "del ";

    /// <summary>Otto and undici begin with a vowel.</summary>
    private static bool Elides(LocalDate day) => day.Day is 8 or 11;
}
