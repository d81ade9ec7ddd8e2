using System.Collections.Immutable;
using NodaTime;

namespace TwinningWorkflow.Engine.Tests.Requests;

public sealed class CorrectionTests
{
    private const string Variables = """
        <tw:variable name="n" type="number"/><tw:variable name="kind"/><tw:variable name="towns" type="list"/>
        """;

    /// <summary>Stops at the gateway: no flow is true.</summary>
    private const string Stuck = """
        <startEvent id="s"/>
        <userTask id="vote"><ext><tw:form>
          <tw:outcome id="yes"/><tw:outcome id="no"/>
          <tw:field id="on" type="date" required="true" notBefore="date('2022-12-01')"/><tw:field id="mark" type="choice"><tw:choice id="A"/><tw:choice id="B"/></tw:field>
          <tw:field id="title" maxLength="5"/><tw:field id="name" personal="true"/>
        </tw:form></ext></userTask>
        <exclusiveGateway id="x"/><userTask id="a"/><userTask id="b"/>
        <flow path="s vote x"/><flow path="x a" when="n &gt; 1 and vote.outcome == 'yes' and kind != 'z'"/><flow path="x b" when="has(vote.name) and n &lt; 0"/>
        """;

    private static readonly LocalDate Day = new(2022, 12, 9);

    private static Scenario Stopped() =>
        Scenario
            .Given(Stuck, Variables)
            .Start(("n", DataValue.Of(1)))
            .Complete(
                "vote",
                "yes",
                ("on", DataValue.Of(Day)),
                ("name", new DataValue.Personal("reference", new string('0', 64)))
            )
            .Incident("no-flow", "x");

    [Fact]
    public void Data_are_corrected_and_the_retry_heals() =>
        Stopped()
            .Correct(("n", DataValue.Of(2)), ("kind", DataValue.Of("patto")))
            .Incident("no-flow", "x")
            .Then(s =>
            {
                var corrected = Assert.Single(s.Of<DataCorrected>());
                Assert.Equal(ProcessState.RootScope, corrected.Scope);
                Assert.Equal([KeyValuePair.Create("n", DataValue.Of(1))], corrected.Before);
                Assert.Equal(DataValue.Of("patto"), corrected.After["kind"]);
            })
            .Holds("n", DataValue.Of(2))
            .Holds("kind", DataValue.Of("patto"))
            .Retry()
            .NoIncident()
            .Waits("a");

    [Fact]
    public void Where_it_stopped_it_is_told_what_is_read_and_nothing_personal() =>
        Stopped().Reads("n=1", "vote.outcome=yes", "kind=");

    [Fact]
    public void What_is_corrected_is_held_to_its_type_and_to_its_field_name_by_name() =>
        Stopped()
            .Correct(
                ("n", DataValue.Of("2")),
                ("kind", DataValue.Of(long.MaxValue)),
                ("vote.outcome", DataValue.Of("perhaps")),
                ("vote.on", DataValue.Of(new LocalDate(2022, 11, 30))),
                ("vote.mark", DataValue.Of("C")),
                ("vote.title", DataValue.Of("too long")),
                ("vote.name", DataValue.Of("Ada")),
                ("nobody", DataValue.Of(1))
            )
            .Refused(
                RejectionCode.InvalidFields,
                "kind:WrongType:Text",
                "n:WrongType:Number",
                "nobody:Unknown",
                "vote.mark:NotOffered",
                "vote.name:Personal",
                "vote.on:TooEarly:2022-12-01",
                "vote.outcome:NotOffered",
                "vote.title:TooLong:5"
            )
            .Correct(("n", DataValue.Of(long.MaxValue)))
            .Refused(RejectionCode.InvalidFields, "n:TooLate:9007199254740991")
            .Holds("n", DataValue.Of(1));

    [Fact]
    public void A_personal_value_is_neither_given_nor_taken_away() =>
        Stopped()
            .Correct(("vote.name", new DataValue.Personal("other", new string('1', 64))))
            .Refused(RejectionCode.InvalidFields, "vote.name:Personal")
            .Empty("vote.name")
            .Refused(RejectionCode.InvalidFields, "vote.name:Personal");

    [Fact]
    public void A_value_is_taken_away_unless_its_step_requires_it() =>
        Stopped()
            .Empty("n", "vote.on")
            .Refused(RejectionCode.InvalidFields, "vote.on:Required")
            .Empty("n")
            .Then(s =>
            {
                var corrected = Assert.Single(s.Of<DataCorrected>());
                Assert.Empty(corrected.After);
                Assert.Equal(DataValue.Of(1), corrected.Before["n"]);
            })
            .Holds("n", null);

    [Fact]
    public void A_correction_that_changes_nothing_is_refused() =>
        Stopped()
            .Correct(("n", DataValue.Of(1)))
            .Refused(RejectionCode.NothingChanges)
            .Empty("kind")
            .Refused(RejectionCode.NothingChanges);

    [Fact]
    public void A_correction_takes_a_reason_and_an_open_incident()
    {
        var two = ImmutableDictionary<string, DataValue>.Empty.Add("n", DataValue.Of(2));
        var scenario = Stopped();
        var id = Assert.Single(scenario.State.Incidents).Key;

        scenario
            .When((at, who) => new CorrectData(at, who, id, two))
            .Refused(RejectionCode.ReasonRequired)
            .When((at, who) => new CorrectData(at, who, id + 1, two) { Reason = "typed wrong" })
            .Refused(RejectionCode.ElementNotActive)
            .Holds("n", DataValue.Of(1));
    }

    [Fact]
    public void A_choice_of_the_authority_is_corrected_within_what_it_may_be_and_never_emptied() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><exclusiveGateway id="x"/><userTask id="a"/>
                <userTask id="b"/><flow path="s x"/><flow path="x a" when="setting.sittings == 2"/><flow path="x b" when="setting.sittings == 3"/>
                """,
                """<tw:setting id="sittings" type="integer" default="1" min="1" max="3"><tw:label>x</tw:label></tw:setting>"""
            )
            .Start()
            .Incident("no-flow", "x")
            .Correct(("setting.sittings", DataValue.Of(4)))
            .Refused(RejectionCode.InvalidFields, "setting.sittings:TooLate:3")
            .Empty("setting.sittings")
            .Refused(RejectionCode.InvalidFields, "setting.sittings:Required")
            .Correct(("setting.sittings", DataValue.Of(2)))
            .Retry()
            .Waits("a");

    [Fact]
    public void In_a_multi_instance_body_its_own_value_is_corrected_and_the_others_keep_theirs() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/>
                <subProcess id="saga"><multiInstanceLoopCharacteristics><ext><tw:items value="towns"/></ext></multiInstanceLoopCharacteristics>
                  <startEvent id="s1"/><userTask id="t"><ext><tw:form><tw:field id="n" type="integer"/></tw:form></ext></userTask>
                  <exclusiveGateway id="x"/><userTask id="ok"/><userTask id="ko"/><flow path="s1 t x"/><flow path="x ok" when="t.n == 1 and n == 1"/><flow path="x ko" when="t.n == 0"/>
                </subProcess>
                <flow path="s saga"/>
                """,
                Variables
            )
            .Start(("towns", DataValue.Of("KAUNAS", "TROYES")), ("n", DataValue.Of(1)))
            .Complete("t", null, ("n", DataValue.Of(7)))
            .Incident("no-flow", "x")
            .Reads("t.n=7", "n=1")
            .Correct(("t.n", DataValue.Of(1)), ("kind", DataValue.Of("k")))
            .Then(s =>
            {
                var body = s.Element("x").Scope;
                Assert.Equal(body, Assert.Single(s.Of<DataCorrected>()).Scope);
                Assert.Equal(DataValue.Of(1), s.State.Scopes[body].Data["t.n"]);
            })
            .Holds("t.n", null)
            .Correct(("n", DataValue.Of(2)))
            .Holds("n", DataValue.Of(2))
            .Correct(("n", DataValue.Of(1)))
            .Retry()
            .NoIncident()
            .Waits("ok", "t");

    [Fact]
    public void What_a_body_left_under_its_item_is_corrected_there() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/>
                <userTask id="vote"><ext><tw:form><tw:field id="n" type="integer"/></tw:form></ext>
                  <multiInstanceLoopCharacteristics isSequential="true"><ext><tw:items value="towns"/></ext><completionCondition>vote.n + 9007199254740991 == 0</completionCondition></multiInstanceLoopCharacteristics>
                </userTask><flow path="s vote"/>
                """,
                Variables
            )
            .Start(("towns", DataValue.Of("KAUNAS", "TROYES")))
            .Complete("vote[KAUNAS]", null, ("n", DataValue.Of(7)))
            .Incident("leaving-expression", "vote")
            .Reads("towns=KAUNAS TROYES", "vote.n.KAUNAS=7")
            .Correct(("vote.n.KAUNAS", DataValue.Of("7")))
            .Refused(RejectionCode.InvalidFields, "vote.n.KAUNAS:WrongType:Number")
            .Correct(("vote.n.TROYES", DataValue.Of(0)))
            .Refused(RejectionCode.InvalidFields, "vote.n.TROYES:Unknown")
            .Correct(("vote.n.KAUNAS", DataValue.Of(0)))
            .Holds("vote.n.KAUNAS", DataValue.Of(0))
            .Retry()
            .NoIncident()
            .Waits("vote[TROYES]");
}
