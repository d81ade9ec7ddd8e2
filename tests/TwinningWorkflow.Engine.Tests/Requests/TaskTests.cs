using System.Collections.Immutable;
using NodaTime;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Tests.Requests;

public sealed class TaskTests
{
    private static Scenario Form(string form, string settings = "", string attributes = "") =>
        Scenario
            .Given(
                $"""
                <startEvent id="s"/><userTask id="a"><ext><tw:form {attributes}>{form}</tw:form></ext></userTask><endEvent id="e"/><flow path="s a e"/>
                """,
                settings
            )
            .Start();

    [Fact]
    public void A_task_is_done_once() =>
        Form("")
            .Then(s =>
            {
                var id = s.Element("a").Id;
                s.Complete("a").Ended(ProcessStatus.Completed, "e");
                s.When((at, who) => new CompleteTask(at, who, id, null, s.State.Data)).Refused(RejectionCode.Ended);
            });

    [Fact]
    public void What_is_no_open_task_is_refused() =>
        Form("")
            .When((at, who) => new CompleteTask(at, who, 1, null, ImmutableDictionary<string, DataValue>.Empty))
            .Refused(RejectionCode.TaskNotOpen);

    [Fact]
    public void A_task_is_done_by_its_own_role_alone() =>
        Form("", attributes: """role="mayor" """)
            .As("clerk")
            .Complete("a")
            .Refused(RejectionCode.NotYours)
            .As(Actor.SystemRole)
            .Complete("a")
            .Refused(RejectionCode.NotYours)
            .As("mayor")
            .Complete("a")
            .Ended(ProcessStatus.Completed, "e");

    [Fact]
    public void A_task_without_a_role_of_its_own_has_that_of_its_lane() =>
        Scenario
            .Given(
                """
                <laneSet id="ls"><lane id="l"><ext><tw:lane role="secretariat"/></ext><flowNodeRef>a</flowNodeRef></lane></laneSet>
                <startEvent id="s"/><userTask id="a"/><endEvent id="e"/><flow path="s a e"/>
                """
            )
            .Start()
            .Then(s => Assert.Equal("secretariat", Assert.Single(s.Of<TaskOpened>()).Role))
            .As("clerk")
            .Complete("a")
            .Refused(RejectionCode.NotYours);

    [Fact]
    public void An_outcome_must_be_one_of_those_offered() =>
        Form("""<tw:outcome id="approved"/><tw:outcome id="rejected"/>""")
            .Complete("a")
            .Refused(RejectionCode.InvalidFields, "outcome:Required")
            .Complete("a", "")
            .Refused(RejectionCode.InvalidFields, "outcome:Required")
            .Complete("a", "burnt")
            .Refused(RejectionCode.InvalidFields, "outcome:NotOffered:burnt")
            .Complete("a", "rejected")
            .Holds("a.outcome", DataValue.Of("rejected"));

    [Fact]
    public void An_outcome_is_refused_where_none_is_offered() =>
        Form("").Complete("a", "approved").Refused(RejectionCode.InvalidFields, "outcome:NotOffered:approved");

    [Fact]
    public void Required_fields_must_be_there_whatever_the_outcome_and_others_for_theirs_alone() =>
        Form(
                """
                <tw:outcome id="approved"/><tw:outcome id="postponed"/>
                <tw:field id="on" type="date" required="true"/><tw:field id="no" requiredFor="approved"/>
                """
            )
            .Complete("a", "approved")
            .Refused(RejectionCode.InvalidFields, "on:Required", "no:Required")
            .Complete("a", "postponed", ("on", DataValue.Of(new LocalDate(2022, 12, 9))))
            .Ended(ProcessStatus.Completed, "e");

    [Fact]
    public void A_blank_text_and_an_empty_list_are_no_values_where_one_is_required() =>
        Form(
                """<tw:field id="no" required="true"/><tw:field id="acts" type="files" required="true"/><tw:field id="note"/>"""
            )
            .Complete("a", null, ("no", DataValue.Of("  ")), ("acts", DataValue.Of()), ("note", DataValue.Of("")))
            .Refused(RejectionCode.InvalidFields, "no:Required", "acts:Required");

    public static TheoryData<string, DataValue, string> WrongValues =>
        new()
        {
            { """<tw:field id="f"/>""", DataValue.Of(1), "f:WrongType:Text" },
            { """<tw:field id="f" type="longText"/>""", DataValue.Of(true), "f:WrongType:Text" },
            { """<tw:field id="f" type="integer"/>""", DataValue.Of("1"), "f:WrongType:Number" },
            { """<tw:field id="f" type="money"/>""", DataValue.Of("1"), "f:WrongType:Number" },
            { """<tw:field id="f" type="flag"/>""", DataValue.Of("true"), "f:WrongType:Flag" },
            { """<tw:field id="f" type="date"/>""", DataValue.Of("2022-12-09"), "f:WrongType:Date" },
            { """<tw:field id="f" type="files"/>""", DataValue.Of("ab12"), "f:WrongType:List" },
            { """<tw:field id="f" type="textVersion"/>""", DataValue.Of("a", "b"), "f:WrongType:Text" },
            { """<tw:field id="f" personal="true"/>""", DataValue.Of("Anna"), "f:WrongType:Personal" },
            { """<tw:field id="f"/>""", new DataValue.Personal("r", "h"), "f:WrongType:Text" },
            { """<tw:field id="f" type="choice"><tw:choice id="x"/></tw:field>""", DataValue.Of("y"), "f:NotOffered" },
            { """<tw:field id="f" maxLength="3"/>""", DataValue.Of("four"), "f:TooLong:3" },
            { """<tw:field id="f"/>""", DataValue.Of(new string('x', 201)), "f:TooLong:200" },
            { """<tw:field id="f" type="integer" notBefore="3"/>""", DataValue.Of(2), "f:TooEarly:3" },
            { """<tw:field id="f" type="integer" notAfter="3"/>""", DataValue.Of(4), "f:TooLate:3" },
            {
                """<tw:field id="f" type="date" notBefore="today"/>""",
                DataValue.Of(new LocalDate(2022, 12, 8)),
                "f:TooEarly:2022-12-09"
            },
            {
                """<tw:field id="f" type="date" notAfter="today + 1"/>""",
                DataValue.Of(new LocalDate(2022, 12, 11)),
                "f:TooLate:2022-12-10"
            },
            { """<tw:field id="f" differs="'12/2022'"/>""", DataValue.Of("12/2022"), "f:Same:12/2022" },
            { """<tw:field id="f" type="integer" differs="3"/>""", DataValue.Of(3), "f:Same:3" },
            { """<tw:field id="g"/>""", DataValue.Of("x"), "f:Unknown" },
        };

    [Theory]
    [MemberData(nameof(WrongValues))]
    public void A_wrong_value_is_refused_beside_its_field_and_nothing_is_written(
        string form,
        DataValue value,
        string problem
    ) => Form(form).Complete("a", null, ("f", value)).Refused(RejectionCode.InvalidFields, problem).StillOpen("a");

    [Fact]
    public void Every_problem_is_told_at_once() =>
        Form("""<tw:field id="one" required="true"/><tw:field id="two" type="integer"/>""")
            .Complete("a", null, ("two", DataValue.Of("2")), ("three", DataValue.Of(3)))
            .Refused(RejectionCode.InvalidFields, "one:Required", "two:WrongType:Number", "three:Unknown");

    [Fact]
    public void A_bound_that_rests_on_a_missing_value_binds_nobody() =>
        Form("""<tw:field id="f" type="date" notBefore="begun"/>""", """<tw:variable name="begun" type="date"/>""")
            .Complete("a", null, ("f", DataValue.Of(new LocalDate(1991, 1, 1))))
            .Ended(ProcessStatus.Completed, "e");

    [Fact]
    public void A_bound_that_names_a_field_of_its_own_form_means_what_is_filled_in_now()
    {
        var early = DataValue.Of(new LocalDate(2022, 12, 1));
        var late = DataValue.Of(new LocalDate(2022, 12, 20));
        Scenario
            .Given(
                """
                <startEvent id="s"/>
                <userTask id="a"><ext><tw:form><tw:field id="from" type="date"/><tw:field id="to" type="date" notBefore="a.from"/></tw:form></ext></userTask>
                <flow path="s a a"/>
                """
            )
            .Start()
            .Complete("a", null, ("from", late), ("to", early))
            .Refused(RejectionCode.InvalidFields, "to:TooEarly:2022-12-20")
            .Complete("a", null, ("from", late), ("to", late))
            .Complete("a", null, ("from", early), ("to", early))
            .Holds("a.to", early);
    }

    private const string Gate = """
        <tw:gate id="signing"><tw:condition id="act" when="has(act)"/><tw:condition id="window" when="today &gt;= date('2023-01-09')"/>
        <tw:condition id="runs" when="not suspended"/></tw:gate><tw:variable name="act" type="text"/><tw:variable name="days" type="number"/>
        """;

    [Fact]
    public void A_closed_gate_is_told_condition_by_condition_before_the_fields() =>
        Form("""<tw:field id="f" required="true"/>""", Gate, """gate="signing" """)
            .Complete("a")
            .Refused(RejectionCode.GateClosed, "act:GateCondition", "window:GateCondition")
            .At("2023-01-09T09:00:00Z")
            .Complete("a")
            .Refused(RejectionCode.GateClosed, "act:GateCondition");

    [Fact]
    public void A_gate_holds_back_the_outcomes_that_need_it_alone() =>
        Form("""<tw:outcome id="signed"/><tw:outcome id="postponed"/>""", Gate, """gate="signing" gateFor="signed" """)
            .Complete("a", "signed")
            .Refused(RejectionCode.GateClosed, "act:GateCondition", "window:GateCondition")
            .Complete("a", "postponed")
            .Ended(ProcessStatus.Completed, "e");

    [Fact]
    public void A_condition_that_only_warns_keeps_nobody_from_anything()
    {
        const string gate = """
            <tw:gate id="signing"><tw:condition id="late" when="has(notice)" severity="warns"/><tw:condition id="act" when="has(act)"/></tw:gate>
            <tw:variable name="act" type="text"/><tw:variable name="notice" type="text"/>
            """;
        var scenario = Form("", gate, """gate="signing" """)
            .Complete("a")
            .Refused(RejectionCode.GateClosed, "act:GateCondition");

        var findings = ProcessEngine.Examine(
            scenario.Definition,
            scenario.State,
            scenario.Definition.Gates["signing"],
            scenario.Now
        );

        Assert.Equal(
            [("late", false, false), ("act", false, true)],
            findings.Select(f => (f.Condition.Id, f.Holds, f.Closes))
        );
    }

    [Fact]
    public void A_condition_shows_the_variables_that_it_stands_on_with_what_they_hold_now()
    {
        const string gate = """
            <tw:gate id="signing"><tw:condition id="act" when="has(act)" evidence="act days suspended a.who"/></tw:gate>
            <tw:variable name="act" type="text"/><tw:variable name="days" type="number"/>
            """;
        var scenario = Scenario
            .Given(
                """<startEvent id="s"/><userTask id="a"><ext><tw:form><tw:field id="who" type="text" personal="true"/></tw:form></ext></userTask><flow path="s a"/>""",
                gate
            )
            .Start(("act", DataValue.Of("12/2023")))
            .Suspend();

        var finding = Assert.Single(
            ProcessEngine.Examine(
                scenario.Definition,
                scenario.State,
                scenario.Definition.Gates["signing"],
                scenario.Now
            )
        );

        Assert.Equal(
            [
                new GateEvidence("act", DataType.Text, DataValue.Of("12/2023")),
                new GateEvidence("days", DataType.Number, null),
                new GateEvidence("suspended", DataType.Flag, DataValue.Of(true)),
                new GateEvidence("a.who", DataType.Personal, null),
            ],
            finding.Evidence
        );
    }

    [Fact]
    public void A_gate_can_be_examined_at_any_time()
    {
        var scenario = Form("", Gate, """gate="signing" """).Suspend();

        var findings = ProcessEngine.Examine(
            scenario.Definition,
            scenario.State,
            scenario.Definition.Gates["signing"],
            Instant.FromUtc(2023, 1, 8, 23, 0)
        );

        Assert.Equal(
            [("act", false), ("window", true), ("runs", false)],
            findings.Select(f => (f.Condition.Id, f.Holds))
        );
    }

    [Fact]
    public void A_gate_condition_that_cannot_be_computed_is_not_met() =>
        Scenario
            .Given(
                """<startEvent id="s"/><userTask id="a"><ext><tw:form gate="g"/></ext></userTask><flow path="s a"/>""",
                """<tw:gate id="g"><tw:condition id="far" when="today + days &gt; today"/></tw:gate><tw:variable name="days" type="number"/>"""
            )
            .Start(("days", DataValue.Of(1_000_000_000_000)))
            .Complete("a")
            .Refused(RejectionCode.GateClosed, "far:GateCondition");
}
