using System.Collections.Immutable;
using System.Text;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Bpmn;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Forecasts;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Terms;
using TwinningWorkflow.Web.Terms.Calendars;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Forecasts;

public sealed class ForecasterTests
{
    private static readonly TermRules Rules = new();

    /// <summary>Friday.</summary>
    private static readonly Instant Now = Instant.FromUtc(2022, 12, 9, 10, 0);

    /// <summary>An opinion, then in parallel a window of thirty days and the council, then the signature.</summary>
    private static readonly string Twinning = Bpmn.Process(
            "twinning",
            $"""
            <bpmn:startEvent id="start" />
            {Bpmn.Task("opinion", """<tw:deadline amount="10" unit="days" />""")}
            <bpmn:parallelGateway id="fork" />
            <bpmn:intermediateCatchEvent id="window" name="window">
              <bpmn:timerEventDefinition>
                <bpmn:extensionElements><tw:term amount="30" unit="days" from="today" /></bpmn:extensionElements>
              </bpmn:timerEventDefinition>
            </bpmn:intermediateCatchEvent>
            {Council()}
            <bpmn:parallelGateway id="join" />
            {Bpmn.Task("sign")}
            {Bpmn.Task("file")}
            <bpmn:endEvent id="end" />
            {Bpmn.Flow("f1", "start", "opinion")}
            {Bpmn.Flow("f2", "opinion", "fork")}
            {Bpmn.Flow("f3", "fork", "window")}
            {Bpmn.Flow("f4", "fork", "council")}
            {Bpmn.Flow("f5", "window", "join")}
            {Bpmn.Flow("f6", "council", "join")}
            {Bpmn.Flow("f7", "join", "sign")}
            {Bpmn.Flow("f8", "sign", "file")}
            {Bpmn.Flow("f9", "file", "end")}
            """
        )
        .Replace("<tw:process>", """<tw:process goal="sign">""", StringComparison.Ordinal);

    [Fact]
    public void A_step_takes_its_deadline_a_term_its_length_and_the_goal_waits_for_the_longest()
    {
        var forecast = Forecast(Twinning);

        // ten days from Friday 9 December end on Monday 19; seven from there on St Stephen's, so on the 27th; thirty on
        // Wednesday 18 January
        Assert.Equal(
            [
                ("opinion", "2022-12-19", ForecastBasis.Deadline, true),
                ("council", "2022-12-27", ForecastBasis.NoSitting, false),
                ("window", "2023-01-18", ForecastBasis.Term, true),
                ("sign", "2023-01-20", ForecastBasis.Assumed, true),
                ("file", "2023-01-23", ForecastBasis.Assumed, false),
            ],
            forecast.Steps.Select(step => (step.Node, Day(step.Likely), step.Basis, step.IsCritical))
        );
        Assert.Equal("2023-01-20", Day(forecast.Goal!.Value));
        Assert.Equal(ForecastStop.None, forecast.Stop);
    }

    [Fact]
    public void At_the_earliest_everything_is_done_on_the_day_on_which_it_can_be()
    {
        var forecast = Forecast(Twinning);

        // thirty days from 9 December end on Sunday 8 January and pass to Monday 9; it can be signed on the day after
        Assert.Equal(
            [("opinion", "2022-12-09"), ("council", "2022-12-09"), ("window", "2023-01-09"), ("sign", "2023-01-10")],
            forecast.Steps.SkipLast(1).Select(step => (step.Node, Day(step.Earliest!.Value)))
        );
        Assert.Equal("2023-01-10", Day(forecast.EarliestGoal!.Value));
    }

    [Fact]
    public void What_a_body_decides_waits_for_its_first_sitting_whose_agenda_is_open()
    {
        var ground = new ForecastGround
        {
            Sittings =
            [
                new("council", new(2022, 12, 20), new(2022, 12, 15)),
                new("giunta", new(2022, 12, 21), new(2022, 12, 20)),
                new("council", new(2023, 2, 28), new(2023, 2, 20)),
            ],
        };

        var council = Forecast(Twinning, ground).Steps.Single(step => step.Node == "council");

        // the opinion comes on the 19th, when the agenda of the 20th is closed; at the earliest it comes today
        Assert.Equal(("2023-02-28", ForecastBasis.Sitting), (Day(council.Likely), council.Basis));
        Assert.Equal("2022-12-20", Day(council.Earliest!.Value));
        Assert.True(council.IsCritical);
    }

    /// <summary>At the earliest the opinion comes today, on the 9th.</summary>
    [Theory]
    [InlineData(9, "2022-12-13")]
    [InlineData(8, "2022-12-20")]
    public void An_agenda_that_closes_today_is_open_and_one_that_closed_yesterday_leaves_the_next_sitting(
        int closes,
        string sits
    )
    {
        var ground = new ForecastGround
        {
            Sittings =
            [
                new("council", new(2022, 12, 13), new(2022, 12, closes)),
                new("council", new(2022, 12, 20), new(2022, 12, 15)),
            ],
        };

        var council = Forecast(Twinning, ground).Steps.Single(step => step.Node == "council");

        Assert.Equal(sits, Day(council.Earliest!.Value));
    }

    [Theory]
    [InlineData(9, "2022-12-20", ForecastBasis.Sitting)]
    [InlineData(13, "2022-12-27", ForecastBasis.NoSitting)]
    public void What_opened_before_an_agenda_closed_is_decided_in_that_sitting(
        int opened,
        string likely,
        ForecastBasis basis
    )
    {
        var (definition, state) = Started(Sitting);
        var ground = new ForecastGround
        {
            Sittings = [new("council", new(2022, 12, 20), new(2022, 12, 12))],
            OpenedOn = ImmutableDictionary<long, LocalDate>.Empty.Add(
                state.Elements.Values.Single().Id,
                new LocalDate(2022, 12, opened)
            ),
        };

        var council = Of(definition, state, ground, Instant.FromUtc(2022, 12, 15, 10, 0)).Steps.Single();

        Assert.Equal((likely, basis), (Day(council.Likely), council.Basis));
    }

    [Fact]
    public void A_council_for_which_no_sitting_is_planned_sits_at_the_earliest_when_its_notice_has_run()
    {
        var (definition, state) = Started(Sitting);
        var calendar = AuthorityCalendar.Of(AuthorityDays.Of(patron: null));

        var council = Of(definition, state, new ForecastGround { FirstSitting = calendar.FirstSitting }).Steps.Single();

        // convened on Friday the 9th, five free days from the 10th to the 14th
        Assert.Equal("2022-12-15", Day(council.Earliest!.Value));
    }

    private static readonly string Sitting = Bpmn.Process(
        "sitting",
        $"""
        <bpmn:startEvent id="start" />
        <bpmn:userTask id="council">
          <bpmn:extensionElements><tw:form role="secretariat" body="council" expectedDays="14" /></bpmn:extensionElements>
        </bpmn:userTask>
        <bpmn:endEvent id="end" />
        {Bpmn.Flow("f1", "start", "council")}
        {Bpmn.Flow("f2", "council", "end")}
        """
    );

    [Fact]
    public void What_a_body_decides_may_wait_until_its_last_sitting_that_keeps_the_day_even_a_Saturday()
    {
        var (definition, state) = Started(Twinning);
        var ground = new ForecastGround
        {
            Sittings =
            [
                new("council", new(2022, 12, 20), new(2022, 12, 15)),
                new("council", new(2023, 1, 14), new(2023, 1, 7)),
                new("council", new(2023, 2, 28), new(2023, 2, 20)),
            ],
        };

        var council = Back(definition, state, ground, new LocalDate(2023, 1, 20))
            .Steps.Single(step => step.Node == "council");

        Assert.Equal(["2022-12-20", "2023-01-14"], council.Sittings.Select(sitting => Day(sitting.On)));
        Assert.Equal("2023-01-14", Day(council.Latest));
        Assert.False(council.IsLastPlanned);
    }

    [Fact]
    public void Where_the_calendar_of_sittings_ends_before_the_last_day_the_plan_says_so()
    {
        var (definition, state) = Started(Twinning);
        var ground = new ForecastGround { Sittings = [new("council", new(2022, 12, 20), new(2022, 12, 15))] };

        var council = Back(definition, state, ground, new LocalDate(2023, 6, 1))
            .Steps.Single(step => step.Node == "council");

        Assert.Equal(("2022-12-20", true), (Day(council.Latest), council.IsLastPlanned));
    }

    [Fact]
    public void What_took_long_before_is_expected_to_take_as_long_again_from_when_it_opened()
    {
        var (definition, state) = Started(Twinning);
        var task = state.Elements.Values.Single();
        var ground = new ForecastGround
        {
            PastDays = ImmutableDictionary<string, int>.Empty.Add("opinion", 20),
            OpenedOn = ImmutableDictionary<long, LocalDate>.Empty.Add(task.Id, new LocalDate(2022, 11, 30)),
        };

        var opinion = Of(definition, state, ground).Steps[0];

        Assert.Equal(("2022-12-20", ForecastBasis.Past), (Day(opinion.Likely), opinion.Basis));
        Assert.Equal(("2022-11-30", true), (Day(opinion.Opens), opinion.IsOpen));
    }

    [Fact]
    public void What_is_late_is_expected_on_the_next_working_day()
    {
        var (definition, state) = Started(Twinning);
        var ground = new ForecastGround
        {
            PastDays = ImmutableDictionary<string, int>.Empty.Add("opinion", 5),
            OpenedOn = ImmutableDictionary<long, LocalDate>.Empty.Add(
                state.Elements.Values.Single().Id,
                new LocalDate(2022, 10, 1)
            ),
        };
        // Saturday
        var forecast = Of(definition, state, ground, Instant.FromUtc(2022, 12, 10, 10, 0));

        Assert.Equal("2022-12-12", Day(forecast.Steps[0].Likely));
    }

    [Fact]
    public void Planned_back_from_a_day_each_step_has_its_last_day()
    {
        var ground = new ForecastGround
        {
            Sittings =
            [
                new("council", new(2022, 12, 20), new(2022, 12, 15)),
                new("council", new(2023, 1, 31), new(2023, 1, 24)),
                new("council", new(2023, 2, 28), new(2023, 2, 20)),
            ],
        };
        var (definition, state) = Started(Twinning);

        var plan = Back(definition, state, ground, new LocalDate(2023, 2, 1));

        Assert.True(plan.Fits);
        Assert.Equal("2023-01-10", Day(plan.Earliest!.Value));
        // thirty days and the day of the signature before 1 February: 31 January is the last day of the window, 1 January its
        // first; the last working day before is 30 December. The council can wait for the sitting of 31 January.
        Assert.Equal(
            [
                ("opinion", "2022-12-09", "2022-12-30", 0),
                ("council", "2022-12-20", "2023-01-31", 2),
                ("sign", "2023-01-10", "2023-02-01", 0),
            ],
            plan.Steps.Select(step => (step.Node, Day(step.Earliest), Day(step.Latest), step.Sittings.Length))
        );
    }

    [Fact]
    public void A_day_that_cannot_be_kept_is_told_with_the_steps_that_stand_in_its_way()
    {
        var (definition, state) = Started(Twinning);

        var plan = Back(definition, state, new ForecastGround(), new LocalDate(2023, 1, 5));

        Assert.False(plan.Fits);
        Assert.Equal("2023-01-10", Day(plan.Earliest!.Value));
        Assert.Equal(["opinion", "window", "sign"], plan.Obstacles.Select(step => step.Node));
        Assert.Equal("2023-01-09", Day(plan.Obstacles[1].Term!.Last));
        Assert.Empty(plan.Steps);
    }

    [Fact]
    public void A_suspended_process_has_no_course()
    {
        var (definition, state) = Started(Twinning);

        var forecast = Of(definition, state.Apply(new ProcessSuspended()), new ForecastGround());

        Assert.Equal((ForecastStop.Suspended, null), (forecast.Stop, forecast.Goal));
        Assert.Empty(forecast.Steps);
    }

    [Fact]
    public void A_gate_that_nothing_opens_is_where_the_forecast_ends()
    {
        var file = Bpmn.Process(
            "gated",
            $"""
            <bpmn:startEvent id="start" />
            <bpmn:userTask id="sign" name="sign">
              <bpmn:extensionElements><tw:form role="clerk" gate="signing" /></bpmn:extensionElements>
            </bpmn:userTask>
            <bpmn:endEvent id="end" />
            {Bpmn.Flow("f1", "start", "sign")}
            {Bpmn.Flow("f2", "sign", "end")}
            """,
            """
            <tw:gate id="signing">
              <tw:condition id="never" when="false"><tw:label>never</tw:label><tw:cure>none</tw:cure></tw:condition>
            </tw:gate>
            """
        );

        var forecast = Forecast(file);

        Assert.Equal((ForecastStop.Blocked, "sign"), (forecast.Stop, forecast.StoppedAt));
        Assert.Empty(forecast.Steps);
    }

    [Fact]
    public void A_course_that_goes_in_a_circle_is_told_as_that()
    {
        var file = Bpmn.Process(
            "circle",
            $"""
            <bpmn:startEvent id="start" />
            <bpmn:exclusiveGateway id="again" />
            {Bpmn.Task("opinion", """<tw:outcome id="more" /><tw:outcome id="enough" />""")}
            <bpmn:exclusiveGateway id="enough" default="f4" />
            <bpmn:endEvent id="end" />
            {Bpmn.Flow("f1", "start", "again")}
            {Bpmn.Flow("f2", "again", "opinion")}
            {Bpmn.Flow("f3", "opinion", "enough")}
            {Bpmn.Flow("f4", "enough", "again")}
            <bpmn:sequenceFlow id="f5" sourceRef="enough" targetRef="end">
              <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">opinion.outcome == 'enough'</bpmn:conditionExpression>
            </bpmn:sequenceFlow>
            """
        );

        Assert.Equal(ForecastStop.TooLong, Forecast(file).Stop);
    }

    /// <summary>An opinion from which a closing runs, to which the signature's gate holds.</summary>
    private static string Gated(string when, string second = "true") =>
        Bpmn.Process(
                "gated",
                $"""
                <bpmn:startEvent id="start" />
                <bpmn:userTask id="opinion" name="opinion">
                  <bpmn:extensionElements>
                    <tw:form role="clerk" />
                    <tw:set variable="closedOn" value="today + 30" />
                  </bpmn:extensionElements>
                </bpmn:userTask>
                <bpmn:parallelGateway id="fork" />
                {Council()}
                <bpmn:userTask id="sign" name="sign">
                  <bpmn:extensionElements><tw:form role="clerk" gate="signing" /></bpmn:extensionElements>
                </bpmn:userTask>
                <bpmn:endEvent id="end" />
                {Bpmn.Flow("f1", "start", "opinion")}
                {Bpmn.Flow("f2", "opinion", "fork")}
                {Bpmn.Flow("f3", "fork", "council")}
                {Bpmn.Flow("f4", "fork", "sign")}
                {Bpmn.Flow("f5", "council", "end")}
                {Bpmn.Flow("f6", "sign", "end")}
                """,
                $"""
                <tw:variable name="closedOn" type="date"><tw:label xml:lang="it">Chiuso il</tw:label></tw:variable>
                <tw:variable name="voted" type="flag"><tw:label xml:lang="it">Votato</tw:label></tw:variable>
                <tw:gate id="signing">
                  <tw:condition id="over" when="{when}"><tw:label>over</tw:label><tw:cure>wait</tw:cure></tw:condition>
                  <tw:condition id="second" when="{second}"><tw:label>second</tw:label><tw:cure>do</tw:cure></tw:condition>
                </tw:gate>
                """
            )
            .Replace("<tw:process>", """<tw:process goal="sign">""", StringComparison.Ordinal)
            .Replace(
                """council" expectedDays="7" /></bpmn:extensionElements>""",
                """council" expectedDays="7" /><tw:set variable="voted" value="true" /></bpmn:extensionElements>""",
                StringComparison.Ordinal
            );

    [Fact]
    public void A_gate_that_time_opens_is_waited_for_until_the_working_day_on_which_it_is_open()
    {
        var forecast = Forecast(Gated("closedOn &lt;= today"));

        var sign = forecast.Steps.Single(step => step.Node == "sign");
        // thirty days from Monday 12 December, or at the earliest from Friday 9, which is Sunday 8 January
        Assert.Equal(("2023-01-11", ForecastBasis.Gate), (Day(sign.Likely), sign.Basis));
        Assert.Equal("2023-01-09", Day(sign.Earliest!.Value));
        Assert.Equal(
            (ForecastStop.None, "2023-01-11", "2023-01-09"),
            (forecast.Stop, Day(forecast.Goal!.Value), Day(forecast.EarliestGoal!.Value))
        );
        Assert.Equal(["opinion", "sign"], forecast.Steps.Where(step => step.IsCritical).Select(step => step.Node));
    }

    [Fact]
    public void A_gate_that_is_open_only_when_its_date_is_over_is_waited_for_until_the_day_after()
    {
        var sign = Forecast(Gated("closedOn &lt; today")).Steps.Single(step => step.Node == "sign");

        Assert.Equal(("2023-01-12", "2023-01-09"), (Day(sign.Likely), Day(sign.Earliest!.Value)));
    }

    [Fact]
    public void A_plan_back_through_a_gate_that_time_opens_knows_by_when_it_must_have_begun_to_run()
    {
        var (definition, state) = Started(Gated("closedOn &lt;= today"));

        var plan = Back(definition, state, new ForecastGround(), new LocalDate(2023, 1, 20));

        Assert.Equal((true, "2023-01-09"), (plan.Fits, Day(plan.Earliest!.Value)));
        Assert.Equal(
            [("opinion", "2022-12-21"), ("sign", "2023-01-20")],
            plan.Steps.Where(step => step.Node != "council").Select(step => (step.Node, Day(step.Latest)))
        );
    }

    [Fact]
    public void A_gate_that_a_step_opens_before_its_time_comes_waits_no_longer_than_for_the_step()
    {
        var sign = Forecast(Gated("closedOn &lt;= today or voted == true")).Steps.Single(step => step.Node == "sign");

        // the council votes within seven days of Monday 12 December
        Assert.Equal(("2022-12-19", true), (Day(sign.Likely), sign.IsCritical));
    }

    [Fact]
    public void A_gate_that_time_opens_after_a_step_did_its_part_waits_for_the_time()
    {
        var steps = Forecast(Gated("closedOn &lt;= today", second: "voted == true")).Steps;

        Assert.Equal("2023-01-11", Day(steps.Single(step => step.Node == "sign").Likely));
        Assert.False(steps.Single(step => step.Node == "council").IsCritical);
    }

    [Fact]
    public void A_gate_of_which_a_part_stays_closed_for_ever_is_not_waited_for()
    {
        var forecast = Forecast(Gated("closedOn &lt;= today", second: "false"));

        Assert.Equal((ForecastStop.Blocked, "sign"), (forecast.Stop, forecast.StoppedAt));
        Assert.DoesNotContain("sign", forecast.Steps.Select(step => step.Node));
    }

    [Fact]
    public void A_service_that_is_called_again_until_it_succeeds_is_a_course_that_goes_in_a_circle()
    {
        var file = Bpmn.Process(
            "trying",
            $"""
            <bpmn:startEvent id="start" />
            {Bpmn.Task("opinion")}
            <bpmn:exclusiveGateway id="again" />
            <bpmn:serviceTask id="work">
              <bpmn:extensionElements>
                <tw:service name="try"><tw:result name="done" type="flag" /></tw:service>
              </bpmn:extensionElements>
            </bpmn:serviceTask>
            <bpmn:exclusiveGateway id="isDone" default="f5" />
            <bpmn:endEvent id="end" />
            {Bpmn.Flow("f1", "start", "opinion")}
            {Bpmn.Flow("f2", "opinion", "again")}
            {Bpmn.Flow("f3", "again", "work")}
            {Bpmn.Flow("f4", "work", "isDone")}
            {Bpmn.Flow("f5", "isDone", "again")}
            <bpmn:sequenceFlow id="f6" sourceRef="isDone" targetRef="end">
              <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">work.done == true</bpmn:conditionExpression>
            </bpmn:sequenceFlow>
            """
        );

        var forecast = Forecast(file);

        Assert.Equal(ForecastStop.TooLong, forecast.Stop);
        Assert.Equal(["opinion"], forecast.Steps.Select(step => step.Node));
    }

    private static string Council() =>
        """
            <bpmn:userTask id="council" name="council">
              <bpmn:extensionElements><tw:form role="clerk" body="council" expectedDays="7" /></bpmn:extensionElements>
            </bpmn:userTask>
            """;

    private static Forecast Forecast(string file, ForecastGround? ground = null)
    {
        var (definition, state) = Started(file);
        return Of(definition, state, ground ?? new ForecastGround());
    }

    private static Forecast Of(
        ProcessDefinition definition,
        ProcessState state,
        ForecastGround ground,
        Instant? now = null
    ) =>
        Forecaster.Of(
            definition,
            state,
            now ?? Now,
            TermResolution.With(new LegalTerms(Rules)),
            new WorkingTime(Rules),
            ground
        );

    private static BackwardPlan Back(
        ProcessDefinition definition,
        ProcessState state,
        ForecastGround ground,
        LocalDate on
    ) =>
        BackwardPlan.Of(
            definition,
            state,
            Now,
            TermResolution.With(new LegalTerms(Rules)),
            new WorkingTime(Rules),
            ground,
            on
        );

    private static (ProcessDefinition Definition, ProcessState State) Started(string file)
    {
        var reading = BpmnReader.Read(Encoding.UTF8.GetBytes(file));
        Assert.Empty(reading.Problems);
        var start = new StartProcess(
            Now,
            new Actor("a", "p", "brescia", "clerk"),
            "instance",
            ImmutableDictionary<string, DataValue>.Empty
        );
        var decision = ProcessEngine.Decide(
            reading.Definition!,
            ProcessState.Empty,
            start,
            TermResolution.With(new LegalTerms(Rules))
        );
        return (reading.Definition!, Assert.IsType<Decision.Accepted>(decision).State);
    }

    private static string Day(LocalDate day) => NodaTime.Text.LocalDatePattern.Iso.Format(day);
}
