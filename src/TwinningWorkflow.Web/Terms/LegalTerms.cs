using System.Collections.Concurrent;
using System.Collections.Immutable;
using NodaTime;
using TwinningWorkflow.Web.Terms.Calendars;

namespace TwinningWorkflow.Web.Terms;

/// <summary>
/// Terms as Italian law counts them (art. 2963 c.c., art. 155 c.p.c.), forward from a start or back from an end. They run to
/// the last instant of their last day: 24:00 in the authority's zone, whatever the clocks did meanwhile. Hours alone end at
/// the instant at which they have elapsed.
/// </summary>
public sealed class LegalTerms(TermRules rules)
{
    private static readonly ConcurrentDictionary<string, LegalTerms> OfCountries = new(StringComparer.Ordinal);

    private readonly HolidayCalendar calendar = new(rules);

    /// <summary>The term of a length from a day, forward or back. Hours need an instant.</summary>
    public ComputedTerm Compute(TermLength length, LocalDate start)
    {
        if (length.Unit == CountedIn.Hours)
            throw new ArgumentException("Expected an instant to count hours from, but got a day.", nameof(start));
        var counting = By(length.Calendar);
        var nominal = counting.Nominal(length, start);
        var last = counting.Last(length, nominal);
        return new ComputedTerm(counting.EndOf(last), start, nominal, last, counting.Moves(length, nominal, last));
    }

    /// <summary>The term of a length from an instant: of its civil day, unless it is counted in hours.</summary>
    public ComputedTerm Compute(TermLength length, Instant start)
    {
        var counting = By(length.Calendar);
        var from = start.InZone(counting.Zone).LocalDateTime;
        return length.Unit == CountedIn.Hours ? counting.Hours(length, start, from) : Compute(length, from.Date);
    }

    /// <summary>
    /// The latest day from which a term, counted forward, still ends on or before a day. No mere subtraction: what moves the
    /// end of one start may leave that of another where it is.
    /// </summary>
    /// <param name="length">How long the term is, in anything but hours.</param>
    /// <param name="lastDay">The latest last day.</param>
    public LocalDate LatestStart(TermLength length, LocalDate lastDay)
    {
        if (length.Unit == CountedIn.Hours || length.Direction != TermDirection.Forward)
            throw new ArgumentException("Expected a term of days, months or years counted forward.", nameof(length));
        var counting = By(length.Calendar);
        bool Fits(LocalDate start) => counting.Last(length, counting.Nominal(length, start)) <= lastDay;

        if (Fits(lastDay))
            return lastDay;
        // no term ends before it starts, and none ends earlier than one that started before: the last that fits lies between
        var tooLate = lastDay;
        var step = 1;
        var fits = lastDay.PlusDays(-1);
        for (; !Fits(fits); step *= 2, fits = fits.PlusDays(-step))
            tooLate = fits;
        while (Period.DaysBetween(fits, tooLate) is var gap and > 1)
        {
            var middle = fits.PlusDays(gap / 2);
            if (Fits(middle))
                fits = middle;
            else
                tooLate = middle;
        }
        return fits;
    }

    /// <summary>Why a term of the length cannot end on the day; null when it can.</summary>
    public string? Forbids(TermLength length, LocalDate day) => By(length.Calendar).Forbidden(length, day);

    /// <summary>Why the day is not an ordinary one to those who count the term: a festivo, or in working days a closed day.</summary>
    internal string? Notable(TermLength length, LocalDate day) =>
        By(length.Calendar) is var counting && length.Unit == CountedIn.WorkingDays
            ? counting.calendar.Closed(day)
            : counting.calendar.MovesTerm(day);

    private DateTimeZone Zone => rules.Zone;

    private LegalTerms By(string country) =>
        country.Length == 0 || country == rules.Country
            ? this
            : OfCountries.GetOrAdd(country, static code => new LegalTerms(TermRules.Of(CountryCalendar.Of(code))));

    private LocalDate Nominal(TermLength length, LocalDate start)
    {
        var sign = Sign(length);
        var amount = sign * length.Amount;
        var first = length.CountsFirstDay && length.Amount > 0 ? sign : 0;
        return length.Unit switch
        {
            CountedIn.Days => start.PlusDays(amount - first),
            CountedIn.FreeDays => start.PlusDays(amount + sign),
            CountedIn.WorkingDays => WorkingDays(start.PlusDays(-first), length.Amount, sign),
            CountedIn.Months => Corresponding(start, start.PlusMonths(amount), first),
            CountedIn.Years => Corresponding(start, start.PlusYears(amount), first),
            _ => throw new ArgumentOutOfRangeException(nameof(length), length.Unit, null),
        };
    }

    /// <summary>
    /// Months and years: the day of the same number; where the month has none, its last day (art. 2963 c. 4 and 5 c.c.). Where
    /// the first day counts, a whole month ends on the day before the one of its number.
    /// </summary>
    private static LocalDate Corresponding(LocalDate start, LocalDate end, int first)
    {
        var isMonthTooShort = end.Day != start.Day;
        return first > 0 && isMonthTooShort ? end : end.PlusDays(-first);
    }

    /// <summary>Working days: a local way of counting, not the Code's. Only days on which the office works are counted.</summary>
    private LocalDate WorkingDays(LocalDate day, int days, int sign)
    {
        for (var counted = 0; counted < days; counted++)
            do day = day.PlusDays(sign);
            while (calendar.Closed(day) is not null);
        return day;
    }

    private ComputedTerm Hours(TermLength length, Instant start, LocalDateTime from)
    {
        var due = start + Duration.FromHours(Sign(length) * length.Amount);
        var end = due.InZone(Zone).LocalDateTime;
        // midnight is 24:00 of the day that it ends
        var nominal = end.TimeOfDay == LocalTime.Midnight ? end.Date.PlusDays(-1) : end.Date;
        var last = Last(length, nominal);
        // where hours move, they move to the same time on the wall
        if (last != nominal)
            due = Zone.AtLeniently(end.PlusDays(Period.DaysBetween(nominal, last))).ToInstant();
        return new ComputedTerm(due, from.Date, nominal, last, Moves(length, nominal, last))
        {
            StartTime = from.TimeOfDay,
            EndTime = end.TimeOfDay,
        };
    }

    private LocalDate Last(TermLength length, LocalDate nominal)
    {
        var sign = Sign(length);
        var last = nominal;
        while (Forbidden(length, last) is not null)
            last = last.PlusDays(sign);
        return last;
    }

    private ImmutableArray<MovedDay> Moves(TermLength length, LocalDate nominal, LocalDate last)
    {
        if (nominal == last)
            return [];
        // there is hardly ever more than one: no builder
        var moves = ImmutableArray<MovedDay>.Empty;
        for (var day = nominal; day != last; day = day.PlusDays(Sign(length)))
            moves = moves.Add(new MovedDay(day, Forbidden(length, day)!));
        return moves;
    }

    private string? Forbidden(TermLength length, LocalDate day) =>
        length.Unit == CountedIn.WorkingDays ? calendar.Closed(day)
        : length.Moves ? calendar.MovesTerm(day)
        : null;

    private Instant EndOf(LocalDate last) => Zone.AtStartOfDay(last.PlusDays(1)).ToInstant();

    private static int Sign(TermLength length) => length.Direction == TermDirection.Forward ? 1 : -1;
}
