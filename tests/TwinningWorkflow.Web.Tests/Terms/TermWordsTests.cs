using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Web.Terms;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Terms;

public sealed class TermWordsTests
{
    private static readonly LegalTerms Terms = new(
        new TermRules { Patron = new AnnualDate(2, 15), PatronMovesTerms = true }
    );

    [Fact]
    public void The_window_of_brescia_and_kaunas_explains_itself()
    {
        Assert.Equal(
            "9 gennaio 2023: 30 giorni dalla consegna del 9 dicembre 2022, giorno escluso, scadono domenica 8 gennaio; "
                + "si passa a lunedì 9 (art. 2963 c.c.)",
            Explain("it", "2022-12-09", 30, CountedIn.Days, TermStart.Delivery)
        );
        Assert.Equal(
            "9 January 2023: 30 days from the delivery of 9 December 2022, that day not counted, end on Sunday 8 January; "
                + "moved to Monday 9 (art. 2963 Italian Civil Code)",
            Explain("en", "2022-12-09", 30, CountedIn.Days, TermStart.Delivery)
        );
    }

    [Fact]
    public void A_term_that_nothing_moved_names_the_day_of_the_week_it_ends_on()
    {
        Assert.Equal(
            "17 dicembre 2022: 10 giorni dall'assegnazione del 7 dicembre 2022, giorno escluso, scadono sabato 17 dicembre "
                + "(art. 2963 c.c.)",
            Explain("it", "2022-12-07", 10, CountedIn.Days, TermStart.Assignment)
        );
        Assert.Equal(
            "17 December 2022: 10 days from the assignment of 7 December 2022, that day not counted, end on "
                + "Saturday 17 December (art. 2963 Italian Civil Code)",
            Explain("en", "2022-12-07", 10, CountedIn.Days, TermStart.Assignment)
        );
    }

    [Fact]
    public void Each_day_that_moved_the_end_is_named()
    {
        Assert.Equal(
            "27 dicembre 2022: 30 giorni dal 25 novembre 2022, giorno escluso, scadono domenica 25 dicembre; "
                + "il 26 è Santo Stefano; si passa a martedì 27 (art. 2963 c.c.)",
            Explain("it", "2022-11-25", 30, CountedIn.Days)
        );
        Assert.Equal(
            "27 December 2022: 30 days from 25 November 2022, that day not counted, end on Sunday 25 December; "
                + "26 December is Saint Stephen's Day; moved to Tuesday 27 (art. 2963 Italian Civil Code)",
            Explain("en", "2022-11-25", 30, CountedIn.Days)
        );
        Assert.Equal(
            "3 novembre 2025: 30 giorni dal 2 ottobre 2025, giorno escluso, scadono sabato 1° novembre, Ognissanti; "
                + "il 2 è domenica; si passa a lunedì 3 (art. 2963 c.c.)",
            Explain("it", "2025-10-02", 30, CountedIn.Days)
        );
        Assert.Equal(
            "3 November 2025: 30 days from 2 October 2025, that day not counted, end on Saturday 1 November, "
                + "All Saints' Day; 2 November is a Sunday; moved to Monday 3 (art. 2963 Italian Civil Code)",
            Explain("en", "2025-10-02", 30, CountedIn.Days)
        );
    }

    [Fact]
    public void A_term_moved_over_the_new_year_names_both_years()
    {
        Assert.Equal(
            "2 gennaio 2024: 30 giorni dal 1° dicembre 2023, giorno escluso, scadono domenica 31 dicembre 2023; "
                + "il 1° gennaio è Capodanno; si passa a martedì 2 (art. 2963 c.c.)",
            Explain("it", "2023-12-01", 30, CountedIn.Days)
        );
        Assert.Equal(
            "2 January 2024: 30 days from 1 December 2023, that day not counted, end on Sunday 31 December 2023; "
                + "1 January is New Year's Day; moved to Tuesday 2 (art. 2963 Italian Civil Code)",
            Explain("en", "2023-12-01", 30, CountedIn.Days)
        );
    }

    [Fact]
    public void Italian_articles_bend_before_eight_and_eleven()
    {
        Assert.StartsWith(
            "9 dicembre 2022: 1 giorno dall'8 dicembre 2022, giorno escluso, scade venerdì 9 dicembre",
            Explain("it", "2022-12-08", 1, CountedIn.Days),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "dalla consegna dell'11 dicembre 2022",
            Explain("it", "2022-12-11", 10, CountedIn.Days, TermStart.Delivery),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "scadono domenica 7 dicembre; l'8 è l'Immacolata Concezione; si passa a martedì 9",
            Explain("it", "2025-11-07", 30, CountedIn.Days),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Months_say_when_the_month_was_too_short()
    {
        Assert.Equal(
            "28 febbraio 2023: 1 mese dal 31 gennaio 2023 scade martedì 28 febbraio, ultimo giorno del mese (art. 2963 c.c.)",
            Explain("it", "2023-01-31", 1, CountedIn.Months)
        );
        Assert.Equal(
            "28 February 2023: 1 month from 31 January 2023 ends on Tuesday 28 February, the last day of the month "
                + "(art. 2963 Italian Civil Code)",
            Explain("en", "2023-01-31", 1, CountedIn.Months)
        );
        Assert.Contains(
            "3 mesi dal 9 dicembre 2022 scadono giovedì 9 marzo (",
            Explain("it", "2022-12-09", 3, CountedIn.Months),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Working_days_claim_no_article_of_the_code()
    {
        Assert.Equal(
            "16 dicembre 2022: 5 giorni lavorativi dal 9 dicembre 2022, giorno escluso, scadono venerdì 16 dicembre "
                + "(regola locale)",
            Explain("it", "2022-12-09", 5, CountedIn.WorkingDays)
        );
        Assert.EndsWith(
            "end on Friday 16 December (local rule: council regulation)",
            Explain(
                "en",
                "2022-12-09",
                5,
                CountedIn.WorkingDays,
                ground: new TermGround(GroundBasis.LocalRule, "council regulation")
            ),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(
        "2023-01-16",
        30,
        CountedIn.Days,
        "conteggio: art. 2963 c.c.; ",
        "count: art. 2963 Italian Civil Code; "
    )]
    [InlineData("2023-02-09", 5, CountedIn.FreeDays, "", "")]
    public void A_move_off_a_day_of_the_authoritys_own_rests_on_no_law_whatever_the_term_does(
        string start,
        int amount,
        CountedIn unit,
        string italian,
        string english
    )
    {
        var ground = new TermGround(GroundBasis.Law, "L. 131/2003");

        Assert.EndsWith(
            $" mercoledì 15 febbraio, festa del patrono; si passa a giovedì 16 ({italian}spostamento: regola locale; "
                + "legge: L. 131/2003)",
            Explain("it", start, amount, unit, ground: ground),
            Ordinal
        );
        Assert.EndsWith(
            $" Wednesday 15 February, the patron saint's day; moved to Thursday 16 ({english}move: local rule; "
                + "law: L. 131/2003)",
            Explain("en", start, amount, unit, ground: ground),
            Ordinal
        );
    }

    [Fact]
    public void What_is_a_local_rule_as_a_whole_says_so_once() =>
        Assert.EndsWith(
            ", festa del patrono; si passa a giovedì 16 (regola locale)",
            Explain("it", "2023-02-09", 5, CountedIn.FreeDays),
            Ordinal
        );

    [Fact]
    public void A_length_of_nothing_is_the_day_itself()
    {
        Assert.Equal(
            "12 dicembre 2022: il giorno stesso della consegna, domenica 11 dicembre; si passa a lunedì 12 (art. 2963 c.c.)",
            Explain("it", "2022-12-11", 0, CountedIn.Days, TermStart.Delivery)
        );
        Assert.Equal(
            "9 December 2022: the very day of the assignment, Friday 9 December (local rule)",
            Explain("en", "2022-12-09", 0, CountedIn.WorkingDays, TermStart.Assignment)
        );
    }

    [Theory]
    [InlineData(GroundBasis.Law, "legge", "law")]
    [InlineData(GroundBasis.Circular, "circolare", "circular")]
    [InlineData(GroundBasis.Practice, "prassi", "practice")]
    [InlineData(GroundBasis.LocalRule, "regola locale", "local rule")]
    public void The_ground_says_what_the_term_rests_on(GroundBasis basis, string italian, string english)
    {
        var ground = new TermGround(basis, "L. 131/2003 art. 6 c. 7");

        Assert.EndsWith(
            $"(art. 2963 c.c.; {italian}: L. 131/2003 art. 6 c. 7)",
            Explain("it", "2022-12-09", 30, CountedIn.Days, ground: ground),
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            $"(art. 2963 Italian Civil Code; {english}: L. 131/2003 art. 6 c. 7)",
            Explain("en", "2022-12-09", 30, CountedIn.Days, ground: ground),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Every_reason_of_the_calendar_has_words_in_both_languages()
    {
        var calendar = new HolidayCalendar(new TermRules { Patron = new AnnualDate(2, 15) });
        var reasons = Enumerable
            .Range(0, 3 * 366)
            .Select(day => calendar.Closed(new LocalDate(2026, 1, 1).PlusDays(day)))
            .OfType<string>()
            .Distinct()
            .ToList();

        Assert.Equal(15, reasons.Count);
        Assert.All(reasons, why => Assert.NotEqual(why, TermWords.Reason("it", why)));
        Assert.All(reasons, why => Assert.NotEqual(why, TermWords.Reason("en", why)));
    }

    [Theory]
    [InlineData(TermStart.Delivery, "dalla consegna del", "della consegna", "the delivery")]
    [InlineData(TermStart.Assignment, "dall'assegnazione del", "dell'assegnazione", "the assignment")]
    [InlineData(TermStart.Publication, "dalla pubblicazione del", "della pubblicazione", "the publication")]
    [InlineData(TermStart.Sitting, "dalla seduta del", "della seduta", "the sitting")]
    [InlineData(TermStart.Ceremony, "dalla cerimonia del", "della cerimonia", "the ceremony")]
    [InlineData(TermStart.Signature, "dalla firma del", "della firma", "the signature")]
    public void What_a_term_is_counted_from_is_named_forward_back_and_on_the_very_day(
        TermStart start,
        string from,
        string of,
        string english
    )
    {
        Assert.Contains(
            $": 9 giorni {from} 9 dicembre 2022, ",
            Explain("it", "2022-12-09", 9, CountedIn.Days, start),
            Ordinal
        );
        Assert.Contains(
            $": 9 days from {english} of 9 December 2022, ",
            Explain("en", "2022-12-09", 9, CountedIn.Days, start),
            Ordinal
        );
        var back = new TermLength(9, CountedIn.Days) { Direction = TermDirection.Backward };
        var about = new ExplainedTerm(back, Terms.Compute(back, new LocalDate(2022, 12, 20)), start);
        var before = start == TermStart.Assignment ? "dell'assegnazione" : of;
        Assert.StartsWith(
            $"entro il 10 dicembre 2022: 9 giorni prima {before} del 20 dicembre 2022, ",
            about.In("it"),
            Ordinal
        );
        Assert.StartsWith(
            $"by 10 December 2022: 9 days before {english} of 20 December 2022, ",
            about.In("en"),
            Ordinal
        );
        Assert.Contains($": il giorno stesso {of}, ", Explain("it", "2022-12-09", 0, CountedIn.Days, start), Ordinal);
        Assert.Contains(
            $": the very day of {english}, ",
            Explain("en", "2022-12-09", 0, CountedIn.Days, start),
            Ordinal
        );
    }

    [Theory]
    [InlineData(CountedIn.Days, "1 giorno ", "1 day ")]
    [InlineData(CountedIn.FreeDays, "1 giorno libero ", "1 clear day ")]
    [InlineData(CountedIn.WorkingDays, "1 giorno lavorativo ", "1 working day ")]
    [InlineData(CountedIn.Months, "1 mese ", "1 month ")]
    [InlineData(CountedIn.Years, "1 anno ", "1 year ")]
    [InlineData(CountedIn.Hours, "1 ora ", "1 hour ")]
    public void One_of_each_unit_is_one(CountedIn unit, string italian, string english)
    {
        var length = new TermLength(1, unit) { Direction = TermDirection.Backward };
        var about = new ExplainedTerm(length, Terms.Compute(length, Instant.FromUtc(2022, 12, 14, 9, 30)));

        Assert.Contains(": " + italian + "prima de", about.In("it"), Ordinal);
        Assert.Contains(" porta a ", about.In("it"), Ordinal);
        Assert.Contains(": " + english + "before ", about.In("en"), Ordinal);
        Assert.Contains(" leads to ", about.In("en"), Ordinal);
    }

    [Fact]
    public void Hours_from_an_assignment_name_its_hour()
    {
        var length = new TermLength(24, CountedIn.Hours);
        var about = new ExplainedTerm(
            length,
            Terms.Compute(length, Instant.FromUtc(2022, 12, 9, 9, 5)),
            TermStart.Assignment
        );

        Assert.Equal(
            "10 dicembre 2022, ore 10:05: 24 ore dall'assegnazione del 9 dicembre 2022 alle 10:05, contate come tempo "
                + "trascorso, scadono sabato 10 dicembre alle 10:05 (regola locale)",
            about.In("it")
        );
        Assert.Equal(
            "10 December 2022, 10:05: 24 hours from the assignment of 9 December 2022 at 10:05, counted as elapsed time, "
                + "end on Saturday 10 December at 10:05 (local rule)",
            about.In("en")
        );
    }

    [Fact]
    public void A_backward_term_bends_before_eight_too()
    {
        var length = new TermLength(30, CountedIn.Days) { Direction = TermDirection.Backward };

        Assert.StartsWith(
            "entro l'8 novembre 2024: 30 giorni prima dell'8 dicembre 2024, giorno escluso, portano a venerdì 8 novembre (",
            new ExplainedTerm(length, Terms.Compute(length, new LocalDate(2024, 12, 8))).In("it"),
            Ordinal
        );
    }

    [Fact]
    public void A_term_knows_the_kind_of_its_ground()
    {
        var term = Terms.Compute(new TermLength(30, CountedIn.Days), new LocalDate(2022, 12, 9));
        GroundBasis Basis(TermLength length, TermGround? ground = null) =>
            new ExplainedTerm(length, term, Ground: ground).Basis;

        Assert.Equal(GroundBasis.Law, Basis(new TermLength(30, CountedIn.Days)));
        Assert.Equal(GroundBasis.LocalRule, Basis(new TermLength(30, CountedIn.WorkingDays)));
        Assert.Equal(GroundBasis.LocalRule, Basis(new TermLength(30, CountedIn.Days) { CountsFirstDay = true }));
        Assert.Equal(
            GroundBasis.Circular,
            Basis(new TermLength(30, CountedIn.Days), new TermGround(GroundBasis.Circular, "DARA 27.11.2015"))
        );
    }

    [Fact]
    public void A_day_that_moved_a_term_knows_the_kind_of_its_own_ground()
    {
        var circular = new TermGround(GroundBasis.Circular, "DARA 27.11.2015");
        GroundBasis Basis(string why, string calendar = "") =>
            new ExplainedTerm(
                new TermLength(30, CountedIn.Days) { Calendar = calendar },
                Terms.Compute(new TermLength(30, CountedIn.Days), new LocalDate(2022, 12, 9)),
                Ground: circular
            ).BasisOf(new MovedDay(new LocalDate(2023, 1, 8), why));

        Assert.Equal(GroundBasis.Law, Basis(HolidayCalendar.Sunday));
        Assert.Equal(GroundBasis.LocalRule, Basis(HolidayCalendar.Saturday));
        Assert.Equal(GroundBasis.LocalRule, Basis(HolidayCalendar.Saturday, "IT"));
        Assert.All(["LT", "RO", "FR", "DE", "ES"], land => Assert.Equal(GroundBasis.Law, Basis("saturday", land)));
        Assert.Equal(GroundBasis.LocalRule, Basis(HolidayCalendar.Patron));
        Assert.Equal(GroundBasis.LocalRule, Basis("local:Festa del voto"));
        Assert.Equal(GroundBasis.LocalRule, Basis("closure:Ponte"));
    }

    [Fact]
    public void A_code_of_a_later_version_is_shown_as_it_is() =>
        Assert.Equal(
            ("moon-day", "moon-day"),
            (TermWords.Reason("it", "moon-day"), TermWords.Reason("en", "moon-day"))
        );

    [Fact]
    public void An_unknown_language_gets_italian() =>
        Assert.Equal("1° maggio 2023", TermWords.Date("lt", new LocalDate(2023, 5, 1)));

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static string Explain(
        string language,
        string start,
        int amount,
        CountedIn unit,
        TermStart since = TermStart.Day,
        TermGround? ground = null
    )
    {
        var length = new TermLength(amount, unit);
        var term = Terms.Compute(length, LocalDatePattern.Iso.Parse(start).Value);
        return TermWords.Explain(language, length, term, since, ground);
    }
}
