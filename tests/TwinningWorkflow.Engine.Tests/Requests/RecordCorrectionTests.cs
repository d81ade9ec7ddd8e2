using System.Collections.Immutable;
using NodaTime;

namespace TwinningWorkflow.Engine.Tests.Requests;

/// <summary>What people recorded is corrected without an incident.</summary>
public sealed class RecordCorrectionTests
{
    /// <summary>Two are notified, one after the other, each by a process of its own; what was decided before stands beside.</summary>
    private const string Notices = """
        <startEvent id="s"/>
        <userTask id="notice"><ext><tw:form role="clerk">
          <tw:outcome id="yes"/><tw:outcome id="no"/>
          <tw:field id="on" type="date" required="true" notAfter="today"/><tw:field id="why" requiredFor="no"/><tw:field id="note"/>
          <tw:field id="who" personal="true"/><tw:field id="act" type="files"/><tw:field id="text" type="newTextVersion"/><tw:field id="decidedOn" type="textVersion"/>
        </tw:form><tw:set variable="count" value="1"/></ext></userTask>
        <callActivity id="send" calledElement="sending">
          <ext><tw:in variable="day" value="notice.on"/><tw:out name="on" value="arrival.on"/></ext>
          <multiInstanceLoopCharacteristics isSequential="true"><ext><tw:items value="bodies"/></ext></multiInstanceLoopCharacteristics>
        </callActivity>
        <endEvent id="e"/><flow path="s notice send e"/>
        """;

    private const string Settings = """
        <tw:list name="bodies" items="A B"/><tw:variable name="count" type="number"/>
        """;

    private const string Sending = """
        <process id="sending">
          <ext><tw:process><tw:variable name="day" type="date"/></tw:process></ext>
          <startEvent id="cs"/>
          <userTask id="post"><ext><tw:form role="porter"><tw:field id="weight" type="integer"/></tw:form></ext></userTask>
          <userTask id="arrival"><ext><tw:form role="porter">
            <tw:outcome id="there"/><tw:outcome id="lost"/>
            <tw:field id="on" type="date" requiredFor="there" notBefore="day" notAfter="today"/>
          </tw:form></ext></userTask>
          <endEvent id="ce"/><flow path="cs post arrival ce"/>
        </process>
        """;

    private static readonly LocalDate First = new(2022, 12, 5);

    /// <summary>A was notified; of B only the weight is known yet.</summary>
    private static Scenario Recorded() =>
        Scenario
            .Given(Notices, Settings, beside: Sending)
            .Start()
            .Complete(
                "notice",
                "yes",
                ("on", DataValue.Of(First)),
                ("note", DataValue.Of("by hand")),
                ("who", new DataValue.Personal("reference", new string('0', 64))),
                ("act", new DataValue.List([new string('1', 64)])),
                ("text", DataValue.Of(new string('2', 64))),
                ("decidedOn", DataValue.Of(new string('2', 64)))
            )
            .As("porter")
            .Complete("post", null, ("weight", DataValue.Of(20)))
            .Complete("arrival", "there", ("on", DataValue.Of(First.PlusDays(2))))
            .Complete("post", null, ("weight", DataValue.Of(30)))
            .As("clerk");

    private static Scenario Correct(Scenario scenario, params (string Name, DataValue Value)[] values) =>
        scenario.When((at, who) => Correction(at, who, values));

    private static CorrectData Correction(Instant at, Actor who, params (string Name, DataValue Value)[] values) =>
        new(at, who, null, values.ToImmutableDictionary(v => v.Name, v => v.Value)) { Reason = "typed wrong" };

    [Fact]
    public void What_people_recorded_is_told_in_the_order_of_the_file_with_whose_step_it_was() =>
        Recorded()
            .Then(s =>
                Assert.Equal(
                    [
                        "notice.on of clerk = 2022-12-05",
                        "notice.note of clerk = by hand",
                        "send.on.A (A) of porter = 2022-12-07",
                        "post.weight in B of porter = 30",
                    ],
                    RecordedData.Of(s.Definition, s.State).Select(Words)
                )
            );

    [Fact]
    public void An_outcome_files_personal_data_and_what_the_process_computed_are_not_corrected() =>
        Correct(
                Recorded(),
                ("notice.outcome", DataValue.Of("no")),
                ("notice.act", new DataValue.List([new string('3', 64)])),
                ("notice.text", DataValue.Of(new string('3', 64))),
                ("notice.who", DataValue.Of("Ada")),
                ("count", DataValue.Of(7)),
                ("notice.why", DataValue.Of("never asked"))
            )
            .Refused(
                RejectionCode.InvalidFields,
                "count:NotRecorded",
                "notice.act:NotRecorded",
                "notice.outcome:NotRecorded",
                "notice.text:NotRecorded",
                "notice.who:Personal",
                "notice.why:NotRecorded"
            );

    [Fact]
    public void A_result_of_a_call_is_held_to_the_bounds_that_its_step_had() =>
        Correct(Recorded(), ("send.on.A", DataValue.Of(First.PlusDays(-1))))
            .Refused(RejectionCode.InvalidFields, "send.on.A:TooEarly:2022-12-05")
            .When((at, who) => Correction(at, who, ("send.on.A", DataValue.Of(First.PlusDays(90)))))
            .Refused(RejectionCode.InvalidFields, "send.on.A:TooLate:2022-12-09")
            // corrected together, they are held to each other as they will be
            .When(
                (at, who) =>
                    Correction(
                        at,
                        who,
                        ("send.on.A", DataValue.Of(First.PlusDays(-1))),
                        ("notice.on", DataValue.Of(First.PlusDays(-2)))
                    )
            )
            .Holds("send.on.A", DataValue.Of(First.PlusDays(-1)));

    [Fact]
    public void What_runs_within_the_process_is_corrected_where_it_runs() =>
        Correct(Recorded(), ("post.weight", DataValue.Of(31)))
            .Refused(RejectionCode.InvalidFields, "post.weight:NotRecorded")
            .When((at, who) => Correction(at, who, ("post.weight", DataValue.Of(31))) with { Scope = ScopeOfB() })
            .Then(s =>
            {
                var corrected = Assert.Single(s.Of<DataCorrected>());
                Assert.Equal((0, ScopeOfB()), (corrected.Incident, corrected.Scope));
                Assert.Equal(DataValue.Of(31), s.State.Scopes[ScopeOfB()].Data["post.weight"]);
            })
            .When((at, who) => Correction(at, who, ("post.weight", DataValue.Of(32))) with { Scope = 99_999 })
            .Refused(RejectionCode.ElementNotActive);

    [Fact]
    public void Who_is_bound_to_their_own_steps_corrects_no_others() =>
        Recorded()
            .When(
                (at, who) => Correction(at, who, ("notice.note", DataValue.Of("by post"))) with { OwnStepsOnly = true }
            )
            .Holds("notice.note", DataValue.Of("by post"))
            .When(
                (at, who) =>
                    Correction(at, who, ("notice.note", DataValue.Of("x")), ("send.on.A", DataValue.Of(First))) with
                    {
                        OwnStepsOnly = true,
                    }
            )
            .Refused(RejectionCode.NotYours)
            .Holds("notice.note", DataValue.Of("by post"));

    [Fact]
    public void What_changed_since_it_was_seen_is_not_overwritten() =>
        Recorded()
            .When((at, who) => Seen(at, who, "by hand", "by post"))
            .Holds("notice.note", DataValue.Of("by post"))
            .When((at, who) => Seen(at, who, "by hand", "by horse"))
            .Refused(RejectionCode.InvalidFields, "notice.note:ChangedMeanwhile")
            .When((at, who) => Seen(at, who, "by post", "by horse"))
            .Holds("notice.note", DataValue.Of("by horse"));

    [Fact]
    public void A_value_is_emptied_unless_its_step_asked_for_it_with_that_outcome() =>
        Recorded()
            .When((at, who) => Correction(at, who) with { Emptied = ["notice.on", "notice.note", "send.on.A"] })
            .Refused(RejectionCode.InvalidFields, "notice.on:Required", "send.on.A:Required")
            .When((at, who) => Correction(at, who) with { Emptied = ["notice.note"] })
            .Holds("notice.note", null);

    [Fact]
    public void It_is_corrected_under_a_suspension_too_and_never_after_the_end() =>
        Correct(
                Recorded()
                    .When(
                        (at, who) =>
                            new SuspendProcess(at, who) { Reason = "elections", Act = new FormalAct("1", First, []) }
                    ),
                ("notice.note", DataValue.Of("by post"))
            )
            .Holds("notice.note", DataValue.Of("by post"))
            .When((at, who) => new WithdrawProcess(at, who) { Reason = "given up" })
            .When((at, who) => Correction(at, who, ("notice.note", DataValue.Of("by horse"))))
            .Refused(RejectionCode.Ended);

    private static CorrectData Seen(Instant at, Actor who, string seen, string value) =>
        Correction(at, who, ("notice.note", DataValue.Of(value))) with
        {
            Seen = ImmutableDictionary<string, DataValue>.Empty.Add("notice.note", DataValue.Of(seen)),
        };

    private static long ScopeOfB() => Assert.Single(Recorded().State.Scopes.Values, s => s.Called).Id;

    private static string Words(RecordedVariable found) =>
        found.Variable.Name
        + (found.Subject.Length > 0 ? $" in {found.Subject}" : "")
        + (found.Item.Length > 0 ? $" ({found.Item})" : "")
        + $" of {found.Role} = "
        + found.Variable.Value switch
        {
            DataValue.Text(var text) => text,
            DataValue.Number(var number) => $"{number}",
            DataValue.Date(var day) => NodaTime.Text.LocalDatePattern.Iso.Format(day),
            _ => "?",
        };
}
