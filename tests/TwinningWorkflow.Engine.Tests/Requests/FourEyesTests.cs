using System.Collections.Immutable;

namespace TwinningWorkflow.Engine.Tests.Requests;

public sealed class FourEyesTests
{
    /// <summary>One writes, another judges; what is judged badly is written anew.</summary>
    private static Scenario Judged() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/>
                <userTask id="write"/>
                <userTask id="judge"><ext><tw:form notBy="write"><tw:outcome id="good"/><tw:outcome id="bad"/></tw:form></ext></userTask>
                <exclusiveGateway id="g" default="g-write"/><endEvent id="e"/>
                <flow path="s write judge g"/><flow path="g e" when="judge.outcome == 'good'"/><flow path="g write"/>
                """
            )
            .Start();

    [Fact]
    public void Who_wrote_does_not_judge_whatever_their_account_and_role() =>
        Judged()
            .CompleteBy("write", "ada")
            .CompleteBy("judge", "ada", outcome: "good")
            .Refused(RejectionCode.FourEyes)
            .As("mayor")
            .CompleteBy("judge", "ada", outcome: "good", account: "account-2")
            .Refused(RejectionCode.FourEyes)
            .CompleteBy("judge", "bea", outcome: "good")
            .Ended(ProcessStatus.Completed, "e");

    [Fact]
    public void Nor_as_a_deputy_nor_through_one() =>
        Judged()
            .CompleteBy("write", "ada")
            .CompleteBy("judge", "ada", outcome: "good", forWhom: "bea")
            .Refused(RejectionCode.FourEyes)
            .CompleteBy("judge", "bea", outcome: "good", forWhom: "ada")
            .Refused(RejectionCode.FourEyes);

    [Fact]
    public void What_a_deputy_wrote_neither_of_the_two_judges() =>
        Judged()
            .CompleteBy("write", "ada", forWhom: "bea")
            .CompleteBy("judge", "bea", outcome: "good")
            .Refused(RejectionCode.FourEyes)
            .CompleteBy("judge", "ada", outcome: "good")
            .Refused(RejectionCode.FourEyes)
            .CompleteBy("judge", "cleo", outcome: "good")
            .Ended(ProcessStatus.Completed, "e");

    [Fact]
    public void It_is_neither_taken_on_by_them_nor_given_to_them() =>
        Judged()
            .CompleteBy("write", "ada")
            .Claim("judge", "ada")
            .Refused(RejectionCode.FourEyes)
            .Claim("judge", "bea", forWhom: "ada")
            .Refused(RejectionCode.FourEyes)
            .Claim("judge", "bea")
            .Assign("judge", "bea", "ada")
            .Refused(RejectionCode.FourEyes);

    [Fact]
    public void What_is_written_anew_counts_anew() =>
        Judged()
            .CompleteBy("write", "ada")
            .CompleteBy("judge", "bea", outcome: "bad")
            .CompleteBy("write", "bea")
            .CompleteBy("judge", "bea", outcome: "good")
            .Refused(RejectionCode.FourEyes)
            .CompleteBy("judge", "ada", outcome: "good")
            .Ended(ProcessStatus.Completed, "e");

    [Fact]
    public void All_who_wrote_a_part_are_kept_from_judging() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/>
                <userTask id="write"><multiInstanceLoopCharacteristics><ext><tw:items value="3"/></ext></multiInstanceLoopCharacteristics></userTask>
                <userTask id="judge"><ext><tw:form notBy="write"/></ext></userTask><endEvent id="e"/>
                <flow path="s write judge e"/>
                """
            )
            .Start()
            .CompleteBy("write[1]", "ada")
            .CompleteBy("write[2]", "bea")
            .CompleteBy("write[3]", "ada")
            .CompleteBy("judge", "ada")
            .Refused(RejectionCode.FourEyes)
            .CompleteBy("judge", "bea")
            .Refused(RejectionCode.FourEyes)
            .CompleteBy("judge", "cleo")
            .Ended(ProcessStatus.Completed, "e");

    [Fact]
    public void What_was_written_in_a_sub_process_counts_outside_it() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/>
                <subProcess id="sub"><startEvent id="t"/><userTask id="write"/><endEvent id="u"/><flow path="t write u"/></subProcess>
                <userTask id="judge"><ext><tw:form notBy="write"/></ext></userTask><endEvent id="e"/>
                <flow path="s sub judge e"/>
                """
            )
            .Start()
            .CompleteBy("write", "ada")
            .CompleteBy("judge", "ada")
            .Refused(RejectionCode.FourEyes);

    [Fact]
    public void What_was_judged_is_not_corrected_by_who_wrote()
    {
        var judged = Scenario
            .Given(
                """
                <startEvent id="s"/><userTask id="write"/>
                <userTask id="judge"><ext><tw:form notBy="write"><tw:field id="grade" type="integer"/></tw:form></ext></userTask>
                <userTask id="keep"/><endEvent id="e"/><flow path="s write judge keep e"/>
                """
            )
            .Start()
            .CompleteBy("write", "ada");
        var judge = judged.State.Elements.Values.Single(x => x.Node == "judge").Id;
        judged.When((at, who) => new CompleteTask(at, who with { Person = "bea" }, judge, null, Grade("grade", 4)));

        judged.When((at, who) => Correction(at, who with { Person = "ada" })).Refused(RejectionCode.FourEyes);
        judged
            .When((at, who) => Correction(at, who with { Person = "cleo", OnBehalfOf = "ada" }))
            .Refused(RejectionCode.FourEyes);
        judged
            .When((at, who) => Correction(at, who with { Person = "bea" }))
            .Then(s => Assert.Equal(DataValue.Of(9), s.State.Scopes[ProcessState.RootScope].Data["judge.grade"]));

        static CorrectData Correction(NodaTime.Instant at, Actor who) =>
            new(at, who, null, Grade("judge.grade", 9)) { Reason = "typed wrong", Seen = Grade("judge.grade", 4) };
    }

    [Fact]
    public void Nor_at_an_incident_and_the_product_itself_is_nobody_whose_eyes_count()
    {
        var stopped = Scenario
            .Given(
                """
                <startEvent id="s"/><userTask id="write"/>
                <userTask id="judge"><ext><tw:form notBy="write"><tw:field id="grade" type="integer"/></tw:form></ext></userTask>
                <exclusiveGateway id="x"/><userTask id="a"/><userTask id="b"/>
                <flow path="s write judge x"/><flow path="x a" when="judge.grade == 1"/><flow path="x b" when="judge.grade == 2"/>
                """
            )
            .Start()
            .CompleteBy("write", "ada")
            .CompleteBy("judge", "bea", fields: [("grade", DataValue.Of(4))])
            .Incident("no-flow", "x");
        var id = Assert.Single(stopped.State.Incidents).Key;

        stopped.When((at, who) => Correction(at, who with { Person = "ada" }, 1)).Refused(RejectionCode.FourEyes);
        stopped
            .When((at, who) => Correction(at, who with { Person = "cleo", OnBehalfOf = "ada" }, 1))
            .Refused(RejectionCode.FourEyes);
        stopped
            .When(
                (at, who) =>
                    new CorrectData(at, who with { Person = "ada" }, id, Grade("judge.grade", 1).Clear())
                    {
                        Reason = "typed wrong",
                        Emptied = ["judge.grade"],
                    }
            )
            .Refused(RejectionCode.FourEyes);
        stopped
            .When((at, who) => Correction(at, who with { Person = "bea" }, 1))
            .Holds("judge.grade", DataValue.Of(1))
            .When((at, who) => Correction(at, Actor.System(who.Authority, "import") with { Person = "ada" }, 2))
            .Holds("judge.grade", DataValue.Of(2));

        CorrectData Correction(NodaTime.Instant at, Actor who, long grade) =>
            new(at, who, id, Grade("judge.grade", grade)) { Reason = "typed wrong" };
    }

    /// <summary>A grade is written, perhaps in a process of its own, and then judged; what is judged badly is written anew.</summary>
    private static Scenario Written(bool called = false) =>
        Scenario
            .Given(
                """
                <startEvent id="s"/>WRITE
                <userTask id="judge"><ext><tw:form notBy="write"><tw:outcome id="good"/><tw:outcome id="bad"/></tw:form></ext></userTask>
                <exclusiveGateway id="g" default="g-w"/><endEvent id="e"/>
                <flow path="s w judge g"/><flow path="g e" when="judge.outcome == 'good'"/><flow path="g w"/>
                """.Replace(
                    "WRITE",
                    called
                        ? """<callActivity id="w" calledElement="q"><ext><tw:out name="grade" value="write.grade"/></ext></callActivity>"""
                        : $"<subProcess id=\"w\">{Write}</subProcess>",
                    StringComparison.Ordinal
                ),
                beside: called ? ProcessText.Process("q", Write) : ""
            )
            .Start()
            .CompleteBy("write", "ada", fields: [("grade", DataValue.Of(4))]);

    private const string Write =
        """<startEvent id="t"/><userTask id="write"><ext><tw:form><tw:field id="grade" type="integer"/></tw:form></ext></userTask><endEvent id="u"/><flow path="t write u"/>""";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Who_corrects_what_was_written_has_written_it_too_and_in_whose_place_they_do(bool called)
    {
        Written(called)
            .When(
                (at, who) =>
                    Corrected(at, who with { Person = "bea", OnBehalfOf = "cleo" }, called ? "w.grade" : "write.grade")
            )
            .CompleteBy("judge", "bea", outcome: "good")
            .Refused(RejectionCode.FourEyes)
            .CompleteBy("judge", "cleo", outcome: "good")
            .Refused(RejectionCode.FourEyes)
            .CompleteBy("judge", "ada", outcome: "good")
            .Refused(RejectionCode.FourEyes)
            .CompleteBy("judge", "dora", outcome: "good")
            .Ended(ProcessStatus.Completed, "e");
    }

    [Fact]
    public void Who_corrected_it_may_judge_what_another_writes_anew() =>
        Written()
            .When((at, who) => Corrected(at, who with { Person = "bea" }, "write.grade"))
            .CompleteBy("judge", "cleo", outcome: "bad")
            .CompleteBy("write", "ada", fields: [("grade", DataValue.Of(5))])
            .CompleteBy("judge", "bea", outcome: "good")
            .Ended(ProcessStatus.Completed, "e");

    /// <summary>Two judge what is before them, each what the other does not.</summary>
    private static Scenario SideBySide() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="fork"/>
                <userTask id="one"><ext><tw:form notBy="other"/></ext></userTask>
                <userTask id="other"><ext><tw:form notBy="one"/></ext></userTask>
                <parallelGateway id="join"/><endEvent id="e"/>
                <flow path="s fork one join e"/><flow path="fork other join"/>
                """
            )
            .Start();

    [Fact]
    public void Who_has_a_task_and_does_what_excludes_it_has_it_no_longer_and_the_history_says_because_of_what() =>
        SideBySide()
            .Claim("other", "ada")
            .CompleteBy("one", "ada")
            .Then(s =>
            {
                var back = Assert.Single(s.Events.OfType<TaskAssigned>());
                Assert.Equal(("other", "ada", "", "one"), (back.Node, back.Before, back.After, back.Because));
            })
            .CompleteBy("other", "bea")
            .Ended(ProcessStatus.Completed, "e");

    [Fact]
    public void Nor_has_whoever_had_it_done_by_a_deputy_and_others_keep_theirs()
    {
        SideBySide()
            .Claim("other", "ada")
            .CompleteBy("one", "bea", forWhom: "ada")
            .Then(s => Assert.Null(s.State.Elements.Values.Single(x => x.Node == "other").Assignee));
        SideBySide()
            .Claim("other", "cleo")
            .CompleteBy("one", "bea", forWhom: "ada")
            .Then(s => Assert.Equal("cleo", s.State.Elements.Values.Single(x => x.Node == "other").Assignee));
    }

    private static CorrectData Corrected(NodaTime.Instant at, Actor who, string name) =>
        new(at, who, null, Grade(name, 9)) { Reason = "typed wrong", Seen = Grade(name, 4) };

    private static ImmutableDictionary<string, DataValue> Grade(string name, long value) =>
        ImmutableDictionary<string, DataValue>.Empty.Add(name, DataValue.Of(value));

    [Fact]
    public void Nothing_is_remembered_of_steps_that_none_names() =>
        Judged()
            .CompleteBy("write", "ada")
            .CompleteBy("judge", "bea", outcome: "bad")
            .Then(s => Assert.Equal(["write"], s.State.Doers!.Keys));
}
