using CsCheck;
using NodaTime;
using TwinningWorkflow.Web.Terms;
using TwinningWorkflow.Web.Terms.Calendars;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Terms.Calendars;

public sealed class AuthorityDaysTests
{
    [Fact]
    public void The_seed_is_written_in_full() =>
        Assert.Equal(
            """
            {"zone":"Europe/Rome","country":"IT","patron":{"day":"02-15","movesTerms":false},"saturday":{"working":false,"movesTerms":false},"morning":"08:00","holidays":[],"closures":[],"recesses":[{"body":"council","first":"08-01","last":"08-31"}],"councilNotice":{"days":5,"free":true,"countsDeliveryDay":false},"giuntaAgenda":{"days":2,"working":true},"councilAgenda":{"days":8,"working":false}}
            """,
            AuthorityDays.Of(new AnnualDate(2, 15)).Write()
        );

    [Fact]
    public void What_is_left_out_has_its_default() => Assert.Equal(new AuthorityDays(), AuthorityDays.Parse("{}"));

    [Fact]
    public void A_calendar_that_was_written_is_read_back_equal() =>
        AnyCalendar.Sample(days =>
        {
            Assert.Empty(days.Problems());
            var read = AuthorityDays.Parse(days.Write());
            Assert.Equal(days, read);
            Assert.Equal(days.GetHashCode(), read.GetHashCode());
            Assert.Equal(days.Write(), read.Write());
        });

    [Theory]
    [InlineData("""[]""", "", DaysFault.Format)]
    [InlineData("""{"zone":""", "", DaysFault.Format)]
    [InlineData("""{"zone":"Europe/Rome","zone":"Europe/Rome"}""", "", DaysFault.Format)]
    [InlineData("""{"zone":"Europe/Brescia"}""", "zone", DaysFault.Unknown)]
    [InlineData("""{"zone":1}""", "zone", DaysFault.Format)]
    [InlineData("""{"country":"XX"}""", "country", DaysFault.Unknown)]
    [InlineData("""{"country":"it"}""", "country", DaysFault.Unknown)]
    [InlineData("""{"patron":"02-15"}""", "patron", DaysFault.Format)]
    [InlineData("""{"patron":{"day":"02-30"}}""", "patron.day", DaysFault.Format)]
    [InlineData("""{"patron":{"movesTerms":true}}""", "patron.day", DaysFault.Missing)]
    [InlineData("""{"patron":{"moves":true}}""", "patron.moves", DaysFault.Unknown)]
    [InlineData("""{"saturday":{"working":"no"}}""", "saturday.working", DaysFault.Format)]
    [InlineData("""{"morning":"25:00"}""", "morning", DaysFault.Format)]
    [InlineData("""{"holidays":{}}""", "holidays", DaysFault.Format)]
    [InlineData("""{"holidays":[{"day":"05-12"}]}""", "holidays[0].name", DaysFault.Missing)]
    [InlineData("""{"holidays":[{"name":" ","day":"05-12"}]}""", "holidays[0].name", DaysFault.Missing)]
    [InlineData("""{"holidays":[{"name":"a\nb","day":"05-12"}]}""", "holidays[0].name", DaysFault.Format)]
    [InlineData("""{"holidays":[{"name":"Voto"}]}""", "holidays[0].day", DaysFault.Missing)]
    [InlineData("""{"holidays":[{"name":"Voto","day":"12 maggio"}]}""", "holidays[0].day", DaysFault.Format)]
    [InlineData(
        """{"holidays":[{"name":"Voto","day":"05-12","from":"2027-01-01","to":"2026-12-31"}]}""",
        "holidays[0].to",
        DaysFault.Order
    )]
    [InlineData("""{"closures":[{"name":"Ponte","first":"05-02"}]}""", "closures[0].last", DaysFault.Missing)]
    [InlineData(
        """{"closures":[{"name":"Ponte","first":"05-02","last":"2026-05-04"}]}""",
        "closures[0].last",
        DaysFault.Format
    )]
    [InlineData(
        """{"closures":[{"name":"A","first":"05-02","last":"05-04"},{"name":"B","first":"2026-05-04","last":"2026-05-02"}]}""",
        "closures[1].last",
        DaysFault.Order
    )]
    [InlineData(
        """{"closures":[{"name":"Sempre","first":"2026-01-01","last":"2026-12-31"}]}""",
        "closures[0].last",
        DaysFault.Range
    )]
    [InlineData(
        """{"closures":[{"name":"Sempre","first":"01-01","last":"12-31"}]}""",
        "closures",
        DaysFault.AlwaysClosed
    )]
    [InlineData(
        """{"closures":[{"name":"Inverno","first":"11-20","last":"12-31"},{"name":"Inverno","first":"01-01","last":"03-01"}]}""",
        "closures",
        DaysFault.AlwaysClosed
    )]
    [InlineData(
        """{"recesses":[{"body":"giunta","first":"2026-08-01","last":"2026-08-31"}]}""",
        "recesses[0].first",
        DaysFault.Format
    )]
    [InlineData(
        """{"recesses":[{"body":"mayor","first":"08-01","last":"08-31"}]}""",
        "recesses[0].body",
        DaysFault.Unknown
    )]
    [InlineData("""{"councilNotice":{"days":-1}}""", "councilNotice.days", DaysFault.Range)]
    [InlineData("""{"councilNotice":{"days":1.5}}""", "councilNotice.days", DaysFault.Format)]
    [InlineData("""{"giuntaAgenda":{"days":61}}""", "giuntaAgenda.days", DaysFault.Range)]
    [InlineData("""{"agenda":{}}""", "agenda", DaysFault.Unknown)]
    public void What_is_wrong_is_told_by_field(string text, string field, DaysFault fault)
    {
        Assert.False(AuthorityDays.TryParse(text, out _, out var problems));

        var problem = Assert.Single(problems);
        Assert.Equal((field, fault), (problem.Field, problem.Fault));
        Assert.StartsWith("Expected ", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        var failure = Assert.Throws<FormatException>(() =>
            AuthorityDays.Parse("""{"zone":"Nowhere","morning":"late","councilNotice":{"free":"yes"}}""")
        );

        Assert.Matches("zone: .* morning: .* councilNotice.free: ", failure.Message);
    }

    [Theory]
    [InlineData(true, false, CountedIn.FreeDays, false)]
    [InlineData(true, true, CountedIn.Days, false)]
    [InlineData(false, false, CountedIn.Days, false)]
    [InlineData(false, true, CountedIn.Days, true)]
    public void A_notice_is_counted_back_from_the_sitting(bool free, bool delivery, CountedIn unit, bool first) =>
        Assert.Equal(
            new TermLength(5, unit) { Direction = TermDirection.Backward, CountsFirstDay = first },
            new NoticeRule(5, free, delivery).Length
        );

    [Fact]
    public void The_council_rests_in_august_and_the_giunta_does_not()
    {
        var days = new AuthorityDays();

        Assert.True(days.IsInRecess(CollegiateBody.Council, new LocalDate(2026, 8, 1)));
        Assert.True(days.IsInRecess(CollegiateBody.Council, new LocalDate(2026, 8, 31)));
        Assert.False(days.IsInRecess(CollegiateBody.Council, new LocalDate(2026, 9, 1)));
        Assert.False(days.IsInRecess(CollegiateBody.Giunta, new LocalDate(2026, 8, 15)));
    }

    [Fact]
    public void Days_of_every_year_may_go_over_its_end()
    {
        var winter = new DayRange.Yearly(new AnnualDate(12, 24), new AnnualDate(1, 6));

        Assert.True(winter.Contains(new LocalDate(2026, 12, 24)));
        Assert.True(winter.Contains(new LocalDate(2027, 1, 6)));
        Assert.False(winter.Contains(new LocalDate(2027, 1, 7)));
        Assert.False(winter.Contains(new LocalDate(2026, 12, 23)));
    }

    private static readonly Gen<AnnualDate> DaysOfYear = Gen.Int[0, 365].Select(n => Annual(2024, n));

    private static readonly Gen<LocalDate> Dates = Gen.Int[0, 20_000].Select(new LocalDate(2000, 1, 1).PlusDays);

    private static readonly Gen<DayRange> Ranges = Gen.OneOf(
        Gen.Select(Dates, Gen.Int[0, 20], (day, more) => (DayRange)new DayRange.Once(day, day.PlusDays(more))),
        Gen.Select(
            Gen.Int[0, 365],
            Gen.Int[0, 20],
            (day, more) => (DayRange)new DayRange.Yearly(Annual(2024, day), Annual(2024, day + more))
        )
    );

    private static readonly Gen<string> Texts = Gen.OneOf(
        "Voto",
        "Festa \"d'oro\"",
        "Città è là",
        "日 😀",
        "<b>&",
        "\\"
    );

    private static readonly Gen<TermRules> Rules = Gen.Select(
        Gen.OneOf("Europe/Rome", "Europe/Vilnius", "UTC"),
        Gen.OneOf("IT", "LT", "RO"),
        Gen.Select(Gen.Bool, DaysOfYear, Gen.Bool),
        Gen.Select(Gen.Bool, Gen.Bool),
        Gen.Int[0, 1439],
        Gen.Select(
            Texts,
            DaysOfYear,
            Dates,
            Gen.Bool,
            Gen.Int[0, 4],
            (name, day, date, moves, kind) =>
                new LocalHoliday(name, kind == 0 ? new DayRange.Once(date) : new DayRange.Yearly(day))
                {
                    ValidFrom = kind is 1 or 3 ? date : null,
                    ValidTo = kind is 2 or 3 ? date.PlusDays(400) : null,
                    MovesTerms = moves,
                }
        ).Array[0, 3],
        Gen.Select(
            Texts,
            Ranges,
            Gen.Bool,
            (name, days, moves) => new OfficeClosure(name, days) { MovesTerms = moves }
        ).Array[0, 3],
        (zone, country, patron, saturday, morning, holidays, closures) =>
            new TermRules
            {
                Zone = DateTimeZoneProviders.Tzdb[zone],
                Country = country,
                Patron = patron.Item1 ? patron.Item2 : null,
                PatronMovesTerms = patron is { Item1: true, Item3: true },
                SaturdayIsWorkingDay = saturday.Item1,
                SaturdayMovesTerms = saturday.Item2,
                Morning = LocalTime.FromMinutesSinceMidnight(morning),
                LocalHolidays = [.. holidays],
                Closures = [.. closures],
            }
    );

    internal static readonly Gen<AuthorityDays> AnyCalendar = Gen.Select(
        Rules,
        Gen.Select(Gen.Bool, DaysOfYear, DaysOfYear).Array[0, 3],
        Gen.Select(Gen.Int[0, 60], Gen.Bool, Gen.Bool),
        Gen.Select(Gen.Int[0, 60], Gen.Bool),
        (rules, recesses, notice, agenda) =>
            new AuthorityDays
            {
                Counting = rules,
                Recesses =
                [
                    .. recesses.Select(x => new Recess(
                        x.Item1 ? CollegiateBody.Giunta : CollegiateBody.Council,
                        new DayRange.Yearly(x.Item2, x.Item3)
                    )),
                ],
                CouncilNotice = new NoticeRule(notice.Item1, notice.Item2, notice.Item3),
                GiuntaAgenda = new AgendaClosing(agenda.Item1, agenda.Item2),
                CouncilAgenda = new AgendaClosing(60 - agenda.Item1, !agenda.Item2),
            }
    );

    private static AnnualDate Annual(int year, int dayOfYear) =>
        new LocalDate(year, 1, 1).PlusDays(dayOfYear) is var day ? new AnnualDate(day.Month, day.Day) : default;
}
