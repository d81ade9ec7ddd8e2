using TwinningWorkflow.Engine.Tests.Bpmn;

namespace TwinningWorkflow.Engine.Tests.Requests;

/// <summary>What a process file leaves to the authority's choice.</summary>
public sealed class SettingTests
{
    private const string Settings = """
        <tw:setting id="committee" default="false"/>
        <tw:setting id="executory" type="choice" default="tenthDay"><tw:choice id="tenthDay"/><tw:choice id="endOfPublication"/></tw:setting>
        <tw:setting id="days" type="integer" default="30" min="1" max="90"/>
        """;

    private const string Body = """
        <startEvent id="s"/><exclusiveGateway id="x" default="x-b"/><userTask id="a"/><userTask id="b"/>
        <flow path="s x b"/><flow path="x a" when="setting.committee and setting.executory == 'endOfPublication' and setting.days == 10"/>
        """;

    private static Scenario Given() => Scenario.Given(Body, Settings);

    [Fact]
    public void Where_nothing_is_chosen_the_defaults_hold_and_are_recorded() =>
        Given()
            .Start()
            .Waits("b")
            .Holds("setting.committee", DataValue.Of(false))
            .Holds("setting.executory", DataValue.Of("tenthDay"))
            .Holds("setting.days", DataValue.Of(30));

    [Fact]
    public void What_is_chosen_holds_in_the_place_of_the_default() =>
        Given()
            .Start(
                ("setting.committee", DataValue.Of(true)),
                ("setting.executory", DataValue.Of("endOfPublication")),
                ("setting.days", DataValue.Of(10))
            )
            .Waits("a");

    [Fact]
    public void What_cannot_be_chosen_is_refused() =>
        Given()
            .Start(
                ("setting.committee", DataValue.Of("yes")),
                ("setting.executory", DataValue.Of("never")),
                ("setting.days", DataValue.Of(91)),
                ("setting.other", DataValue.Of(1))
            )
            .Refused(
                RejectionCode.InvalidFields,
                "setting.committee:WrongType",
                "setting.days:TooLate:90",
                "setting.executory:NotOffered",
                "setting.other:Unknown"
            );

    [Theory]
    [InlineData("setting-type", """<tw:setting id="x" type="date" default="2022-12-09"/>""")]
    [InlineData("setting-default", """<tw:setting id="x"/>""")]
    [InlineData("setting-default", """<tw:setting id="x" type="integer" default="9" min="10"/>""")]
    [InlineData("setting-default", """<tw:setting id="x" type="choice" default="b"><tw:choice id="a"/></tw:setting>""")]
    [InlineData("setting-bound", """<tw:setting id="x" default="true" min="1"/>""")]
    [InlineData("setting-bound", """<tw:setting id="x" type="integer" default="1" max="many"/>""")]
    [InlineData("choices", """<tw:setting id="x" default="true"><tw:choice id="a"/></tw:setting>""")]
    [InlineData("variable-name", """<tw:setting id="x" default="true"/><tw:setting id="x" default="true"/>""")]
    [InlineData("unknown-value", """<tw:gate id="g"><tw:condition id="c" when="true" severity="warn"/></tw:gate>""")]
    public void A_setting_that_cannot_be_read_is_refused(string rule, string settings) =>
        Assert.Contains(
            ProcessText
                .Read(ProcessText.File("""<startEvent id="s"/><userTask id="a"/><flow path="s a"/>""", settings))
                .Problems,
            problem => problem.Rule == rule && problem.Line > 0 && problem.Cure.Length > 0
        );
}
