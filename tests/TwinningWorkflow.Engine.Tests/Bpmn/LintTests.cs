using System.Xml.Linq;

namespace TwinningWorkflow.Engine.Tests.Bpmn;

/// <summary>
/// bpmnlint with the rules that it recommends, as workflows/.bpmnlintrc asks for it: what modellers show to those who draw. One
/// rule is off: an activity with several incoming flows runs once for each token, which is what our drawings mean by it.
/// </summary>
public sealed class LintTests
{
    [Fact]
    [Trait("pace", "full")]
    public void Every_process_file_is_without_a_remark()
    {
        var files = Directory
            .GetFiles(ExtensionSchema.Folder, "*.bpmn", SearchOption.AllDirectories)
            .Select(static f => Path.GetRelativePath(ExtensionSchema.Folder, f))
            .ToArray();

        var (exit, output, error) = Lint(files);

        Assert.True(exit == 0, output + error);
    }

    [Fact]
    [Trait("pace", "full")]
    public void A_misspelt_attribute_of_ours_and_a_loose_end_are_told()
    {
        var file = Path.ChangeExtension(Path.GetTempFileName(), ".bpmn");
        try
        {
            var drawing = XDocument.Load(Path.Combine(ExtensionSchema.Folder, "twinning.bpmn"));
            First("field").SetAttributeValue("requiredfor", "approved");
            First("startEvent").Elements().Where(static e => e.Name.LocalName == "outgoing").Remove();
            drawing.Save(file);

            var (exit, output, _) = Lint(file);

            Assert.Equal(1, exit);
            Assert.Contains("unknown attribute <requiredfor>", output, StringComparison.Ordinal);
            Assert.Contains("no-disconnected", output, StringComparison.Ordinal);

            XElement First(string name) => drawing.Descendants().First(e => e.Name.LocalName == name);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static (int Exit, string Output, string Error) Lint(params string[] files) =>
        Node.Run(
            ExtensionSchema.Folder,
            [Path.Combine(Node.Require("bpmnlint"), "bin", "bpmnlint.js"), "--max-warnings=0", .. files]
        );
}
