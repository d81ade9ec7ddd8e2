using NodaTime;

namespace TwinningWorkflow.Engine.Tests.Requests;

public sealed class TimerTests
{
    [Theory]
    // Rome leaves winter time on 26 March 2023 at 02:00 and comes back on 29 October 2023 at 03:00
    [InlineData("P1M", "2023-03-10T09:00:00Z", "2023-04-10T08:00:00Z")]
    [InlineData("PT720H", "2023-03-10T09:00:00Z", "2023-04-09T09:00:00Z")]
    [InlineData("P30D", "2023-03-10T09:00:00Z", "2023-04-09T08:00:00Z")]
    [InlineData("P1M", "2023-10-10T08:00:00Z", "2023-11-10T09:00:00Z")]
    [InlineData("PT720H", "2023-10-10T08:00:00Z", "2023-11-09T08:00:00Z")]
    [InlineData("P1M", "2023-01-31T09:00:00Z", "2023-02-28T09:00:00Z")]
    [InlineData("P1DT1H", "2023-03-25T09:00:00Z", "2023-03-26T09:00:00Z")]
    [InlineData("P1D", "2023-03-25T01:30:00Z", "2023-03-26T01:30:00Z")]
    [InlineData("PT0S", "2023-03-25T01:30:00Z", "2023-03-25T01:30:00Z")]
    public void Calendar_parts_of_a_duration_count_civil_dates_and_time_parts_elapse(
        string duration,
        string start,
        string due
    ) => Assert.Equal(Parsed(due), Armed($"<timeDuration>{duration}</timeDuration>", start).Due);

    [Theory]
    [InlineData("2023-07-05T12:00:00+02:00", "2023-07-05T10:00:00Z")]
    [InlineData("2023-07-05T12:00:00Z", "2023-07-05T12:00:00Z")]
    [InlineData("date('2023-07-05')", "2023-07-04T22:00:00Z")]
    [InlineData("today + 1", "2022-12-09T23:00:00Z")]
    public void A_date_is_an_instant_or_the_beginning_of_a_civil_day(string date, string due) =>
        Assert.Equal(Parsed(due), Armed($"<timeDate>{date}</timeDate>", "2022-12-09T09:00:00Z").Due);

    [Fact]
    public void A_legal_term_is_resolved_by_the_host_and_recorded_with_its_explanation()
    {
        var timer = Armed(
            """<ext><tw:term amount="30" unit="days" from="date('2022-12-09')"><tw:ground basis="circular">circolare</tw:ground></tw:term></ext>""",
            "2022-12-20T09:00:00Z"
        );

        Assert.Equal(new LocalDate(2023, 1, 8), timer.Term!.Last);
        Assert.Equal(new LocalDate(2022, 12, 9), timer.Term.Start);
        Assert.Equal(timer.Term.Due, timer.Due);
        Assert.Equal(Parsed("2023-01-08T23:00:00Z"), timer.Due);
    }

    [Fact]
    public void A_term_whose_start_is_not_known_stops_at_an_incident() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><intermediateCatchEvent id="t"><timerEventDefinition>
                <ext><tw:term amount="30" from="delivered"/></ext></timerEventDefinition></intermediateCatchEvent><endEvent id="e"/><flow path="s t e"/>
                """,
                """<tw:variable name="delivered" type="date"/>"""
            )
            .Start()
            .Incident("expression", "t");

    [Theory]
    [InlineData("<timeDate>far</timeDate>")]
    [InlineData("""<ext><tw:term amount="30" from="far"/></ext>""")]
    [InlineData("""<ext><tw:term amount="3660" unit="months" from="far"/></ext>""")]
    public void A_date_at_the_end_of_the_calendar_is_an_incident_or_a_timer_but_no_exception(string timer) =>
        Scenario
            .Given(
                $"""
                <startEvent id="s"/><intermediateCatchEvent id="t"><timerEventDefinition>{timer}</timerEventDefinition></intermediateCatchEvent>
                <endEvent id="e"/><flow path="s t e"/>
                """,
                """<tw:variable name="far" type="date"/>"""
            )
            .Start(("far", DataValue.Of(LocalDate.MaxIsoValue)))
            .Waits("t")
            .Withdraw()
            .Start(("far", DataValue.Of(LocalDate.MinIsoValue)));

    [Fact]
    public void A_timer_that_is_not_due_is_refused()
    {
        var scenario = Waiting();
        var timer = scenario.Timer("t");

        scenario
            .At("2022-12-10T08:59:59Z")
            .When((at, who) => new FireTimer(at, who, timer.Id, timer.Generation))
            .Refused(RejectionCode.TimerEarly);
        scenario.Fire("t").Ended(ProcessStatus.Completed, "e");
    }

    [Fact]
    public void A_timer_of_another_generation_or_unknown_is_refused()
    {
        var scenario = Waiting().At("2024-01-01T00:00:00Z");
        var timer = scenario.Timer("t");

        scenario
            .When((at, who) => new FireTimer(at, who, timer.Id, timer.Generation + 1))
            .Refused(RejectionCode.TimerGone)
            .When((at, who) => new FireTimer(at, who, timer.Id + 100, timer.Generation))
            .Refused(RejectionCode.TimerGone);
    }

    [Fact]
    public void A_timer_fires_once()
    {
        var scenario = Waiting("<userTask id=\"e\"/>");
        var timer = scenario.Timer("t");

        scenario
            .Fire("t")
            .Waits("e")
            .When((at, who) => new FireTimer(at, who, timer.Id, timer.Generation))
            .Refused(RejectionCode.TimerGone);
    }

    [Fact]
    public void Timers_take_effect_while_suspended() =>
        Waiting().Suspend().Fire("t").Ended(ProcessStatus.Completed, "e");

    private static Scenario Waiting(string next = "<endEvent id=\"e\"/>") =>
        Scenario
            .Given(
                $"""
                <startEvent id="s"/><intermediateCatchEvent id="t"><timerEventDefinition><timeDuration>PT24H</timeDuration></timerEventDefinition></intermediateCatchEvent>
                {next}<flow path="s t e"/>
                """
            )
            .Start()
            .Timers("t");

    private static TimerWait Armed(string timer, string start) =>
        Scenario
            .Given(
                $"""
                <startEvent id="s"/><intermediateCatchEvent id="t"><timerEventDefinition>{timer}</timerEventDefinition></intermediateCatchEvent>
                <endEvent id="e"/><flow path="s t e"/>
                """
            )
            .At(start)
            .Start()
            .Timer("t");

    private static Instant Parsed(string instant) => NodaTime.Text.InstantPattern.ExtendedIso.Parse(instant).Value;
}
