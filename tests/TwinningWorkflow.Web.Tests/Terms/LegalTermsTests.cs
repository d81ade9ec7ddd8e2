using CsCheck;
using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Web.Terms;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Terms;

public sealed class LegalTermsTests
{
    private static readonly LegalTerms Brescia = new(new TermRules { Patron = new AnnualDate(2, 15) });

    [Fact]
    public void Days_of_being_public_end_on_a_festivo_as_on_any_other_day()
    {
        var term = Brescia.Compute(new TermLength(10, CountedIn.Days) { Moves = false }, new LocalDate(2022, 12, 15));

        Assert.Equal((new LocalDate(2022, 12, 25), new LocalDate(2022, 12, 25)), (term.Nominal, term.Last));
        Assert.Equal(Instant.FromUtc(2022, 12, 25, 23, 0), term.Due);
        Assert.Empty(term.Moves);
    }

    [Theory]
    // the window of Brescia and Kaunas
    [InlineData("2022-12-09", 30, "2023-01-08", "2023-01-09", "2023-01-09T23:00:00Z", "01-08 sunday")]
    [InlineData("2022-12-07", 10, "2022-12-17", "2022-12-17", "2022-12-17T23:00:00Z", "")]
    [InlineData("2022-12-20", 10, "2022-12-30", "2022-12-30", "2022-12-30T23:00:00Z", "")]
    [InlineData("2022-12-08", 1, "2022-12-09", "2022-12-09", "2022-12-09T23:00:00Z", "")]
    // a Saturday and the patron's day are ordinary
    [InlineData("2022-12-15", 30, "2023-01-14", "2023-01-14", "2023-01-14T23:00:00Z", "")]
    [InlineData("2023-01-16", 30, "2023-02-15", "2023-02-15", "2023-02-15T23:00:00Z", "")]
    [InlineData("2024-01-30", 30, "2024-02-29", "2024-02-29", "2024-02-29T23:00:00Z", "")]
    // one festivo after another
    [InlineData("2022-12-02", 30, "2023-01-01", "2023-01-02", "2023-01-02T23:00:00Z", "01-01 sunday")]
    [InlineData(
        "2022-11-25",
        30,
        "2022-12-25",
        "2022-12-27",
        "2022-12-27T23:00:00Z",
        "12-25 sunday, 12-26 saint-stephen"
    )]
    [InlineData("2025-10-02", 30, "2025-11-01", "2025-11-03", "2025-11-03T23:00:00Z", "11-01 all-saints, 11-02 sunday")]
    [InlineData("2023-12-01", 30, "2023-12-31", "2024-01-02", "2024-01-02T23:00:00Z", "12-31 sunday, 01-01 new-year")]
    [InlineData("2023-03-11", 30, "2023-04-10", "2023-04-11", "2023-04-11T22:00:00Z", "04-10 easter-monday")]
    [InlineData("2025-03-26", 30, "2025-04-25", "2025-04-26", "2025-04-26T22:00:00Z", "04-25 liberation-day")]
    [InlineData(
        "2038-03-26",
        30,
        "2038-04-25",
        "2038-04-27",
        "2038-04-27T22:00:00Z",
        "04-25 sunday, 04-26 easter-monday"
    )]
    // Saint Francis, from 2026
    [InlineData("2021-09-04", 30, "2021-10-04", "2021-10-04", "2021-10-04T22:00:00Z", "")]
    [InlineData("2026-09-04", 30, "2026-10-04", "2026-10-05", "2026-10-05T22:00:00Z", "10-04 sunday")]
    [InlineData("2027-09-04", 30, "2027-10-04", "2027-10-05", "2027-10-05T22:00:00Z", "10-04 saint-francis")]
    // the clocks change within the term, on its nominal day, on the night on which it ends
    [InlineData("2023-03-01", 30, "2023-03-31", "2023-03-31", "2023-03-31T22:00:00Z", "")]
    [InlineData("2023-02-24", 30, "2023-03-26", "2023-03-27", "2023-03-27T22:00:00Z", "03-26 sunday")]
    [InlineData(
        "2024-03-01",
        30,
        "2024-03-31",
        "2024-04-02",
        "2024-04-02T22:00:00Z",
        "03-31 sunday, 04-01 easter-monday"
    )]
    [InlineData("2023-02-23", 30, "2023-03-25", "2023-03-25", "2023-03-25T23:00:00Z", "")]
    [InlineData("2023-09-28", 30, "2023-10-28", "2023-10-28", "2023-10-28T22:00:00Z", "")]
    [InlineData("2023-09-29", 30, "2023-10-29", "2023-10-30", "2023-10-30T23:00:00Z", "10-29 sunday")]
    [InlineData("2020-09-25", 30, "2020-10-25", "2020-10-26", "2020-10-26T23:00:00Z", "10-25 sunday")]
    public void Days_leave_out_the_first_and_end_on_no_festivo(
        string start,
        int days,
        string nominal,
        string last,
        string due,
        string moves
    ) => Check(Brescia, start, new TermLength(days, CountedIn.Days), nominal, last, due, moves);

    [Theory]
    [InlineData("2022-12-09", 3, "2023-03-09", "2023-03-09", "2023-03-09T23:00:00Z", "")]
    [InlineData("2023-01-31", 1, "2023-02-28", "2023-02-28", "2023-02-28T23:00:00Z", "")]
    [InlineData("2024-01-31", 1, "2024-02-29", "2024-02-29", "2024-02-29T23:00:00Z", "")]
    [InlineData("2024-02-29", 12, "2025-02-28", "2025-02-28", "2025-02-28T23:00:00Z", "")]
    [InlineData("2023-02-28", 1, "2023-03-28", "2023-03-28", "2023-03-28T22:00:00Z", "")]
    [InlineData("2022-12-08", 1, "2023-01-08", "2023-01-09", "2023-01-09T23:00:00Z", "01-08 sunday")]
    [InlineData("2023-05-02", 1, "2023-06-02", "2023-06-03", "2023-06-03T22:00:00Z", "06-02 republic-day")]
    public void Months_end_on_the_same_number_or_on_the_last_day(
        string start,
        int months,
        string nominal,
        string last,
        string due,
        string moves
    ) => Check(Brescia, start, new TermLength(months, CountedIn.Months), nominal, last, due, moves);

    [Theory]
    [InlineData("2022-12-09", 5, "2022-12-16", "2022-12-16T23:00:00Z")]
    [InlineData("2022-12-07", 1, "2022-12-09", "2022-12-09T23:00:00Z")]
    [InlineData("2022-12-23", 2, "2022-12-28", "2022-12-28T23:00:00Z")]
    [InlineData("2023-04-06", 2, "2023-04-11", "2023-04-11T22:00:00Z")]
    [InlineData("2023-02-14", 1, "2023-02-16", "2023-02-16T23:00:00Z")]
    [InlineData("2022-12-10", 1, "2022-12-12", "2022-12-12T23:00:00Z")]
    public void Working_days_count_only_those_on_which_the_office_works(
        string start,
        int days,
        string last,
        string due
    ) => Check(Brescia, start, new TermLength(days, CountedIn.WorkingDays), last, last, due, "");

    [Fact]
    public void Saturdays_and_the_patron_s_day_move_a_term_where_the_authority_says_so()
    {
        var terms = new LegalTerms(
            new TermRules
            {
                Patron = new AnnualDate(2, 15),
                PatronMovesTerms = true,
                SaturdayMovesTerms = true,
            }
        );

        Check(
            terms,
            "2022-12-15",
            new TermLength(30, CountedIn.Days),
            "2023-01-14",
            "2023-01-16",
            "2023-01-16T23:00:00Z",
            "01-14 saturday, 01-15 sunday"
        );
        Check(
            terms,
            "2023-01-16",
            new TermLength(30, CountedIn.Days),
            "2023-02-15",
            "2023-02-16",
            "2023-02-16T23:00:00Z",
            "02-15 patron"
        );
    }

    [Fact]
    public void An_office_that_works_on_saturdays_counts_them_as_working_days()
    {
        var terms = new LegalTerms(new TermRules { SaturdayIsWorkingDay = true });

        Check(
            terms,
            "2022-12-09",
            new TermLength(5, CountedIn.WorkingDays),
            "2022-12-15",
            "2022-12-15",
            "2022-12-15T23:00:00Z",
            ""
        );
    }

    [Fact]
    public void A_term_of_another_zone_ends_with_that_zone_s_day()
    {
        var vilnius = new LegalTerms(new TermRules { Zone = DateTimeZoneProviders.Tzdb["Europe/Vilnius"] });

        Check(
            vilnius,
            "2022-12-09",
            new TermLength(30, CountedIn.Days),
            "2023-01-08",
            "2023-01-09",
            "2023-01-09T22:00:00Z",
            "01-08 sunday"
        );
    }

    [Theory]
    [InlineData(CountedIn.Days, "2022-12-09", "2022-12-09", "2022-12-09T23:00:00Z", "")]
    [InlineData(CountedIn.Days, "2022-12-10", "2022-12-10", "2022-12-10T23:00:00Z", "")]
    [InlineData(CountedIn.Days, "2022-12-11", "2022-12-12", "2022-12-12T23:00:00Z", "12-11 sunday")]
    [InlineData(CountedIn.WorkingDays, "2022-12-09", "2022-12-09", "2022-12-09T23:00:00Z", "")]
    [InlineData(
        CountedIn.WorkingDays,
        "2022-12-10",
        "2022-12-12",
        "2022-12-12T23:00:00Z",
        "12-10 saturday, 12-11 sunday"
    )]
    public void A_length_of_nothing_ends_with_its_day_or_where_that_day_moves_to(
        CountedIn unit,
        string start,
        string last,
        string due,
        string moves
    ) => Check(Brescia, start, new TermLength(0, unit), start, last, due, moves);

    [Fact]
    public void A_negative_length_is_no_term() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TermLength(-30, CountedIn.Days));

    [Fact]
    public void Every_term_ends_at_midnight_of_the_first_day_after_its_count_that_is_no_festivo()
    {
        var rome = DateTimeZoneProviders.Tzdb["Europe/Rome"];
        Gen.Int[0, 7670]
            .Select(Gen.Int[1, 400], Gen.OneOf(CountedIn.Days, CountedIn.Months))
            .Sample(
                (day, amount, unit) =>
                {
                    var start = new LocalDate(2020, 1, 1).PlusDays(day);

                    var term = Brescia.Compute(new TermLength(amount, unit), start);

                    Assert.Equal(
                        Enumerable.Range(0, Period.DaysBetween(term.Nominal, term.Last)).Select(term.Nominal.PlusDays),
                        term.Moves.Select(move => move.Day)
                    );
                    Assert.All(term.Moves, move => Assert.Equal(HolidayCalendar.Festivo(move.Day), move.Why));
                    Assert.Null(HolidayCalendar.Festivo(term.Last));
                    Assert.Equal(term.Last.PlusDays(1).AtMidnight(), term.Due.InZone(rome).LocalDateTime);
                    Assert.Equal(term.Last, (term.Due - Duration.Epsilon).InZone(rome).Date);
                },
                iter: 5000
            );
    }

    private static void Check(
        LegalTerms terms,
        string start,
        TermLength length,
        string nominal,
        string last,
        string due,
        string moves
    )
    {
        var term = terms.Compute(length, Day(start));

        Assert.Equal(
            (start, nominal, last, due, moves),
            (
                LocalDatePattern.Iso.Format(term.Start),
                LocalDatePattern.Iso.Format(term.Nominal),
                LocalDatePattern.Iso.Format(term.Last),
                InstantPattern.General.Format(term.Due),
                string.Join(", ", term.Moves.Select(move => $"{move.Day:MM-dd} {move.Why}"))
            )
        );
    }

    private static LocalDate Day(string iso) => LocalDatePattern.Iso.Parse(iso).Value;
}
