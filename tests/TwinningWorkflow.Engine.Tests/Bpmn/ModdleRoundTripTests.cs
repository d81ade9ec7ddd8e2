using System.Xml.Linq;
using TwinningWorkflow.Engine.Bpmn;
using TwinningWorkflow.Engine.Tests.Conformance;

namespace TwinningWorkflow.Engine.Tests.Bpmn;

/// <summary>bpmn-moddle is what bpmn.io and the Camunda Modeler read and write files with: the real one, in Node.js.</summary>
public sealed class ModdleRoundTripTests
{
    private static readonly XNamespace Tw = BpmnReader.ExtensionNamespace;

    public static string Descriptor => Path.Combine(ExtensionSchema.Folder, "twinning-moddle.json");

    public static TheoryData<string> Files =>
        [
            .. Directory
                .GetFiles(ExtensionSchema.Folder, "*.bpmn", SearchOption.AllDirectories)
                .Append(ExtensionSample.File)
                .Select(static f => Path.GetRelativePath(ConformanceFiles.Repository(), f)),
        ];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_modeller_that_knows_the_descriptor_understands_all_and_loses_nothing(string file)
    {
        var path = Path.Combine(ConformanceFiles.Repository(), file);

        var (xml, warnings) = RoundTrip(path, Descriptor);

        Assert.Equal("", warnings);
        Assert.Equal(Ours(XDocument.Load(path)), Ours(XDocument.Parse(xml)));
        Assert.Empty(ExtensionSchema.Problems(XDocument.Parse(xml)));
        Assert.Empty(ExtensionSample.Read(XDocument.Parse(xml)));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void One_that_does_not_know_it_loses_nothing_either(string file)
    {
        var path = Path.Combine(ConformanceFiles.Repository(), file);

        var (xml, warnings) = RoundTrip(path);

        Assert.Equal("", warnings);
        Assert.Equal(Ours(XDocument.Load(path)), Ours(XDocument.Parse(xml)));
    }

    [Theory]
    [InlineData("tw:outcome", "tw:outcom", "outcom")]
    [InlineData("requiredFor=", "requiredfor=", "requiredfor")]
    [InlineData("<tw:key ", "<tw:kee ", "kee")]
    public void What_is_misspelt_is_told_where_the_descriptor_is_known(string old, string misspelt, string named)
    {
        var file = Path.GetTempFileName();
        try
        {
            var text = File.ReadAllText(ExtensionSample.File);
            File.WriteAllText(file, text.Replace(old, misspelt, StringComparison.Ordinal));

            Assert.Contains(named, RoundTrip(file, Descriptor).Warnings, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>
    /// Our elements by the id of the element that they stand in, in canonical form: children sorted by name, since a modeller
    /// groups them, but those of one name in their order, which people see.
    /// </summary>
    private static IEnumerable<string> Ours(XDocument file) =>
        file.Descendants()
            .Where(static e => e.Name.Namespace == Tw && e.Parent!.Name.Namespace != Tw)
            .Select(static e => Holder(e) + " " + Canonical(e).ToString(SaveOptions.DisableFormatting))
            .Order(StringComparer.Ordinal);

    private static string Holder(XElement part)
    {
        var holder = part.Parent!.Parent!;
        return holder.Name.LocalName + " " + (holder.Attribute("id") ?? holder.Parent!.Attribute("id"))?.Value;
    }

    private static XElement Canonical(XElement element) =>
        new(
            element.Name,
            element
                .Attributes()
                .Where(static a => !a.IsNamespaceDeclaration)
                .OrderBy(static a => a.Name.ToString(), StringComparer.Ordinal),
            element.HasElements
                ? element.Elements().OrderBy(static e => e.Name.LocalName, StringComparer.Ordinal).Select(Canonical)
                : element.Value.Trim()
        );

    private static (string Xml, string Warnings) RoundTrip(string file, string? descriptor = null)
    {
        Node.Require("bpmn-moddle");
        var script = Path.Combine(Path.GetDirectoryName(ExtensionSample.File)!, "round-trip.mjs");
        string[] arguments = [script, Node.Modules, file, .. descriptor is null ? [] : new[] { descriptor }];
        var (exit, xml, warnings) = Node.Run(ExtensionSchema.Folder, arguments);
        Assert.True(exit == 0, warnings);
        return (xml, warnings);
    }
}
