using System.Collections.Immutable;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Terms;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Processes;

public sealed class TermResolutionTests
{
    private static readonly TermResolver Resolve = TermResolution.With(new LegalTerms(new TermRules()));

    [Fact]
    public void A_term_of_the_file_is_counted_by_the_law_with_each_day_that_moved_it()
    {
        var term = Resolve(new TermSpec(30, TermUnit.Days, null), new LocalDate(2022, 12, 9));

        Assert.Equal(
            new ResolvedTerm(
                Instant.FromUtc(2023, 1, 9, 23, 0),
                new LocalDate(2022, 12, 9),
                new LocalDate(2023, 1, 8),
                new LocalDate(2023, 1, 9),
                [new TermMove(new LocalDate(2023, 1, 8), "sunday")]
            ),
            term
        );
    }

    [Theory]
    [InlineData(TermUnit.Days, "2022-12-14")]
    [InlineData(TermUnit.WorkingDays, "2022-12-15")]
    [InlineData(TermUnit.Months, "2023-05-08")] // 7 May 2023 is a Sunday
    [InlineData(TermUnit.FreeDays, "2022-12-13")]
    [InlineData(TermUnit.Years, "2027-12-07")]
    public void Each_unit_of_the_file_is_counted_in_its_own_way(TermUnit unit, string last)
    {
        var amount = unit == TermUnit.Days ? 7 : 5;

        var term = Resolve(new TermSpec(amount, unit, null), new LocalDate(2022, 12, 7));

        Assert.Equal(last, NodaTime.Text.LocalDatePattern.Iso.Format(term.Last));
    }

    [Fact]
    public void Hours_run_from_the_instant_of_the_step()
    {
        var opened = Instant.FromUtc(2023, 3, 25, 9, 0);

        var term = Resolve(
            new TermSpec(24, TermUnit.Hours, null) { Festivo = OnFestivo.Stays },
            new LocalDate(2023, 3, 25),
            new TermPlace(opened, null)
        );

        Assert.Equal(opened + Duration.FromHours(24), term.Due);
        Assert.Equal((new LocalTime(10, 0), new LocalTime(11, 0)), (term.StartTime, term.EndTime));
    }

    [Fact]
    public void A_term_is_counted_back_and_with_its_first_day_where_the_file_says_so()
    {
        var spec = new TermSpec(30, TermUnit.Days, null) { Direction = CountDirection.Backward };

        Assert.Equal(new LocalDate(2023, 1, 7), Resolve(spec, new LocalDate(2023, 2, 7)).Last);
        Assert.Equal(
            new LocalDate(2023, 1, 9),
            Resolve(spec with { FirstDay = FirstDay.Included }, new LocalDate(2023, 2, 7)).Last
        );
    }

    [Theory]
    [InlineData("LT", "", "2025-06-25", "LT")] // 24 June is Joninės
    [InlineData("partner", "LT", "2025-06-25", "LT")]
    [InlineData("partner", "JP", "2025-06-24", null)]
    [InlineData("partner", "", "2025-06-24", null)]
    [InlineData("JP", "", "2025-06-24", null)]
    [InlineData("", "LT", "2025-06-24", null)]
    public void A_term_follows_the_calendar_of_a_country_that_is_known(
        string calendar,
        string partner,
        string last,
        string? recorded
    )
    {
        var spec = new TermSpec(30, TermUnit.Days, null) { Calendar = calendar };
        var place = new TermPlace(
            default,
            name => name == "dossier.partnerCountry" && partner.Length > 0 ? DataValue.Of(partner) : null
        );

        var term = Resolve(spec, new LocalDate(2025, 5, 25), place);

        Assert.Equal((last, recorded), (NodaTime.Text.LocalDatePattern.Iso.Format(term.Last), term.Calendar));
    }

    [Fact]
    public void A_recorded_term_is_explained_with_all_that_its_file_says()
    {
        var spec = new TermSpec(
            30,
            TermUnit.Days,
            new LegalGround(
                LegalBasis.Practice,
                new Labels(ImmutableDictionary<string, string>.Empty.Add("it", "Prassi."))
            )
        )
        {
            Calendar = "partner",
            Start = TermOrigin.Delivery,
        };
        var recorded = Resolve(
            spec,
            new LocalDate(2025, 5, 25),
            new TermPlace(default, static _ => DataValue.Of("LT"))
        );

        var about = TermExplanation.About("it", spec, recorded, TermStart.Day);

        Assert.Equal(
            "25 giugno 2025: 30 giorni dalla consegna del 25 maggio 2025, giorno escluso, scadono martedì 24 giugno, "
                + "San Giovanni (Joninės); si passa a mercoledì 25 (calendario della Lituania; prassi: Prassi)",
            about.In("it")
        );
        Assert.Equal(about.In("it"), TermExplanation.Of("it", spec, recorded, TermStart.Day));
    }
}
