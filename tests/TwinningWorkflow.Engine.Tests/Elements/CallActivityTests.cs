using System.Collections.Immutable;
using NodaTime;
using TwinningWorkflow.Engine.Bpmn;
using TwinningWorkflow.Engine.Model;
using static TwinningWorkflow.Engine.Tests.ProcessText;

namespace TwinningWorkflow.Engine.Tests.Elements;

public sealed class CallActivityTests
{
    private const string Caller = """
        <startEvent id="s"/><callActivity id="c" calledElement="q"/><userTask id="z"/><endEvent id="e"/><flow path="s c z e"/>
        """;

    private static readonly string Plain = Process(
        "q",
        """<startEvent id="qs"/><userTask id="a"/><endEvent id="qe"/><flow path="qs a qe"/>"""
    );

    private const string Number = """<tw:variable name="n" type="number"/>""";

    /// <summary>Asks how many, and answers with one more than the sum of that and what it was given.</summary>
    private static readonly string Adder = Process(
        "q",
        """<startEvent id="qs"/><userTask id="a"><ext><tw:form><tw:field id="votes" type="integer"/></tw:form></ext></userTask><endEvent id="qe"/><flow path="qs a qe"/>""",
        """<tw:variable name="start" type="number"/>"""
    );

    private static GateEvidence Shown(Scenario scenario) =>
        Assert.Single(
            Assert
                .Single(
                    ProcessEngine.Examine(
                        scenario.Definition,
                        scenario.State,
                        scenario.Definition.Gates["signing"],
                        scenario.Now
                    )
                )
                .Evidence
        );

    private static string AdderCall(string loop = "") =>
        $"""
            <startEvent id="s"/><callActivity id="c" calledElement="q">{loop}<ext><tw:in variable="start" value="n"/><tw:out name="sum" value="start + a.votes"/></ext></callActivity>
            <exclusiveGateway id="x" default="x-no"/><userTask id="yes"/><userTask id="no"/><flow path="s c x no"/><flow path="x yes" when="c.sum == 12"/>
            """;

    [Fact]
    public void It_runs_another_process_of_the_file_and_goes_on_when_that_is_complete() =>
        Scenario
            .Given(Caller, beside: Plain)
            .Start()
            .Waits("a")
            .Complete("a")
            .Waits("z")
            .Complete("z")
            .Ended(ProcessStatus.Completed, "e");

    [Fact]
    public void What_it_gives_goes_in_and_what_it_results_in_comes_out_and_nothing_else() =>
        Scenario
            .Given(AdderCall(), Number, beside: Adder)
            .Start(("n", DataValue.Of(5)))
            .Complete("a", null, ("votes", DataValue.Of(7)))
            .Waits("yes")
            .Holds("c.sum", DataValue.Of(12))
            .Holds("start", null)
            .Holds("a.votes", null);

    [Fact]
    public void A_gate_shows_what_a_called_process_that_still_runs_has_recorded_and_not_what_an_earlier_one_left()
    {
        var publication = Process(
            "q",
            """<startEvent id="qs"/><userTask id="a"><ext><tw:form><tw:field id="number"/></tw:form></ext></userTask><userTask id="b"/><endEvent id="qe"/><flow path="qs a b qe"/>""",
            ""
        );
        var scenario = Scenario
            .Given(
                """
                <startEvent id="s"/><callActivity id="c" calledElement="q"><ext><tw:out name="number" value="a.number"/></ext></callActivity>
                <exclusiveGateway id="x" default="x-c"/><endEvent id="e"/><flow path="s c x c"/><flow path="x e" when="c.number == 'none'"/>
                """,
                """<tw:gate id="signing"><tw:condition id="published" when="has(c.number)" evidence="c.number"/></tw:gate>""",
                beside: publication
            )
            .Start();
        Assert.Null(Shown(scenario).Value);

        scenario.Complete("a", null, ("number", DataValue.Of("7/2023")));
        Assert.Equal(new GateEvidence("c.number", DataType.Text, DataValue.Of("7/2023")), Shown(scenario));

        scenario.Complete("b");
        Assert.Null(Shown(scenario).Value);
    }

    [Fact]
    public void A_result_without_a_value_is_forgotten_so_that_none_of_an_earlier_call_is_read() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><callActivity id="c" calledElement="q"><ext><tw:in variable="start" value="n"/><tw:out name="sum" value="start + a.votes"/></ext></callActivity>
                <userTask id="again"/><flow path="s c again c"/>
                """,
                Number,
                beside: Adder
            )
            .Start(("n", DataValue.Of(5)))
            .Complete("a", null, ("votes", DataValue.Of(7)))
            .Holds("c.sum", DataValue.Of(12))
            .Complete("again")
            .Complete("a")
            .Holds("c.sum", null);

    [Fact]
    public void A_value_that_is_not_known_outside_is_not_known_inside() =>
        Scenario
            .Given(
                """<startEvent id="s"/><userTask id="ask"><ext><tw:form><tw:field id="n" type="integer"/></tw:form></ext></userTask><callActivity id="c" calledElement="q"><ext><tw:in variable="start" value="ask.n"/></ext></callActivity><flow path="s ask c"/>""",
                beside: Adder
            )
            .Start()
            .Complete("ask")
            .Waits("a")
            .Then(s => Assert.DoesNotContain(s.State.Scopes.Values, scope => scope.Data.ContainsKey("start")));

    [Fact]
    public void A_result_that_cannot_be_computed_keeps_the_call_with_an_incident_and_a_retry_asks_again() =>
        Scenario
            .Given(
                """<startEvent id="s"/><callActivity id="c" calledElement="q"><ext><tw:out name="day" value="today + a.days"/></ext></callActivity><userTask id="z"/><flow path="s c z"/>""",
                beside: Process(
                    "q",
                    """<startEvent id="qs"/><userTask id="a"><ext><tw:form><tw:field id="days" type="integer"/></tw:form></ext></userTask><flow path="qs a"/>"""
                )
            )
            .Start()
            .Complete("a", null, ("days", DataValue.Of(DataValue.Number.Largest)))
            .Incident("call-result", "c")
            .Retry()
            .Incident("call-result", "c")
            .Reads($"a.days={DataValue.Number.Largest}")
            .Correct(("a.days", DataValue.Of(3)))
            .Retry()
            .Waits("z")
            .Holds("c.day", DataValue.Of(new LocalDate(2022, 12, 12)));

    [Fact]
    public void The_token_of_a_call_whose_result_cannot_be_computed_may_be_moved_on() =>
        Scenario
            .Given(
                """<startEvent id="s"/><callActivity id="c" calledElement="q"><ext><tw:out name="day" value="today + a.days"/></ext></callActivity><userTask id="z"/><endEvent id="e"/><flow path="s c z e"/>""",
                beside: Process(
                    "q",
                    """<startEvent id="qs"/><userTask id="a"><ext><tw:form><tw:field id="days" type="integer"/></tw:form></ext></userTask><flow path="qs a"/>"""
                )
            )
            .Start()
            .Complete("a", null, ("days", DataValue.Of(DataValue.Number.Largest)))
            .Offers("c", "z", "e")
            .Move("z")
            .Waits("z")
            .NoIncident();

    [Fact]
    public void What_is_not_seen_from_inside_cannot_be_corrected_from_there() =>
        Scenario
            .Given(
                """<startEvent id="s"/><userTask id="ask"><ext><tw:form><tw:field id="n" type="integer"/></tw:form></ext></userTask><callActivity id="c" calledElement="q"/><flow path="s ask c"/>""",
                Number,
                beside: Process(
                    "q",
                    """<startEvent id="qs"/><exclusiveGateway id="x"/><userTask id="a"/><userTask id="b"/><flow path="qs x"/><flow path="x a" when="n == 1"/><flow path="x b" when="n == 2"/>"""
                )
            )
            .Start()
            .Complete("ask")
            .Incident("no-flow", "x")
            .Correct(("ask.n", DataValue.Of(1)))
            .Refused(RejectionCode.InvalidFields, "ask.n:Unknown")
            .Correct(("n", DataValue.Of(2)))
            .Holds("n", DataValue.Of(2))
            .Retry()
            .Waits("b");

    [Fact]
    public void It_sees_what_the_process_was_given_at_its_start_and_what_the_host_declares()
    {
        var host = new HostAbilities
        {
            Variables = ImmutableDictionary<string, DataType>.Empty.Add("town", DataType.Text),
        };
        var called = Process(
            "q",
            """
            <startEvent id="qs"/><exclusiveGateway id="x" default="x-no"/><userTask id="yes"/><userTask id="no"/>
            <flow path="qs x no"/><flow path="x yes" when="n == 5 and town == 'Brescia' and item == 'A'"/>
            """
        );
        var caller = """
            <startEvent id="s"/><callActivity id="c" calledElement="q"><multiInstanceLoopCharacteristics><ext><tw:items value="offices"/></ext></multiInstanceLoopCharacteristics></callActivity><flow path="s c"/>
            """;

        Scenario
            .Given(caller, Number + """<tw:list name="offices" items="A B"/>""", host, called)
            .Start(("n", DataValue.Of(5)), ("town", DataValue.Of("Brescia")))
            .Waits("yes", "no");
    }

    [Fact]
    public void A_variable_of_its_own_hides_the_one_of_the_same_name_outside_and_leaves_it_alone() =>
        Scenario
            .Given(
                Caller,
                Number,
                beside: Process(
                    "q",
                    """
                    <startEvent id="qs"><ext><tw:set variable="seen" value="has(n)"/></ext></startEvent><manualTask id="m"><ext><tw:set variable="n" value="9"/></ext></manualTask>
                    <exclusiveGateway id="x" default="x-no"/><userTask id="yes"/><userTask id="no"/><flow path="qs m x no"/><flow path="x yes" when="n == 9 and not seen"/>
                    """,
                    Number + """<tw:variable name="seen" type="flag"/>"""
                )
            )
            .Start(("n", DataValue.Of(5)))
            .Waits("yes")
            .Holds("n", DataValue.Of(5));

    [Fact]
    public void In_a_multi_instance_call_each_body_has_data_of_its_own_and_results_under_its_item() =>
        Scenario
            .Given(
                AdderCall(
                        """<multiInstanceLoopCharacteristics><ext><tw:items value="offices"/></ext></multiInstanceLoopCharacteristics>"""
                    )
                    .Replace("c.sum == 12", "c.sum.A == 12 and c.sum.B == 6", StringComparison.Ordinal),
                Number + """<tw:list name="offices" items="A B"/>""",
                beside: Adder
            )
            .Start(("n", DataValue.Of(5)))
            .Waits("a", "a")
            .Complete("a", null, ("votes", DataValue.Of(7)))
            .Complete("a", null, ("votes", DataValue.Of(1)))
            .Waits("yes")
            .Holds("c.sum.A", DataValue.Of(12))
            .Holds("c.sum.B", DataValue.Of(6));

    [Fact]
    public void A_process_may_be_called_from_two_places_at_once() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="f"/><callActivity id="c" calledElement="q"/><callActivity id="d" calledElement="q"/>
                <userTask id="y"/><userTask id="z"/><flow path="s f c y"/><flow path="f d z"/>
                """,
                beside: Plain
            )
            .Start()
            .Waits("a", "a")
            .Complete("a")
            .Waits("a", "y")
            .Complete("a")
            .Waits("y", "z");

    [Fact]
    public void A_called_process_may_call_another() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><callActivity id="c" calledElement="q"><ext><tw:in variable="m" value="n"/><tw:out name="x" value="d.y + 1"/></ext></callActivity><userTask id="z"/><flow path="s c z"/>
                """,
                Number,
                beside: Process(
                    "r",
                    """<startEvent id="rs"/><userTask id="b"/><flow path="rs b"/>""",
                    """<tw:variable name="k" type="number"/>"""
                )
                    + Process(
                        "q",
                        """<startEvent id="qs"/><callActivity id="d" calledElement="r"><ext><tw:in variable="k" value="m + 1"/><tw:out name="y" value="k + 1"/></ext></callActivity><flow path="qs d"/>""",
                        """<tw:variable name="m" type="number"/>"""
                    )
            )
            .Start(("n", DataValue.Of(1)))
            .Waits("b")
            .Complete("b")
            .Waits("z")
            .Holds("c.x", DataValue.Of(4));

    [Fact]
    public void A_loop_calls_again_each_time_with_data_of_its_own() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><callActivity id="c" calledElement="q"><ext><tw:in variable="start" value="n"/><tw:out name="sum" value="start + a.votes"/></ext>
                <standardLoopCharacteristics><loopCondition>c.sum &lt; 10</loopCondition></standardLoopCharacteristics></callActivity><userTask id="z"/><flow path="s c z"/>
                """,
                Number,
                beside: Adder
            )
            .Start(("n", DataValue.Of(5)))
            .Complete("a", null, ("votes", DataValue.Of(1)))
            .Waits("a")
            .Complete("a", null, ("votes", DataValue.Of(7)))
            .Waits("z")
            .Holds("c.sum", DataValue.Of(12));

    [Theory]
    [InlineData("error", "z2")]
    [InlineData("escalation", "z2")]
    public void What_it_throws_climbs_out_of_it(string kind, string rest) =>
        Scenario
            .Given(
                Caller
                    + $"""<boundaryEvent id="b" attachedToRef="c"><{kind}EventDefinition {kind}Ref="late"/></boundaryEvent><userTask id="z2"/><flow path="b z2"/>""",
                beside: Process(
                    "q",
                    $"""<startEvent id="qs"/><userTask id="a"/><userTask id="u"/><endEvent id="qe"><{kind}EventDefinition {kind}Ref="late"/></endEvent><flow path="qs a qe"/><flow path="qs u"/>"""
                )
            )
            .Start()
            .Complete("a")
            .Waits(rest);

    [Fact]
    public void An_error_is_caught_by_an_event_sub_process_of_the_called_process_first() =>
        Scenario
            .Given(
                Caller
                    + """<boundaryEvent id="b" attachedToRef="c"><errorEventDefinition/></boundaryEvent><userTask id="z2"/><flow path="b z2"/>""",
                beside: Process(
                    "q",
                    """
                    <startEvent id="qs"/><userTask id="a"/><endEvent id="qe"><errorEventDefinition errorRef="late"/></endEvent><flow path="qs a qe"/>
                    <subProcess id="esp" triggeredByEvent="true"><startEvent id="es"><errorEventDefinition errorRef="late"/></startEvent><userTask id="h"/><flow path="es h"/></subProcess>
                    """
                )
            )
            .Start()
            .Complete("a")
            .Waits("h")
            .Complete("h")
            .Waits("z");

    [Fact]
    public void Terminate_in_it_ends_it_only() =>
        Scenario
            .Given(
                Caller,
                beside: Process(
                    "q",
                    """<startEvent id="qs"/><userTask id="a"/><userTask id="u"/><endEvent id="qe"><terminateEventDefinition/></endEvent><flow path="qs a qe"/><flow path="qs u"/>"""
                )
            )
            .Start()
            .Waits("a", "u")
            .Complete("a")
            .Waits("z");

    [Fact]
    public void A_boundary_event_cancels_all_that_is_in_it() =>
        Scenario
            .Given(
                Caller
                    + """<boundaryEvent id="b" attachedToRef="c"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent><userTask id="z2"/><flow path="b z2"/>""",
                beside: Process(
                    "r",
                    """<startEvent id="rs"/><receiveTask id="m" messageRef="letter"/><flow path="rs m"/>"""
                )
                    + Process(
                        "q",
                        """
                        <startEvent id="qs"/><parallelGateway id="f"/><userTask id="a"/><callActivity id="d" calledElement="r"/><flow path="qs f a"/><flow path="f d"/>
                        <subProcess id="esp" triggeredByEvent="true"><startEvent id="es" isInterrupting="false"><signalEventDefinition signalRef="sig"/></startEvent><userTask id="h"/><flow path="es h"/></subProcess>
                        """
                    )
            )
            .Start()
            .Waits("a", "m")
            .Listens("m")
            .ListensForSignals("es")
            .Fire("b")
            .Waits("z2")
            .Listens()
            .ListensForSignals()
            .Timers();

    [Fact]
    public void Messages_signals_and_timers_reach_into_it() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="f"/><callActivity id="c" calledElement="q"><ext><tw:in variable="who" value="'Kaunas'"/></ext></callActivity><userTask id="t"/>
                <intermediateThrowEvent id="go"><signalEventDefinition signalRef="sig"/></intermediateThrowEvent><endEvent id="e"/><flow path="s f c"/><flow path="f t go e"/>
                """,
                beside: Process(
                    "q",
                    """
                    <startEvent id="qs"/><parallelGateway id="qf"/><receiveTask id="m" messageRef="letter"><ext><tw:key value="who"/></ext></receiveTask><userTask id="x"/>
                    <intermediateCatchEvent id="w"><signalEventDefinition signalRef="sig"/></intermediateCatchEvent><userTask id="y"/>
                    <flow path="qs qf m x"/><flow path="qf w y"/>
                    """,
                    """<tw:variable name="who"/>"""
                )
            )
            .Start()
            .Listens("m:Kaunas")
            .Receive("letter", "Kaunas")
            .Waits("t", "w", "x")
            .Complete("t")
            .Waits("x", "y");

    [Fact]
    public void A_script_in_it_writes_its_own_variables_only()
    {
        var host = new HostAbilities { ScriptFormats = [""] };
        var called = Process(
            "q",
            """<startEvent id="qs"/><scriptTask id="w"><script>1</script></scriptTask><flow path="qs w"/>""",
            """<tw:variable name="k" type="number"/>"""
        );

        Scenario
            .Given(
                """<startEvent id="s"/><callActivity id="c" calledElement="q"><ext><tw:out name="k" value="k"/></ext></callActivity><userTask id="z"/><flow path="s c z"/>""",
                Number,
                host,
                called
            )
            .Start()
            .Serve("w", ("n", DataValue.Of(1)))
            .Refused(RejectionCode.InvalidFields, "n:Unknown")
            .Serve("w", ("k", DataValue.Of(2)))
            .Waits("z")
            .Holds("c.k", DataValue.Of(2));
    }

    [Fact]
    public void A_deadline_in_it_counts_from_what_it_knows() =>
        Scenario
            .Given(
                """<startEvent id="s"/><callActivity id="c" calledElement="q"><ext><tw:in variable="day" value="date('2022-12-01')"/></ext></callActivity><flow path="s c"/>""",
                beside: Process(
                    "q",
                    """<startEvent id="qs"/><userTask id="a"><ext><tw:form><tw:deadline amount="10" unit="days" from="day"/></tw:form></ext></userTask><flow path="qs a"/>""",
                    """<tw:variable name="day" type="date"/>"""
                )
            )
            .Start()
            .Then(s => Assert.Equal(new LocalDate(2022, 12, 11), s.Element("a").Deadline!.Last));
}
