using NodaTime;

namespace TwinningWorkflow.Engine.Tests.Requests;

/// <summary>Each kind of incident: the token stays, the incident says what, why and the cure, and the cure heals.</summary>
public sealed class HealingTests
{
    private const string Variables = """
        <tw:variable name="n" type="number"/><tw:variable name="m" type="number"/><tw:variable name="day" type="date"/>
        <tw:variable name="towns" type="list"/><tw:variable name="ref" type="number"/><tw:variable name="go" type="flag"/>
        """;

    private static readonly LocalDate Day = new(2022, 12, 9);
    private static readonly LocalDate LastDay = new(9999, 12, 31);

    public static TheoryData<string, string, string, string, string> Kinds =>
        new()
        {
            // body, incident, node where the token stays, what is read, what waits once healed
            {
                """<exclusiveGateway id="x"/><userTask id="a"/><userTask id="b"/><flow path="s x"/><flow path="x a" when="n &gt; 1"/><flow path="x b" when="n &lt; 0"/>""",
                "no-flow",
                "x",
                "n",
                "a"
            },
            {
                """<inclusiveGateway id="x"/><userTask id="a"/><userTask id="b"/><flow path="s x"/><flow path="x a" when="n &gt; 1"/><flow path="x b" when="n &lt; 0"/>""",
                "leaving-no-flow",
                "x",
                "n",
                "a"
            },
            {
                """<exclusiveGateway id="x" default="x-b"/><userTask id="a"/><userTask id="b"/><flow path="s x b"/><flow path="x a" when="m + n &lt; 9007199254740991"/>""",
                "expression",
                "x",
                "m n",
                "a"
            },
            {
                """<manualTask id="t"><ext><tw:set variable="m" value="ref + 1"/></ext></manualTask><userTask id="a"/><flow path="s t a"/>""",
                "leaving-expression",
                "t",
                "ref",
                "a"
            },
            {
                """<intermediateCatchEvent id="t"><timerEventDefinition><ext><tw:term amount="30" unit="days" from="later(day, date('2022-12-01'))"/></ext></timerEventDefinition></intermediateCatchEvent><userTask id="b"/><flow path="s t b"/>""",
                "date-range",
                "t",
                "day",
                "t"
            },
            {
                """<userTask id="a"><ext><tw:form><tw:deadline amount="30" unit="days" from="day"/></tw:form></ext></userTask><flow path="s a"/>""",
                "date-range",
                "a",
                "day",
                "a"
            },
            {
                """<userTask id="a"/><boundaryEvent id="late" attachedToRef="a"><timerEventDefinition><ext><tw:term amount="30" unit="days" from="day"/></ext></timerEventDefinition></boundaryEvent><userTask id="b"/><flow path="s a"/><flow path="late b"/>""",
                "date-range",
                "a",
                "day",
                "a"
            },
            {
                """<userTask id="a"><multiInstanceLoopCharacteristics><ext><tw:items value="towns"/></ext></multiInstanceLoopCharacteristics></userTask><flow path="s a"/>""",
                "items",
                "a",
                "towns",
                "a[KAUNAS]"
            },
            {
                """<receiveTask id="a" messageRef="m"><ext><tw:key value="ref"/></ext></receiveTask><flow path="s a"/>""",
                "expression",
                "a",
                "ref",
                "a"
            },
            {
                """<eventBasedGateway id="g"/><intermediateCatchEvent id="c"><ext><tw:key value="ref"/></ext><messageEventDefinition messageRef="m"/></intermediateCatchEvent><intermediateCatchEvent id="r"><messageEventDefinition messageRef="q"/></intermediateCatchEvent><endEvent id="e"/><flow path="s g c e"/><flow path="g r e"/>""",
                "expression",
                "g",
                "ref",
                "g"
            },
            {
                """<exclusiveGateway id="x" default="x-t"/><manualTask id="t"/><userTask id="a"/><flow path="s x t x"/><flow path="x a" when="go"/>""",
                "step-budget",
                "",
                "go",
                "a"
            },
        };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_token_stays_and_corrected_data_and_a_retry_heal(
        string body,
        string code,
        string node,
        string reads,
        string healed
    )
    {
        var scenario = Scenario
            .Given($"""<startEvent id="s"/>{body}""", Variables)
            .Start(
                ("n", DataValue.Of(1)),
                ("m", DataValue.Of(DataValue.Number.Largest)),
                ("day", DataValue.Of(LastDay)),
                ("towns", DataValue.Of("KAUNAS", "KAUNAS"))
            );

        var incident = Assert.Single(scenario.State.Incidents).Value;
        Assert.EndsWith(code, incident.Code);
        Assert.Equal(incident.Node, Assert.Single(scenario.State.Elements).Value.Node);
        Assert.Contains(node, incident.Node, StringComparison.Ordinal);
        Assert.StartsWith("Expected ", incident.Message, StringComparison.Ordinal);
        Assert.Contains(": correct the data", incident.Message, StringComparison.Ordinal);
        Assert.Contains("then retry", incident.Message, StringComparison.Ordinal);
        var read = IncidentCures.Reads(scenario.Definition, scenario.State, incident);
        Assert.Equal(reads, string.Join(' ', read.Select(r => r.Name)));

        scenario.Retry();
        Assert.EndsWith(code, Assert.Single(scenario.State.Incidents).Value.Code);
        scenario
            .Correct([
                .. new[]
                {
                    ("n", DataValue.Of(2)),
                    ("m", DataValue.Of(0)),
                    ("ref", DataValue.Of(7)),
                    ("day", DataValue.Of(Day)),
                    ("towns", DataValue.Of(["KAUNAS"])),
                    ("go", DataValue.Of(true)),
                }.Where(v => read.Any(r => r.Name == v.Item1)),
            ])
            .Retry()
            .NoIncident()
            .Waits(healed);
    }

    [Fact]
    public void A_step_that_the_budget_stopped_on_its_way_out_is_not_done_again_by_the_retry()
    {
        // ten thousand moves over a send task: the token is stopped in the middle of the loop, wherever that is
        var scenario = Scenario
            .Given(
                """
                <startEvent id="s"/><sendTask id="t" messageRef="notice"/><userTask id="a"/>
                <exclusiveGateway id="x"/><flow path="s x t"/><flow path="t x" when="not has(go)"/><flow path="t a" when="go"/>
                """,
                Variables
            )
            .Start()
            .Incident("leaving-step-budget", "t")
            .Correct(("go", DataValue.Of(true)))
            .Retry()
            .NoIncident();

        Assert.Empty(scenario.Of<MessageSent>());
        scenario.Waits("a");
    }

    [Fact]
    public void A_loop_without_a_wait_is_left_by_a_move() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><exclusiveGateway id="x" default="x-t"/><manualTask id="t"/><userTask id="a"/><userTask id="b"/>
                <flow path="s x t x"/><flow path="x a" when="go"/><flow path="a b"/>
                """,
                Variables
            )
            .Start()
            .Move("a")
            .NoIncident()
            .Waits("a");

    [Fact]
    public void A_failed_service_is_done_again_after_a_retry_or_passed_by_a_move()
    {
        const string body = """
            <startEvent id="s"/><serviceTask id="w"><ext><tw:service name="work"/></ext></serviceTask><userTask id="a"/><flow path="s w a"/>
            """;
        Scenario.Given(body).Start().Fail("w").Reads().Retry().NoIncident().Serve("w").Waits("a");
        Scenario.Given(body).Start().Fail("w").Move("a").NoIncident().Waits("a");
    }

    [Fact]
    public void A_call_whose_result_cannot_be_computed_is_healed_by_its_own_data_or_left_by_a_move()
    {
        Stopped()
            .Reads("a.days=9007199254740991")
            .Offers("c", "z", "p-end")
            .Correct(("a.days", DataValue.Of(3)))
            .Holds("a.days", null)
            .Retry()
            .NoIncident()
            .Waits("z");
        Stopped().Move("z").NoIncident().Waits("z").Then(s => Assert.Single(s.State.Scopes));

        static Scenario Stopped() =>
            Scenario
                .Given(
                    """<startEvent id="s"/><callActivity id="c" calledElement="q"><ext><tw:out name="day" value="today + a.days"/></ext></callActivity><userTask id="z"/><flow path="s c z"/>""",
                    beside: ProcessText.Process(
                        "q",
                        """<startEvent id="qs"/><userTask id="a"><ext><tw:form><tw:field id="days" type="integer"/></tw:form></ext></userTask><flow path="qs a"/>"""
                    )
                )
                .Start()
                .Complete("a", null, ("days", DataValue.Of(DataValue.Number.Largest)))
                .Incident("call-result", "c");
    }

    [Fact]
    public void In_a_called_process_the_token_moves_within_it_and_a_correction_stays_in_the_call() =>
        Scenario
            .Given(
                """<startEvent id="s"/><callActivity id="c" calledElement="q"/><userTask id="z"/><flow path="s c z"/>""",
                """<tw:variable name="n" type="number"/>""",
                beside: ProcessText.Process(
                    "q",
                    """<startEvent id="qs"/><exclusiveGateway id="x"/><userTask id="a"/><userTask id="b"/><flow path="qs x"/><flow path="x a" when="k == 1"/><flow path="x b" when="k == 2"/>""",
                    """<tw:variable name="k" type="number"/>"""
                )
            )
            .Start(("n", DataValue.Of(1)))
            .Incident("no-flow", "x")
            .Reads("k=")
            .Offers("x", "a", "b", "q-end")
            .Correct(("k", DataValue.Of(1)))
            .Holds("k", null)
            .Retry()
            .Waits("a");

    [Fact]
    public void A_deadlock_says_its_cure() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><exclusiveGateway id="x" default="x-a"/><manualTask id="a"/><manualTask id="b"/><parallelGateway id="j"/><userTask id="after"/>
                <flow path="s x a j after"/><flow path="x b" when="false"/><flow path="b j"/>
                """
            )
            .Start()
            .Then(s => Assert.EndsWith(": move the token.", Assert.Single(s.State.Incidents).Value.Message))
            .Retry()
            .Incident("deadlock", "j")
            .Move("after")
            .NoIncident()
            .Waits("after");

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void A_retry_takes_a_reason(string? none) =>
        Scenario
            .Given(
                """<startEvent id="s"/><exclusiveGateway id="x"/><userTask id="a"/><userTask id="b"/><flow path="s x"/><flow path="x a" when="false"/><flow path="x b" when="false"/>"""
            )
            .Start()
            .Retry(none)
            .Refused(RejectionCode.ReasonRequired)
            .Retry("again")
            .Incident("no-flow", "x");
}
