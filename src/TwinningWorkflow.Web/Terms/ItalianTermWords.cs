using System.Globalization;
using System.Text;
using NodaTime;

namespace TwinningWorkflow.Web.Terms;

/// <summary>Terms in Italian.</summary>
internal sealed class ItalianTermWords : ITermLanguage
{
    private static readonly DateTimeFormatInfo Names = CultureInfo.GetCultureInfo("it-IT").DateTimeFormat;

    public string Explain(ExplainedTerm about)
    {
        var (length, term) = (about.Length, about.Term);
        var isBack = length.Direction == TermDirection.Backward;
        var words = new StringBuilder(isBack ? "entro " + Article(term.Last) : "").Append(Date(term.Last));
        if (length.Unit == CountedIn.Hours)
            words.Append(", ore ").Append(about.At);
        words.Append(": ");
        if (about.IsTheVeryDay)
            words.Append("il giorno stesso").Append(SameDay(about.Start)).Append(", ");
        else
            AppendCount(words, about, isBack);
        words.Append(Weekday(term.Nominal)).Append(' ');
        words.Append(term.Nominal.Year == term.Last.Year ? DayAndMonth(term.Nominal) : Date(term.Nominal));
        if (length.Unit == CountedIn.Hours)
            words.Append(" alle ").Append(about.At);
        if (about.IsMonthTooShort)
            words.Append(", ultimo giorno del mese");
        AppendMoves(words, term, isBack);
        return words.Append(" (").Append(Grounds(about)).Append(')').ToString();
    }

    public string Reason(string why) => Holiday(why).Name;

    public string Date(LocalDate day) => DayAndMonth(day) + " " + day.Year.ToString(CultureInfo.InvariantCulture);

    private void AppendCount(StringBuilder words, ExplainedTerm about, bool isBack)
    {
        var (length, day) = (about.Length, about.Term.Start);
        words.Append(Length(length)).Append(' ');
        if (length.Unit == CountedIn.Hours && about.Start == TermStart.Day)
            words
                .Append(isBack ? "prima delle " : "dalle ")
                .Append(about.From)
                .Append(' ')
                .Append(Of(day))
                .Append(Date(day));
        else
            words.Append(isBack ? Before(about.Start, day) : Since(about.Start, day));
        if (length.Unit == CountedIn.Hours && about.Start != TermStart.Day)
            words.Append(" alle ").Append(about.From);
        words.Append(Counting(length));
        var isOne = length.Amount == 1;
        words.Append(isBack ? (isOne ? "porta a " : "portano a ") : (isOne ? "scade " : "scadono "));
    }

    private static string Counting(TermLength length) =>
        length switch
        {
            { Unit: CountedIn.FreeDays } => ", né il primo né l'ultimo giorno contati, ",
            { Unit: CountedIn.Hours, Amount: 1 } => ", contata come tempo trascorso, ",
            { Unit: CountedIn.Hours } => ", contate come tempo trascorso, ",
            { CountsFirstDay: true } => ", giorno compreso, ",
            { Unit: CountedIn.Months or CountedIn.Years } => " ",
            _ => ", giorno escluso, ",
        };

    private static void AppendMoves(StringBuilder words, ComputedTerm term, bool isBack)
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
            words
                .Append(isBack ? "; si anticipa a " : "; si passa a ")
                .Append(Weekday(term.Last))
                .Append(' ')
                .Append(Shortly(term.Last, mentioned));
    }

    private string Grounds(ExplainedTerm about)
    {
        var grounds = new List<string>(3);
        if (about.IsCountedByTheCode)
            grounds.Add(about.IsMovedByLocalRuleAlone ? "conteggio: art. 2963 c.c." : "art. 2963 c.c.");
        if (about.Length.Calendar.Length > 0)
            grounds.Add(
                TermWords.CountryOf(about.Length.Calendar) is var (name, article, _)
                    ? $"calendario {article}{name}"
                    : $"calendario {about.Length.Calendar}"
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
        about.IsMovedByLocalRuleAlone
            ? "spostamento"
            : "spostamento per "
                + string.Join(
                    " e ",
                    local.Select(static why =>
                        why == HolidayCalendar.Saturday ? "il sabato" : Holiday(why).Article + Holiday(why).Name
                    )
                );

    public string Length(TermLength length) =>
        length.Amount.ToString(CultureInfo.InvariantCulture)
        + (length.Unit, length.Amount) switch
        {
            (CountedIn.Days, 1) => " giorno",
            (CountedIn.Days, _) => " giorni",
            (CountedIn.WorkingDays, 1) => " giorno lavorativo",
            (CountedIn.WorkingDays, _) => " giorni lavorativi",
            (CountedIn.Months, 1) => " mese",
            (CountedIn.Months, _) => " mesi",
            (CountedIn.FreeDays, 1) => " giorno libero",
            (CountedIn.FreeDays, _) => " giorni liberi",
            (CountedIn.Years, 1) => " anno",
            (CountedIn.Years, _) => " anni",
            (CountedIn.Hours, 1) => " ora",
            (CountedIn.Hours, _) => " ore",
            _ => throw new ArgumentOutOfRangeException(nameof(length), length.Unit, null),
        };

    private string Since(TermStart start, LocalDate day) =>
        start switch
        {
            TermStart.Day => (Elides(day) ? "dall'" : "dal ") + Date(day),
            TermStart.Assignment => "dall'assegnazione " + Of(day) + Date(day),
            _ => $"dalla {Noun(start)} {Of(day)}{Date(day)}",
        };

    private string Before(TermStart start, LocalDate day) =>
        start switch
        {
            TermStart.Day => "prima " + Of(day) + Date(day),
            TermStart.Assignment => "prima dell'assegnazione " + Of(day) + Date(day),
            _ => $"prima della {Noun(start)} {Of(day)}{Date(day)}",
        };

    private static string SameDay(TermStart start) =>
        start switch
        {
            TermStart.Day => "",
            TermStart.Assignment => " dell'assegnazione",
            _ => " della " + Noun(start),
        };

    /// <summary>What has <c>la</c> before it.</summary>
    private static string Noun(TermStart start) =>
        start switch
        {
            TermStart.Delivery => "consegna",
            TermStart.Publication => "pubblicazione",
            TermStart.Sitting => "seduta",
            TermStart.Ceremony => "cerimonia",
            TermStart.Signature => "firma",
            _ => throw new ArgumentOutOfRangeException(nameof(start), start, null),
        };

    public string Basis(GroundBasis basis) =>
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
