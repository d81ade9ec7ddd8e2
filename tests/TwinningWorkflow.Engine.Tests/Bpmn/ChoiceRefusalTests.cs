using System.Text;
using TwinningWorkflow.Engine.Bpmn;
using static TwinningWorkflow.Engine.Tests.Bpmn.Refusals;

namespace TwinningWorkflow.Engine.Tests.Bpmn;

/// <summary>What an outcome or a choice is compared with is one that can be chosen.</summary>
public sealed class ChoiceRefusalTests
{
    private const string Setting = """
        <tw:setting id="from" type="choice" default="tenthDay"><tw:choice id="tenthDay"/><tw:choice id="endOfPublication"/></tw:setting>
        <tw:list name="bodies" items="DARA MAECI"/>
        """;

    private const string Outcomes = """<tw:outcome id="signed"/><tw:outcome id="textToMend"/>""";

    public static TheoryData<string, string, string, string> Places =>
        new()
        {
            { "x-e", Branch("a.outcome == 'textToMnd'"), "", "a.outcome" },
            { "x-e", Branch("a.outcome != 'Signed'"), "", "a.outcome" },
            { "x-e", Branch("'textToMnd' == a.outcome"), "", "a.outcome" },
            { "x-e", Branch("not (today > date('2022-12-09') and a.outcome == '')"), "", "a.outcome" },
            { "x-e", Branch("a.side == 'their'"), "", "a.side" },
            { "x-e", Branch("setting.from == 'tenthday'"), "", "setting.from" },
            {
                "c",
                Branch("a.outcome == 'signed'"),
                """<tw:gate id="g"><tw:condition id="c" when="a.outcome == 'textToMnd'"/></tw:gate>""",
                "a.outcome"
            },
            {
                "x-e",
                """<startEvent id="s"/><receiveTask id="r" messageRef="m"><ext><tw:form role="clerk"><tw:outcome id="approved"/></tw:form></ext></receiveTask><exclusiveGateway id="x" default="x-f"/><endEvent id="e"/><endEvent id="f"/><flow path="s r x f"/><flow path="x e" when="r.outcome == 'aproved'"/>""",
                "",
                "r.outcome"
            },
            {
                "x-e",
                $"""<startEvent id="s"/><userTask id="v"><ext><tw:form>{Outcomes}</tw:form></ext><multiInstanceLoopCharacteristics><ext><tw:items value="bodies"/></ext><completionCondition>v.outcome == 'signed'</completionCondition></multiInstanceLoopCharacteristics></userTask><exclusiveGateway id="x" default="x-f"/><endEvent id="e"/><endEvent id="f"/><flow path="s v x f"/><flow path="x e" when="v.outcome.MAECI == 'sgned'"/>""",
                "",
                "v.outcome.MAECI"
            },
            {
                "v",
                $"""<startEvent id="s"/><userTask id="v"><ext><tw:form>{Outcomes}</tw:form></ext><multiInstanceLoopCharacteristics><ext><tw:items value="bodies"/></ext><completionCondition>v.outcome == 'sgned'</completionCondition></multiInstanceLoopCharacteristics></userTask><endEvent id="e"/><flow path="s v e"/>""",
                "",
                "v.outcome"
            },
        };

    [Theory]
    [MemberData(nameof(Places))]
    public void What_nobody_can_choose_is_refused_wherever_it_is_compared(
        string element,
        string body,
        string settings,
        string variable
    )
    {
        var file = ProcessText.File(body, Setting + settings);

        Refused("unknown-choice", element, file);

        var problem = Assert.Single(ProcessText.Read(file).Problems);
        Assert.Contains($"'{variable}'", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("c.decision == 'sgned'", "qx.outcome", "from == 'tenthDay'")]
    [InlineData("c.decision == 'signed'", "qx.outcome", "setting.from == 'tenthday'")]
    public void What_a_call_hands_on_is_still_a_choice_and_a_called_process_knows_those_of_the_settings(
        string outside,
        string handed,
        string inside
    ) =>
        Refused(
            "unknown-choice",
            null,
            ProcessText.File(
                $"""<startEvent id="s"/><callActivity id="c" calledElement="q"><ext><tw:out name="decision" value="{handed}"/></ext></callActivity><exclusiveGateway id="x" default="x-f"/><endEvent id="e"/><endEvent id="f"/><flow path="s c x f"/><flow path="x e" when="{outside}"/>""",
                Setting,
                ProcessText.Process(
                    "q",
                    $"""<startEvent id="qs"/><userTask id="qx"><ext><tw:form>{Outcomes}</tw:form></ext></userTask><exclusiveGateway id="qg" default="qg-qf"/><endEvent id="qe"/><endEvent id="qf"/><flow path="qs qx qg qf"/><flow path="qg qe" when="{inside}"/>""",
                    """<tw:variable name="from" type="text"/>"""
                )
            )
        );

    [Theory]
    [InlineData("a.outcome == 'textToMend' or a.side != 'theirs' or setting.from == 'endOfPublication'")]
    [InlineData("a.place == 'Kaunas' or a.outcome == a.place or a.outcome.contains('text') or has(a.outcome)")]
    public void What_can_be_chosen_is_taken_and_free_text_may_be_compared_with_anything(string condition) =>
        Assert.Empty(ProcessText.Read(ProcessText.File(Branch(condition), Setting)).Problems);

    [Fact]
    public void A_file_that_was_published_before_keeps_running() =>
        Assert.Empty(
            BpmnReader
                .ReadPublished(Encoding.UTF8.GetBytes(ProcessText.File(Branch("a.outcome == 'textToMnd'"), Setting)))
                .Problems
        );

    private static string Branch(string condition) =>
        $"""
            <startEvent id="s"/><userTask id="a"><ext><tw:form>{Outcomes}<tw:field id="place"/><tw:field id="side" type="choice"><tw:choice id="ours"/><tw:choice id="theirs"/></tw:field></tw:form></ext></userTask>
            <exclusiveGateway id="x" default="x-f"/><endEvent id="e"/><endEvent id="f"/><flow path="s a x f"/><flow path="x e" when="{condition.Replace(
                ">",
                "&gt;",
                StringComparison.Ordinal
            )}"/>
            """;
}
