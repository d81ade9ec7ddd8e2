using System.Collections.Immutable;
using NodaTime;

namespace TwinningWorkflow.Engine.Tests.Requests;

/// <summary>A correction makes the record what it would be, had the value been right when it was recorded.</summary>
public sealed class RetoldCorrectionTests
{
    /// <summary>A sitting that may be postponed, and that raises the very day before which it cannot be.</summary>
    private const string Sitting = """
        <startEvent id="s"><ext><tw:set variable="from" value="date('2022-12-01')"/></ext></startEvent>
        <userTask id="sit"><ext><tw:form>
          <tw:outcome id="held"/><tw:outcome id="postponed"/>
          <tw:field id="on" type="date" required="true" notBefore="from" notAfter="today"/>
        </tw:form><tw:set variable="from" value="sit.on"/></ext></userTask>
        <exclusiveGateway id="held" default="held-keep"/>
        <userTask id="keep"/><endEvent id="e"/>
        <flow path="s sit held"/><flow path="held keep e"/>
        <flow path="held sit" when="sit.outcome == 'postponed'"/>
        """;

    private const string From = """<tw:variable name="from" type="date"/>""";

    /// <summary>Two flags and a date by which ways part: at once, in a called process, and only later.</summary>
    private const string Ways = """
        <startEvent id="s"/>
        <userTask id="record"><ext><tw:form>
          <tw:field id="quick" type="flag" required="true"/><tw:field id="abroad" type="flag" required="true"/>
          <tw:field id="urgent" type="flag" required="true"/><tw:field id="on" type="date" required="true"/><tw:field id="note"/>
        </tw:form></ext></userTask>
        <exclusiveGateway id="early" default="early-met"/>
        <manualTask id="hurry"/><exclusiveGateway id="met"/>
        <callActivity id="publish" calledElement="publishing"><ext><tw:in variable="immediate" value="record.quick"/></ext></callActivity>
        <userTask id="plan"/>
        <exclusiveGateway id="where" default="where-host"/>
        <userTask id="travel"/><userTask id="host"/><endEvent id="e"/><endEvent id="f"/>
        <flow path="s record early"/><flow path="early met"/>
        <flow path="early hurry" when="record.on &lt; date('2022-12-05')"/><flow path="hurry met"/>
        <flow path="met publish plan where"/>
        <flow path="where host e"/><flow path="where travel" when="record.abroad"/><flow path="travel f"/>
        """;

    private const string Publishing = """
        <process id="publishing">
          <ext><tw:process><tw:variable name="immediate" type="flag"/></tw:process></ext>
          <startEvent id="ps"/><exclusiveGateway id="fast" default="fast-post"/>
          <userTask id="post"/><userTask id="skip"/><endEvent id="pe"/><endEvent id="pf"/>
          <flow path="ps fast"/><flow path="fast post pe"/><flow path="fast skip" when="immediate"/><flow path="skip pf"/>
        </process>
        """;

    /// <summary>A delivery from which a chain of values is computed, in a called process too, and a term that has its end.</summary>
    private const string Window = """
        <startEvent id="s"/>
        <userTask id="record"><ext><tw:form><tw:field id="on" type="date" required="true" notAfter="today"/><tw:field id="note"/></tw:form>
          <tw:set variable="day" value="record.on + 1"/></ext></userTask>
        <manualTask id="count"><ext><tw:set variable="next" value="day + 1"/></ext></manualTask>
        <callActivity id="post" calledElement="posting"><ext><tw:in variable="from" value="next"/><tw:out name="until" value="until"/></ext></callActivity>
        <intermediateCatchEvent id="window"><ext><tw:set variable="closedOn" value="due"/></ext>
          <timerEventDefinition><ext><tw:term amount="30" unit="days" from="record.on"/></ext></timerEventDefinition></intermediateCatchEvent>
        <userTask id="sign"><ext><tw:form gate="signing"/></ext></userTask>
        <endEvent id="e"/><flow path="s record count post window sign e"/>
        """;

    private const string Posting = """
        <process id="posting">
          <ext><tw:process><tw:variable name="from" type="date"/><tw:variable name="until" type="date"/></tw:process></ext>
          <startEvent id="ps"/><manualTask id="add"><ext><tw:set variable="until" value="from + 10"/></ext></manualTask>
          <userTask id="hang"/><endEvent id="pe"/><flow path="ps add hang pe"/>
        </process>
        """;

    private const string Days = """
        <tw:variable name="day" type="date"/><tw:variable name="next" type="date"/><tw:variable name="closedOn" type="date"/>
        """;

    /// <summary>A notice whose days bound one another, both ways, and one that is bound by nothing in it.</summary>
    private const string Notice = """
        <startEvent id="s"/>
        <userTask id="notice"><ext><tw:form>
          <tw:field id="from" type="date"/><tw:field id="to" type="date" notBefore="notice.from"/>
          <tw:field id="sentOn" type="date" notAfter="notice.heldOn"/><tw:field id="heldOn" type="date" notAfter="today"/>
        </tw:form></ext></userTask>
        <userTask id="wait"/><endEvent id="e"/><flow path="s notice wait e"/>
        """;

    private static readonly LocalDate Told = new(2022, 12, 5);

    private static string Gate(string when) =>
        $"""{Days}<tw:gate id="signing"><tw:condition id="over" when="{when}"><tw:label>x</tw:label><tw:cure>x</tw:cure></tw:condition></tw:gate>""";

    private static DataValue Day(int month, int day, int year = 2022) => DataValue.Of(new LocalDate(year, month, day));

    private static Scenario Correct(Scenario scenario, string name, DataValue value) =>
        scenario.When(
            (at, who) =>
                new CorrectData(at, who, null, ImmutableDictionary<string, DataValue>.Empty.Add(name, value))
                {
                    Reason = "typed wrong",
                }
        );

    [Fact]
    public void A_date_is_corrected_to_an_earlier_one_though_its_own_step_raised_the_bound() =>
        Correct(Scenario.Given(Sitting, From).Start().Complete("sit", "held", ("on", Day(12, 7))), "sit.on", Day(12, 3))
            .Holds("sit.on", Day(12, 3))
            .Holds("from", Day(12, 3))
            .When((at, who) => Correction(at, who, "sit.on", Day(11, 30)))
            .Refused(RejectionCode.InvalidFields, "sit.on:TooEarly:2022-12-01");

    [Fact]
    public void In_a_further_round_the_bound_is_what_the_round_before_left() =>
        Correct(
                Scenario
                    .Given(Sitting, From)
                    .Start()
                    .Complete("sit", "postponed", ("on", Day(12, 5)))
                    .Complete("sit", "held", ("on", Day(12, 8))),
                "sit.on",
                Day(12, 4)
            )
            .Refused(RejectionCode.InvalidFields, "sit.on:TooEarly:2022-12-05")
            .When((at, who) => Correction(at, who, "sit.on", Day(12, 6)))
            .Holds("from", Day(12, 6));

    [Theory]
    [InlineData("record.quick", "fast")]
    [InlineData("record.on", "early")]
    public void A_value_by_which_another_way_would_have_been_taken_is_refused(string name, string node) =>
        Correct(OnTheWay(), name, name == "record.on" ? Day(12, 4) : DataValue.Of(true))
            .Refused(RejectionCode.InvalidFields, $"{name}:DecidedTheWay:{node}");

    [Fact]
    public void What_parts_no_way_or_not_yet_is_corrected() =>
        Correct(OnTheWay(), "record.on", Day(12, 7))
            .Holds("record.on", Day(12, 7))
            .When((at, who) => Correction(at, who, "record.urgent", DataValue.Of(true)))
            .Holds("record.urgent", DataValue.Of(true))
            .When((at, who) => Correction(at, who, "record.abroad", DataValue.Of(true)))
            .Holds("record.abroad", DataValue.Of(true))
            .Complete("post")
            .Complete("plan")
            .Waits("travel")
            .When((at, who) => Correction(at, who, "record.abroad", DataValue.Of(false)))
            .Refused(RejectionCode.InvalidFields, "record.abroad:DecidedTheWay:where");

    [Fact]
    public void Of_several_that_are_corrected_together_those_are_named_that_parted_the_way() =>
        OnTheWay()
            .When(
                (at, who) =>
                    new CorrectData(
                        at,
                        who,
                        null,
                        ImmutableDictionary<string, DataValue>
                            .Empty.Add("record.note", DataValue.Of("by post"))
                            .Add("record.quick", DataValue.Of(true))
                    )
                    {
                        Reason = "typed wrong",
                    }
            )
            .Refused(RejectionCode.InvalidFields, "record.quick:DecidedTheWay:fast");

    [Theory]
    [InlineData(8, 1)]
    [InlineData(9, 9)]
    public void Of_very_many_that_are_corrected_together_all_are_named(int many, int named) =>
        Many(many)
            .When(
                (at, who) =>
                    Correction(at, who, "record.f1", DataValue.Of(true)) with
                    {
                        Values = Enumerable
                            .Range(1, many)
                            .ToImmutableDictionary(i => $"record.f{i}", _ => (DataValue)DataValue.Of(true)),
                    }
            )
            .Refused(
                RejectionCode.InvalidFields,
                [.. Enumerable.Range(1, named).Select(i => $"record.f{i}:DecidedTheWay:which")]
            );

    [Fact]
    public void What_was_computed_from_it_through_others_and_a_called_process_is_computed_again() =>
        Correct(
                Scenario
                    .Given(Window, Gate("closedOn &lt;= today"), beside: Posting)
                    .Start()
                    .Complete("record", null, ("on", DataValue.Of(Told)), ("note", DataValue.Of("x"))),
                "record.on",
                Day(12, 7)
            )
            .Holds("day", Day(12, 8))
            .Holds("next", Day(12, 9))
            .Then(s =>
            {
                var posting = Assert.Single(s.State.Scopes.Values, x => x.Called).Data;
                Assert.Equal((Day(12, 9), Day(12, 19)), (posting["from"], posting["until"]));
                Assert.Equal(
                    ["day next", "from until"],
                    s.Of<DataRecomputed>().Select(x => string.Join(' ', x.After.Keys.Order(StringComparer.Ordinal)))
                );
                Assert.All(s.Of<DataRecomputed>(), x => Assert.Empty(x.Left));
            })
            .Complete("hang")
            .Holds("post.until", Day(12, 19))
            .When((at, who) => Correction(at, who, "record.on", Day(12, 6)))
            .Holds("post.until", Day(12, 18))
            .When((at, who) => Correction(at, who, "record.note", DataValue.Of("y")))
            .Then(s => Assert.Empty(s.Of<DataRecomputed>()));

    [Fact]
    public void A_term_that_is_over_and_would_run_still_closes_the_gate_that_reads_its_end_until_then() =>
        Correct(Over(Gate("closedOn &lt;= today")).At("2023-01-10T09:00:00Z"), "record.on", Day(12, 20))
            .Holds("closedOn", Day(1, 20, 2023))
            .At("2023-01-19T22:00:00Z")
            .Complete("sign")
            .Refused(RejectionCode.GateClosed, "over:GateCondition")
            .At("2023-01-19T23:00:00Z")
            .Complete("sign")
            .Then(s => Assert.Equal(ProcessStatus.Completed, s.State.Status));

    [Fact]
    public void Where_nothing_would_wait_for_it_the_correction_is_refused_until_the_term_is_over() =>
        Correct(Over(Gate("has(closedOn)")).At("2023-01-10T09:00:00Z"), "record.on", Day(12, 20))
            .Refused(RejectionCode.InvalidFields, "record.on:TermStillRuns:2023-01-19")
            // one that is over by the new value too
            .When((at, who) => Correction(at, who, "record.on", Day(12, 7)))
            .Holds("closedOn", Day(1, 7, 2023))
            .At("2023-01-20T09:00:00Z")
            .When((at, who) => Correction(at, who, "record.on", Day(12, 20)))
            .Holds("closedOn", Day(1, 20, 2023));

    [Theory]
    [InlineData("from", 21, "to")]
    [InlineData("heldOn", 5, "sentOn")]
    public void The_other_values_of_the_very_form_are_held_to_the_corrected_one(string field, int day, string other) =>
        Correct(Noticed(), $"notice.{field}", Day(12, day))
            .Refused(RejectionCode.InvalidFields, $"notice.{field}:OtherField:notice.{other}")
            .When((at, who) => Correction(at, who, $"notice.{field}", Day(12, 7)))
            .Holds($"notice.{field}", Day(12, 7));

    [Fact]
    public void Values_that_bound_one_another_are_corrected_together() =>
        Noticed()
            .When(
                (at, who) =>
                    Correction(at, who, "notice.from", Day(12, 21)) with
                    {
                        Values = ImmutableDictionary<string, DataValue>
                            .Empty.Add("notice.from", Day(12, 21))
                            .Add("notice.to", Day(12, 22)),
                    }
            )
            .Holds("notice.from", Day(12, 21))
            .Holds("notice.to", Day(12, 22));

    [Fact]
    public void A_term_that_is_over_and_was_counted_by_another_calendar_than_todays_stays_and_is_named() =>
        Correct(Over(Gate("closedOn &lt;= today")).At("2023-01-20T09:00:00Z").Closed(days: 1), "record.on", Day(12, 7))
            .Holds("record.on", Day(12, 7))
            .Holds("day", Day(12, 8))
            .Holds("closedOn", Day(1, 5, 2023))
            .Then(s => Assert.Equal(["closedOn"], s.Of<DataRecomputed>().SelectMany(x => x.Left)))
            // back at the day that was recorded it ends as it was recorded
            .When((at, who) => Correction(at, who, "record.on", DataValue.Of(Told)))
            .Holds("closedOn", Day(1, 5, 2023))
            .Then(s => Assert.All(s.Of<DataRecomputed>(), x => Assert.Empty(x.Left)));

    [Fact]
    public void A_term_that_would_run_still_is_counted_by_todays_calendar_as_all_that_run_are() =>
        Correct(Over(Gate("closedOn &lt;= today")).At("2023-01-10T09:00:00Z").Closed(days: 1), "record.on", Day(12, 20))
            .Holds("closedOn", Day(1, 21, 2023))
            .Then(s => Assert.All(s.Of<DataRecomputed>(), x => Assert.Empty(x.Left)));

    /// <summary>Two branches compute the same variable in the same step, by chance to the same day.</summary>
    [Fact]
    public void What_came_about_nobody_knows_how_is_named_and_left() =>
        Correct(
                Scenario
                    .Given(
                        """
                        <startEvent id="s"/>
                        <userTask id="record"><ext><tw:form><tw:field id="on" type="date"/><tw:field id="other" type="date"/></tw:form></ext></userTask>
                        <parallelGateway id="both"/>
                        <manualTask id="one"><ext><tw:set variable="day" value="record.on"/></ext></manualTask>
                        <manualTask id="two"><ext><tw:set variable="day" value="record.other"/></ext></manualTask>
                        <parallelGateway id="join"/>
                        <manualTask id="after"><ext><tw:set variable="next" value="day + 1"/></ext></manualTask>
                        <userTask id="wait"/><endEvent id="e"/>
                        <flow path="s record both one join after wait e"/><flow path="both two join"/>
                        """,
                        Days
                    )
                    .Start()
                    .Complete("record", null, ("on", Day(12, 5)), ("other", Day(12, 5))),
                "record.on",
                Day(12, 7)
            )
            .Holds("day", Day(12, 5))
            .Holds("next", Day(12, 6))
            .Then(s =>
            {
                var recomputed = Assert.Single(s.Of<DataRecomputed>());
                Assert.Equal(["day", "next"], recomputed.Left);
                Assert.Empty(recomputed.After);
            });

    [Fact]
    public void How_often_a_step_ran_was_decided_by_what_its_loop_reads() =>
        Correct(
                Scenario
                    .Given(
                        """
                        <startEvent id="s"/>
                        <userTask id="ask"><ext><tw:form><tw:field id="more" type="flag"/><tw:field id="note"/></tw:form></ext>
                          <standardLoopCharacteristics><loopCondition>ask.more</loopCondition></standardLoopCharacteristics></userTask>
                        <userTask id="wait"/><endEvent id="e"/><flow path="s ask wait e"/>
                        """
                    )
                    .Start()
                    .Complete("ask", null, ("more", DataValue.Of(true)))
                    .Complete("ask", null, ("more", DataValue.Of(false)), ("note", DataValue.Of("no"))),
                "ask.more",
                DataValue.Of(true)
            )
            .Refused(RejectionCode.InvalidFields, "ask.more:DecidedTheWay:ask")
            .When((at, who) => Correction(at, who, "ask.note", DataValue.Of("none")))
            .Holds("ask.note", DataValue.Of("none"));

    private static Scenario Over(string settings) =>
        Scenario
            .Given(Window, settings, beside: Posting)
            .At("2022-12-30T09:00:00Z")
            .Start()
            .Complete("record", null, ("on", DataValue.Of(Told)))
            .Complete("hang")
            .Fire("window")
            .Waits("sign");

    /// <summary>By the first of many flags ways have parted.</summary>
    private static Scenario Many(int flags)
    {
        var names = Enumerable.Range(1, flags).Select(i => $"f{i}").ToList();
        return Scenario
            .Given(
                $"""
                <startEvent id="s"/>
                <userTask id="record"><ext><tw:form>
                  {string.Concat(names.Select(name => $"<tw:field id=\"{name}\" type=\"flag\"/>"))}
                </tw:form></ext></userTask>
                <exclusiveGateway id="which" default="which-wait"/><userTask id="wait"/><userTask id="hurry"/>
                <endEvent id="e"/><endEvent id="f"/>
                <flow path="s record which"/><flow path="which wait e"/><flow path="hurry f"/>
                <flow path="which hurry" when="record.f1"/>
                """
            )
            .Start()
            .Complete("record", null, [.. names.Select(name => (name, (DataValue)DataValue.Of(false)))]);
    }

    private static Scenario Noticed() =>
        Scenario
            .Given(Notice)
            .Start()
            .Complete(
                "notice",
                null,
                ("from", Day(12, 19)),
                ("to", Day(12, 20)),
                ("sentOn", Day(12, 6)),
                ("heldOn", Day(12, 8))
            );

    private static Scenario OnTheWay() =>
        Scenario
            .Given(Ways, beside: Publishing)
            .Start()
            .Complete(
                "record",
                null,
                ("quick", DataValue.Of(false)),
                ("abroad", DataValue.Of(false)),
                ("urgent", DataValue.Of(false)),
                ("on", Day(12, 6)),
                ("note", DataValue.Of("by hand"))
            )
            .Waits("post");

    private static CorrectData Correction(Instant at, Actor who, string name, DataValue value) =>
        new(at, who, null, ImmutableDictionary<string, DataValue>.Empty.Add(name, value)) { Reason = "typed wrong" };
}
