using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using NodaTime;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Terms;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Features.Shared;

public sealed partial class TermDrawingTests
{
    private static readonly LegalTerms Terms = new(new TermRules());
    private static readonly TermLength ThirtyDays = new(30, CountedIn.Days);
    private static readonly LocalDate Friday = new(2022, 12, 9);

    [Fact]
    public void The_sentence_stands_first_with_its_ground_and_the_count_waits_behind_a_summary_of_its_own()
    {
        var html = Html("it", ThirtyDays, Friday);

        Assert.Contains(
            "<p class=\"explained\">9 gennaio 2023: 30 giorni dal 9 dicembre 2022, giorno escluso, scadono domenica 8 gennaio; "
                + "si passa a lunedì 9 (art. 2963 c.c.)</p><details class=\"count\"><summary>Come si conta",
            html
        );
        Assert.Contains("il termine del 9 gennaio 2023</span></summary>", html);
    }

    [Theory]
    [InlineData("start", "9 0 partenza")]
    [InlineData("counted", "10 1 giorno 1")]
    [InlineData("holiday", "11 F 2 domenica, giorno 2")]
    [InlineData("moved", "8 30 → domenica, giorno 30")]
    [InlineData("last", "9 fine ultimo giorno")]
    public void A_day_says_what_it_is_in_figures_and_letters_and_in_words_for_who_does_not_see_it(
        string role,
        string says
    )
    {
        var html = Html("it", ThirtyDays, Friday);

        Assert.Equal(says, Plain(Cell(html, role)));
    }

    [Fact]
    public void Each_month_is_a_table_with_a_caption_and_the_days_of_the_week_as_headers()
    {
        var tables = Html("en", ThirtyDays, Friday).Split("<table ").Skip(1).ToList();

        Assert.Equal(2, tables.Count);
        Assert.Contains("<caption>December 2022</caption>", tables[0]);
        Assert.Contains("<caption>January 2023</caption>", tables[1]);
        Assert.All(
            tables,
            table =>
            {
                Assert.Equal(7, Count(table, "<th scope=\"col\">"));
                Assert.Contains("<span class=\"visually-hidden\">Wednesday</span>", table);
                Assert.Equal(7 * (Count(table, "<tr>") - 1), Count(table, "<td"));
            }
        );
    }

    [Theory]
    [InlineData(
        "it",
        "venerdì 9 dicembre 2022: giorno di partenza, non si conta",
        "Si contano 30 giorni: dal 10 dicembre 2022 all'8 gennaio 2023",
        "Festivi, che si contano come gli altri giorni: domenica 11, 18, 25 dicembre, 1° gennaio; Santo Stefano 26 dicembre; Epifania 6 gennaio",
        "domenica 8 gennaio 2023: il conto finisce qui, ma il termine si sposta (domenica)",
        "lunedì 9 gennaio 2023: ultimo giorno"
    )]
    [InlineData(
        "en",
        "Friday 9 December 2022: the day it runs from, which is not counted",
        "30 days counted: from 10 December 2022 to 8 January 2023",
        "Holidays, counted like any other day: Sunday 11, 18, 25 December, 1 January; Saint Stephen's Day 26 December; Epiphany 6 January",
        "Sunday 8 January 2023: the count ends here, but the term is moved (Sunday)",
        "Monday 9 January 2023: the last day"
    )]
    public void The_key_says_the_whole_count_in_words(string language, params string[] lines) =>
        Assert.Equal(lines, Key(Html(language, ThirtyDays, Friday)));

    [Fact]
    public void Working_days_name_what_they_pass_over() =>
        Assert.Equal(
            [
                "mercoledì 7 dicembre 2022: giorno di partenza, non si conta",
                "Si contano 3 giorni lavorativi: dal 9 dicembre 2022 al 13 dicembre 2022",
                "Giorni di chiusura, che si saltano: Immacolata Concezione 8 dicembre; sabato 10 dicembre; domenica 11 dicembre",
                "martedì 13 dicembre 2022: ultimo giorno",
            ],
            Key(Html("it", new TermLength(3, CountedIn.WorkingDays), new LocalDate(2022, 12, 7)))
        );

    [Fact]
    public void A_term_counted_back_moves_back()
    {
        var back = new TermLength(5, CountedIn.FreeDays) { Direction = TermDirection.Backward };
        var html = Html("it", back, new LocalDate(2022, 12, 14));

        Assert.Equal("8 ← Immacolata Concezione", Plain(Cell(html, "moved")));
        Assert.Equal(
            [
                "mercoledì 14 dicembre 2022: giorno di partenza, non si conta",
                "Si contano 5 giorni liberi all'indietro: dal 13 dicembre 2022 al 9 dicembre 2022",
                "Festivi, che si contano come gli altri giorni: domenica 11 dicembre",
                "giovedì 8 dicembre 2022: il conto finisce qui, ma il termine si sposta (Immacolata Concezione)",
                "mercoledì 7 dicembre 2022: ultimo giorno utile",
            ],
            Key(html)
        );
    }

    [Fact]
    public void Each_further_day_that_moves_the_end_has_a_line_of_its_own() =>
        // Sunday 25 December, and Saint Stephen's on Monday
        Assert.Equal(
            [
                "domenica 25 dicembre 2022: il conto finisce qui, ma il termine si sposta (domenica)",
                "lunedì 26 dicembre 2022: si sposta ancora (Santo Stefano)",
                "martedì 27 dicembre 2022: ultimo giorno",
            ],
            Key(Html("it", new TermLength(15, CountedIn.Days), new LocalDate(2022, 12, 10)))[^3..]
        );

    [Fact]
    public void A_day_that_moved_the_end_by_the_authoritys_own_rule_says_so()
    {
        var length = new TermLength(8, CountedIn.Days);
        var counting = new LegalTerms(new TermRules { SaturdayMovesTerms = true });
        var term = counting.Compute(length, Friday);

        Assert.Equal(
            [
                "sabato 17 dicembre 2022: il conto finisce qui, ma il termine si sposta (sabato, regola locale)",
                "domenica 18 dicembre 2022: si sposta ancora (domenica)",
                "lunedì 19 dicembre 2022: ultimo giorno",
            ],
            Key(Html("it", new ExplainedTerm(length, term), counting))[^3..]
        );
    }

    [Fact]
    public void A_count_by_the_calendar_of_then_is_not_drawn_on_that_of_today()
    {
        var length = new TermLength(8, CountedIn.Days);
        var term = new LegalTerms(new TermRules { SaturdayMovesTerms = true }).Compute(length, Friday);

        var html = Html("it", new ExplainedTerm(length, term));

        Assert.Contains("19 dicembre 2022: 8 giorni", html, StringComparison.Ordinal);
        Assert.Contains("Il calendario è cambiato da allora", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<table", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_term_says_how_many_days_lie_between_and_names_no_festivo()
    {
        var html = Html("it", new TermLength(90, CountedIn.Days), Friday);

        Assert.Contains(
            "<p class=\"count-gap\">… altri 59 giorni, dal 1° gennaio 2023 al 28 febbraio 2023 (giorni 23–81)</p>",
            html
        );
        Assert.Equal(2, Count(html, "<table "));
        Assert.Contains("I festivi si contano come gli altri giorni", Key(html));
        Assert.Contains(
            "… altri 1.065 giorni, dal 1° gennaio 2023 al 30 novembre 2025</p>",
            Html("it", new TermLength(3, CountedIn.Years), Friday)
        );
    }

    [Fact]
    public void A_first_day_that_counts_is_said_to_and_a_single_day_takes_one_line()
    {
        Assert.Equal(
            "martedì 3 marzo 2026: giorno di partenza, è il primo che si conta",
            Key(Html("it", new TermLength(3, CountedIn.Days) { CountsFirstDay = true }, new LocalDate(2026, 3, 3)))[0]
        );
        Assert.Equal(
            ["martedì 3 marzo 2026: giorno di partenza e ultimo giorno"],
            Key(Html("it", new TermLength(0, CountedIn.Days), new LocalDate(2026, 3, 3)))
        );
    }

    [Fact]
    public void Hours_say_from_when_to_when()
    {
        var length = new TermLength(72, CountedIn.Hours);
        var term = Terms.Compute(length, Instant.FromUtc(2022, 12, 14, 9, 30));

        Assert.Equal(
            [
                "mercoledì 14 dicembre 2022, ore 10:30: partenza",
                "Si contano 72 ore: dal 14 dicembre 2022 al 17 dicembre 2022",
                "sabato 17 dicembre 2022, ore 10:30: fine",
            ],
            Key(Html("it", new ExplainedTerm(length, term)))
        );
    }

    [Fact]
    public void The_calendar_is_that_of_who_counts()
    {
        var lithuanian = new TermLength(10, CountedIn.Days) { Calendar = "LT" };

        // 24 December is a holiday there and no other day here
        Assert.Contains(
            "vigilia di Natale 24 dicembre",
            string.Join('\n', Key(Html("it", lithuanian, new(2022, 12, 16))))
        );
    }

    private static string Html(string language, TermLength length, LocalDate start) =>
        Html(language, new ExplainedTerm(length, Terms.Compute(length, start)));

    private static string Html(string language, ExplainedTerm about, LegalTerms? counting = null)
    {
        var page = new TagHelperRendering(language);
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        new TermDrawing(about, counting ?? Terms, language, page.Text)
            .Html()
            .WriteTo(writer, System.Text.Encodings.Web.HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All));
        return WebUtility.HtmlDecode(writer.ToString());
    }

    /// <summary>The lines of the key without the days that stand before them.</summary>
    private static List<string> Key(string html) =>
        [
            .. html.Split("<ul class=\"count-key\">")[1]
                .Split("<li>")
                .Skip(1)
                .Select(line => Plain(line[line.LastIndexOf("<span>", StringComparison.Ordinal)..])),
        ];

    private static int Count(string html, string tag) => html.Split(tag).Length - 1;

    /// <summary>The first day of a role.</summary>
    private static string Cell(string html, string role) =>
        html.Split($"<td class=\"day day-{role}\">")[1].Split("</td>")[0];

    private static string Plain(string html) =>
        string.Join(' ', Tag().Replace(html, " ").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex("<[^>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Tag();
}
