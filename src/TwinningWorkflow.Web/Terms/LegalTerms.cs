using System.Collections.Immutable;
using NodaTime;

namespace TwinningWorkflow.Web.Terms;

/// <summary>
/// Terms as Italian law counts them (art. 2963 c.c., art. 155 c.p.c.). They run to the last instant of their last day: 24:00
/// in the authority's zone, whatever the clocks did meanwhile.
/// </summary>
public sealed class LegalTerms(TermRules rules)
{
    private readonly HolidayCalendar calendar = new(rules);

    /// <summary>The term of a length from a day.</summary>
    public ComputedTerm Compute(TermLength length, LocalDate start) =>
        length.Unit switch
        {
            CountedIn.Days => Days(start, length),
            CountedIn.WorkingDays => WorkingDays(start, length.Amount),
            CountedIn.Months => Months(start, length),
            _ => throw new ArgumentOutOfRangeException(nameof(length), length.Unit, null),
        };

    /// <summary>
    /// Days: the first is not counted (art. 2963 c. 2 c.c.), holidays in between are, and an end on a festivo moves to the
    /// next day that is none (c. 3).
    /// </summary>
    private ComputedTerm Days(LocalDate start, TermLength days) =>
        Moved(start, start.PlusDays(days.Amount), Festivo(days));

    /// <summary>
    /// Months: the day of the same number; where the month has none, its last day (art. 2963 c. 4 and 5 c.c.). An end on a
    /// festivo moves as with days.
    /// </summary>
    private ComputedTerm Months(LocalDate start, TermLength months) =>
        Moved(start, start.PlusMonths(months.Amount), Festivo(months));

    private Func<LocalDate, string?> Festivo(TermLength length) => length.Moves ? calendar.MovesTerm : static _ => null;

    /// <summary>Working days: a local way of counting, not the Code's. Only days on which the office works are counted.</summary>
    private ComputedTerm WorkingDays(LocalDate start, int days)
    {
        var day = start;
        for (var counted = 0; counted < days; counted++)
            do day = day.PlusDays(1);
            while (calendar.Closed(day) is not null);
        return Moved(start, day, calendar.Closed);
    }

    private ComputedTerm Moved(LocalDate start, LocalDate nominal, Func<LocalDate, string?> reason)
    {
        var moves = ImmutableArray<MovedDay>.Empty;
        var last = nominal;
        for (; reason(last) is { } why; last = last.PlusDays(1))
            moves = moves.Add(new MovedDay(last, why));
        var due = rules.Zone.AtStartOfDay(last.PlusDays(1)).ToInstant();
        return new ComputedTerm(due, start, nominal, last, moves);
    }
}
