using CsCheck;
using NodaTime;
using TwinningWorkflow.Web.Terms;
using TwinningWorkflow.Web.Terms.Calendars;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Terms;

public sealed class TermPropertyTests
{
    private static readonly LegalTerms[] Authorities =
    [
        new(new TermRules()),
        new(
            new TermRules
            {
                Patron = new AnnualDate(2, 15),
                PatronMovesTerms = true,
                SaturdayMovesTerms = true,
            }
        ),
        new(
            new TermRules
            {
                SaturdayIsWorkingDay = true,
                LocalHolidays =
                [
                    new LocalHoliday("Voto", new DayRange.Yearly(new AnnualDate(5, 12))) { MovesTerms = true },
                ],
                Closures =
                [
                    new OfficeClosure("Natale", new DayRange.Yearly(new AnnualDate(12, 24), new AnnualDate(1, 6))),
                    new OfficeClosure("Agosto", new DayRange.Yearly(new AnnualDate(8, 10), new AnnualDate(8, 22)))
                    {
                        MovesTerms = true,
                    },
                ],
            }
        ),
    ];

    private static readonly Gen<LocalDate> Days = Gen.Int[0, 36_889].Select(new LocalDate(2000, 1, 1).PlusDays);

    private static readonly Gen<TermLength> Lengths =
        from unit in Gen.OneOf(
            CountedIn.Days,
            CountedIn.FreeDays,
            CountedIn.WorkingDays,
            CountedIn.Months,
            CountedIn.Years
        )
        from amount in Gen.Int[0, unit is CountedIn.Months or CountedIn.Years ? 15 : 100]
        from first in Gen.Bool
        from moves in Gen.Bool
        from calendar in Gen.OneOf("", "", "LT", "RO", "FR", "DE", "ES")
        select new TermLength(amount, unit)
        {
            CountsFirstDay = first,
            Moves = moves,
            Calendar = calendar,
        };

    private static readonly Gen<LegalTerms> Someone = Gen.OneOf(Authorities);

    [Fact]
    public void No_term_ends_on_a_day_that_its_rule_forbids_and_each_day_it_passed_was_forbidden() =>
        Gen.Select(Someone, Lengths, Gen.Bool, Days)
            .Sample(
                (terms, forward, back, start) =>
                {
                    var length = Directed(forward, back);

                    var term = terms.Compute(length, start);

                    Assert.Null(terms.Forbids(length, term.Last));
                    Assert.All(term.Moves, move => Assert.Equal(terms.Forbids(length, move.Day), move.Why));
                    Assert.Equal(
                        Enumerable
                            .Range(0, Math.Abs(Period.DaysBetween(term.Nominal, term.Last)))
                            .Select(n => term.Nominal.PlusDays(back ? -n : n)),
                        term.Moves.Select(move => move.Day)
                    );
                    Assert.True(back ? term.Last <= term.Nominal : term.Last >= term.Nominal);
                },
                iter: 3000
            );

    [Fact]
    public void A_later_start_never_ends_earlier() =>
        Gen.Select(Someone, Lengths, Gen.Bool, Days, Gen.Int[1, 40])
            .Sample(
                (terms, forward, back, start, later) =>
                {
                    var length = Directed(forward, back);

                    Assert.True(terms.Compute(length, start).Last <= terms.Compute(length, start.PlusDays(later)).Last);
                },
                iter: 3000
            );

    [Fact]
    public void Forward_and_back_are_inverse_where_nothing_is_extended() =>
        Gen.Select(Someone, Lengths, Days)
            .Where((_, length, _) => length.Unit is CountedIn.Days or CountedIn.FreeDays or CountedIn.WorkingDays)
            .Sample(
                (terms, length, start) =>
                {
                    var forward = terms.Compute(length, start);
                    var back = terms.Compute(length with { Direction = TermDirection.Backward }, forward.Last);
                    // working days are counted between two of them
                    if (forward.Moves.Length + back.Moves.Length > 0 || IsClosed(terms, length, start))
                        return;

                    Assert.Equal(start, back.Last);
                },
                iter: 5000
            );

    [Fact]
    public void Months_and_years_are_inverse_where_every_month_has_the_day() =>
        Gen.Select(Someone, Days, Gen.Int[0, 40], Gen.OneOf(CountedIn.Months, CountedIn.Years))
            .Where((_, start, _, _) => start.Day <= 28)
            .Sample(
                (terms, start, amount, unit) =>
                {
                    var length = new TermLength(amount, unit) { Moves = false };

                    var end = terms.Compute(length, start).Last;

                    Assert.Equal(start, terms.Compute(length with { Direction = TermDirection.Backward }, end).Last);
                },
                iter: 2000
            );

    [Fact]
    public void Hours_are_inverse_and_last_as_long_as_they_say() =>
        Gen.Select(Someone, Gen.Long[0, 36_889L * 24 * 60], Gen.Int[0, 3660])
            .Sample(
                (terms, minutes, hours) =>
                {
                    var start = Instant.FromUtc(2000, 1, 1, 0, 0) + Duration.FromMinutes(minutes);
                    var length = new TermLength(hours, CountedIn.Hours);

                    var due = terms.Compute(length, start).Due;

                    Assert.Equal(Duration.FromHours(hours), due - start);
                    Assert.Equal(start, terms.Compute(length with { Direction = TermDirection.Backward }, due).Due);
                },
                iter: 2000
            );

    [Fact]
    public void The_latest_start_fits_and_the_day_after_it_does_not() =>
        Gen.Select(Someone, Lengths, Days)
            .Sample(
                (terms, length, lastDay) =>
                {
                    var start = terms.LatestStart(length, lastDay);

                    Assert.True(terms.Compute(length, start).Last <= lastDay);
                    Assert.False(terms.Compute(length, start.PlusDays(1)).Last <= lastDay);
                },
                iter: 3000
            );

    private static TermLength Directed(TermLength length, bool back) =>
        length with
        {
            Direction = back ? TermDirection.Backward : TermDirection.Forward,
        };

    private static bool IsClosed(LegalTerms terms, TermLength length, LocalDate day) =>
        length.Unit == CountedIn.WorkingDays && terms.Forbids(length, day) is not null;
}
