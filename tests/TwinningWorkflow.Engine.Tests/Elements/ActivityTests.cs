using NodaTime;

namespace TwinningWorkflow.Engine.Tests.Elements;

public sealed class ActivityTests
{
    [Fact]
    public void A_send_task_tells_what_was_true_when_it_sent_and_where_it_goes_instead() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/>
                <sendTask id="first" messageRef="notice"><ext><tw:send to="DARA" address="a.address" facts="number a.address"/></ext></sendTask>
                <userTask id="a"><ext><tw:form><tw:field id="address"/></tw:form></ext></userTask>
                <sendTask id="again" messageRef="notice"><ext><tw:send to="DARA" address="a.address" facts="number a.address"/></ext></sendTask>
                <userTask id="b"/>
                <flow path="s first a again b"/>
                """,
                """<tw:variable name="number" type="text"/>"""
            )
            .Start(("number", DataValue.Of("12/2022")))
            .Then(s =>
            {
                var sent = Assert.Single(s.Of<MessageSent>());
                Assert.Equal(("DARA", ""), (sent.Recipient, sent.Address));
                Assert.Equal([KeyValuePair.Create("number", DataValue.Of("12/2022"))], sent.Facts);
            })
            .Complete("a", null, ("address", DataValue.Of("nuovo@dara.example")))
            .Then(s =>
            {
                var sent = Assert.Single(s.Of<MessageSent>());
                Assert.Equal("nuovo@dara.example", sent.Address);
                Assert.Equal(["a.address", "number"], sent.Facts.Keys.Order(StringComparer.Ordinal));
            });

    [Fact]
    public void An_activity_with_two_incoming_flows_runs_once_for_each_token() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="fork"/>
                <manualTask id="left"/><manualTask id="right"/><userTask id="a"/><endEvent id="e"/>
                <flow path="s fork left a e"/><flow path="fork right a"/>
                """
            )
            .Start()
            .Waits("a", "a")
            .Complete("a")
            .Waits("a")
            .Complete("a")
            .Ended(ProcessStatus.Completed, "e");

    [Theory]
    [InlineData(5, "always big")]
    [InlineData(50, "always big huge")]
    [InlineData(1, "always otherwise")]
    public void Every_true_flow_behind_an_activity_is_taken_and_the_default_only_when_no_condition_is_true(
        long amount,
        string reached
    ) =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><manualTask id="m" default="m-otherwise"/>
                <userTask id="always"/><userTask id="big"/><userTask id="huge"/><userTask id="otherwise"/>
                <flow path="s m always"/><flow path="m big" when="amount &gt; 2"/>
                <flow path="m huge" when="amount &gt; 20"/><flow path="m otherwise"/>
                """,
                """<tw:variable name="amount" type="number"/>"""
            )
            .Start(("amount", DataValue.Of(amount)))
            .Waits(reached.Split(' '));

    [Fact]
    public void An_activity_none_of_whose_flows_is_true_keeps_its_token_at_an_incident_and_a_retry_does_not_redo_the_step() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/>
                <userTask id="a"><ext><tw:form><tw:field id="n" type="integer"/></tw:form></ext></userTask>
                <userTask id="b"/><userTask id="c"/>
                <flow path="s a"/><flow path="a b" when="a.n &gt; 1"/><flow path="a c" when="a.n &gt; 2"/>
                """
            )
            .Start()
            .Complete("a", null, ("n", DataValue.Of(1)))
            .Incident("leaving-no-flow", "a")
            .Waits("a")
            .Retry()
            .Incident("leaving-no-flow", "a")
            .Then(s => Assert.Empty(s.Of<TaskOpened>()))
            .Then(s =>
            {
                var stopped = s.Element("a").Id;
                s.When((at, who) => new CompleteTask(at, who, stopped, null, s.State.Data))
                    .Refused(RejectionCode.TaskNotOpen);
            });

    [Fact]
    public void A_task_opens_with_the_sequence_of_its_event_as_its_id_and_with_its_role_and_deadline()
    {
        var scenario = Scenario
            .Given(
                """
                <startEvent id="s"/>
                <userTask id="a"><ext><tw:form role="clerk"><tw:deadline amount="30" unit="days"/></tw:form></ext></userTask>
                <flow path="s a"/>
                """
            )
            .Start();

        var opened = Assert.Single(scenario.Of<TaskOpened>());
        var sequence = scenario.Journal.ToList().IndexOf(opened) + 1;
        Assert.Equal(sequence, scenario.Element("a").Id);
        Assert.Equal("clerk", opened.Role);
        Assert.Equal(new LocalDate(2023, 1, 8), opened.Deadline!.Last);
        Assert.Equal(scenario.Journal.Count, scenario.State.Sequence);
    }

    [Fact]
    public void Hours_run_from_the_instant_at_which_the_task_opens_and_no_calendar_counts_them_again()
    {
        var scenario = Scenario
            .Given(
                """
                <startEvent id="s"/><userTask id="a"><ext><tw:form><tw:deadline amount="24" unit="hours"/></tw:form></ext></userTask>
                <userTask id="b"><ext><tw:form><tw:deadline amount="3"/></tw:form></ext></userTask><parallelGateway id="g"/>
                <flow path="s g a"/><flow path="g b"/>
                """
            )
            .Start();
        var opened = scenario.Now;

        Assert.Equal(opened + Duration.FromHours(24), scenario.Element("a").Deadline!.Due);
        scenario
            .At(opened + Duration.FromHours(1))
            .Closed(days: 1)
            .When((at, who) => new RecountTerms(at, who) { Reason = "closed" })
            .Then(s => Assert.Equal("b", Assert.Single(s.Of<TermRecounted>()).Node));
        Assert.Equal(opened + Duration.FromHours(24), scenario.Element("a").Deadline!.Due);
    }

    [Fact]
    public void A_term_by_the_partner_s_calendar_may_ask_for_the_data_of_the_process_and_another_may_not()
    {
        var scenario = Scenario
            .Given(
                """
                <startEvent id="s"/><userTask id="a"><ext><tw:form><tw:deadline amount="30" calendar="partner"/></tw:form></ext></userTask>
                <userTask id="b"><ext><tw:form><tw:deadline amount="30" calendar="LT"/></tw:form></ext></userTask><parallelGateway id="g"/>
                <flow path="s g a"/><flow path="g b"/>
                """,
                """<tw:variable name="dossier.partnerCountry" type="text"/>"""
            )
            .Start(("dossier.partnerCountry", DataValue.Of("LT")));

        Assert.Equal("LT", scenario.Element("a").Deadline!.Calendar);
        Assert.Null(scenario.Element("b").Deadline!.Calendar);
    }

    [Fact]
    public void A_task_whose_deadline_counts_from_an_unknown_date_opens_without_one() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/>
                <userTask id="a"><ext><tw:form><tw:deadline amount="3" from="begun"/></tw:form></ext></userTask>
                <flow path="s a"/>
                """,
                """<tw:variable name="begun" type="date"/>"""
            )
            .Start()
            .Waits("a")
            .Then(s => Assert.Null(s.Element("a").Deadline));

    [Fact]
    public void A_deadline_that_lies_beyond_the_calendar_is_an_incident() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/>
                <userTask id="a"><ext><tw:form><tw:deadline amount="3" from="begun"/></tw:form></ext></userTask>
                <flow path="s a"/>
                """,
                """<tw:variable name="begun" type="date"/>"""
            )
            .Start(("begun", DataValue.Of(new LocalDate(9999, 12, 31))))
            .Incident("date-range", "a");

    [Fact]
    public void A_manual_task_is_passed_at_once_and_painted() =>
        Scenario
            .Given("""<startEvent id="s"/><manualTask id="m"/><endEvent id="e"/><flow path="s m e"/>""")
            .Start()
            .Ended(ProcessStatus.Completed, "e")
            .Then(s => Assert.Equal(["s", "s-m", "m", "m-e", "e"], Assert.Single(s.Of<FlowsTaken>()).Flows));

    [Fact]
    public void A_send_task_asks_the_host_to_send_and_goes_on() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/>
                <sendTask id="m" messageRef="notice"><ext><tw:send to="REGIONE" template="n"/></ext></sendTask>
                <userTask id="a"/><flow path="s m a"/>
                """
            )
            .Start()
            .Waits("a")
            .Then(s => Assert.Equal(new MessageSent("m", "notice", "REGIONE"), Assert.Single(s.Of<MessageSent>())));

    [Fact]
    public void What_is_sent_inside_a_multi_instance_body_goes_to_its_item_when_the_file_names_nobody() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/>
                <subProcess id="each"><multiInstanceLoopCharacteristics><ext><tw:items value="towns"/></ext></multiInstanceLoopCharacteristics>
                  <startEvent id="is"/><sendTask id="tell" messageRef="notice"/>
                  <endEvent id="ie"><messageEventDefinition messageRef="done"/></endEvent><flow path="is tell ie"/>
                </subProcess>
                <flow path="s each"/>
                """,
                """<tw:list name="towns" items="KAUNAS TROYES"/>"""
            )
            .Start()
            .Ended(ProcessStatus.Completed, "p-end")
            .Then(s =>
                Assert.Equal(
                    ["done KAUNAS", "done TROYES", "notice KAUNAS", "notice TROYES"],
                    s.Of<MessageSent>().Select(m => $"{m.Message} {m.Recipient}").Order()
                )
            );

    [Fact]
    public void A_receive_task_waits_for_its_message_and_keeps_what_it_brought() =>
        Scenario
            .Given(
                """<startEvent id="s"/><receiveTask id="r" messageRef="act"/><endEvent id="e"/><flow path="s r e"/>"""
            )
            .Start()
            .Waits("r")
            .Listens("r")
            .Receive("act", null, ("number", DataValue.Of("FITTIZIO 1")))
            .Ended(ProcessStatus.Completed, "e")
            .Holds("r.number", DataValue.Of("FITTIZIO 1"));

    [Fact]
    public void Values_of_an_earlier_round_of_a_step_are_forgotten_when_it_is_done_again() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/>
                <userTask id="a"><ext><tw:form><tw:outcome id="again"/><tw:outcome id="done"/><tw:field id="note"/></tw:form></ext></userTask>
                <exclusiveGateway id="x" default="x-e"/><endEvent id="e"/>
                <flow path="s a x e"/><flow path="x a" when="a.outcome == 'again'"/>
                """
            )
            .Start()
            .Complete("a", "again", ("note", DataValue.Of("first")))
            .Holds("a.note", DataValue.Of("first"))
            .Complete("a", "done")
            .Holds("a.note", null)
            .Holds("a.outcome", DataValue.Of("done"));

    [Fact]
    public void Assignments_of_a_node_are_made_at_once_when_it_is_left() =>
        Scenario
            .Given(
                """
                <startEvent id="s"><ext><tw:set variable="a" value="1"/><tw:set variable="b" value="2"/></ext></startEvent>
                <manualTask id="swap"><ext><tw:set variable="a" value="b"/><tw:set variable="b" value="a"/></ext></manualTask>
                <endEvent id="e"><ext><tw:set variable="c" value="a + 10"/></ext></endEvent>
                <flow path="s swap e"/>
                """,
                """<tw:variable name="a" type="number"/><tw:variable name="b" type="number"/><tw:variable name="c" type="number"/>"""
            )
            .Start()
            .Holds("a", DataValue.Of(2))
            .Holds("b", DataValue.Of(1))
            .Holds("c", DataValue.Of(12));

    [Fact]
    public void An_assignment_without_a_value_stops_the_token_and_a_retry_makes_it_once_the_value_is_there() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="fork"/>
                <manualTask id="m"><ext><tw:set variable="a" value="u.n + 1"/></ext></manualTask>
                <userTask id="u"><ext><tw:form><tw:field id="n" type="integer"/></tw:form></ext></userTask>
                <endEvent id="e"/>
                <flow path="s fork m e"/><flow path="fork u"/>
                """,
                """<tw:variable name="a" type="number"/>"""
            )
            .Start()
            .Incident("leaving-expression", "m")
            .Waits("m", "u")
            .Complete("u", null, ("n", DataValue.Of(4)))
            .Waits("m")
            .Retry()
            .Ended(ProcessStatus.Completed, "e")
            .Holds("a", DataValue.Of(5));
}
