using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Tests.Requests;

/// <summary>Files in each language of a text version: the engine says which version, the host knows its languages.</summary>
public sealed class FieldLanguageTests
{
    private const string Chosen =
        """<userTask id="a"><ext><tw:form><tw:field id="t" type="textVersion"/></tw:form></ext></userTask>""";

    private const string Signed = """
        <userTask id="b"><ext><tw:form><tw:field id="f" type="filesByLanguage" required="true" languagesOf="a.t"/></tw:form></ext></userTask>
        """;

    private static Scenario Given() =>
        Scenario.Given($"""<startEvent id="s"/>{Chosen}{Signed}<endEvent id="e"/><flow path="s a b e"/>""").Start();

    private static string? VersionOf(Scenario scenario, long? element) =>
        ProcessEngine.TextVersionOf(
            scenario.Definition,
            scenario.State,
            scenario.Definition.FormOf("b")!.Field("f")!,
            element,
            scenario.Now
        );

    [Fact]
    public void The_version_is_not_known_before_its_expression_has_a_value() =>
        Given()
            .Then(s => Assert.Null(VersionOf(s, null)))
            .Complete("a")
            .Then(s => Assert.Null(VersionOf(s, s.Element("b").Id)));

    [Fact]
    public void The_version_is_the_one_that_the_process_holds_when_it_is_asked() =>
        Given()
            .Complete("a", null, ("t", DataValue.Of("abc")))
            .Then(s => Assert.Equal("abc", VersionOf(s, s.Element("b").Id)))
            .Then(s => Assert.Equal("abc", VersionOf(s, null)));

    [Fact]
    public void In_a_body_the_version_is_that_bodys_own() =>
        Scenario
            .Given(
                $"""
                <startEvent id="s"/>
                <subProcess id="sub"><multiInstanceLoopCharacteristics><ext><tw:items value="towns"/></ext></multiInstanceLoopCharacteristics>
                  <startEvent id="i"/>{Chosen}{Signed}<endEvent id="o"/><flow path="i a b o"/></subProcess>
                <endEvent id="e"/><flow path="s sub e"/>
                """,
                """<tw:list name="towns" items="K T"/>"""
            )
            .Start()
            .Complete("a", null, ("t", DataValue.Of("of K")))
            .Complete("a", null, ("t", DataValue.Of("of T")))
            .Then(s =>
                Assert.Equal(
                    ["of K", "of T"],
                    s.State.Elements.Values.Where(e => e.Node == "b").Select(e => VersionOf(s, e.Id))
                )
            );

    [Fact]
    public void The_value_is_a_list_of_files_and_is_asked_for_as_such() =>
        Given()
            .Complete("a", null, ("t", DataValue.Of("abc")))
            .Complete("b")
            .Refused(RejectionCode.InvalidFields, "f:Required")
            .Complete("b", null, ("f", new DataValue.List(["h1", "h2"])))
            .Ended(ProcessStatus.Completed, "e");
}
