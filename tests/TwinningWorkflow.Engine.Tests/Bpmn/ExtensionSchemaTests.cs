using System.Xml.Linq;
using TwinningWorkflow.Engine.Bpmn;

namespace TwinningWorkflow.Engine.Tests.Bpmn;

/// <summary>The schema and the modellers' descriptor of the extension namespace say what the engine does.</summary>
public sealed class ExtensionSchemaTests
{
    private static readonly ExtensionClaims Engine = ExtensionClaims.OfTheEngine();

    [Fact]
    public void The_schema_has_every_element_where_the_engine_reads_it_with_every_attribute_and_no_more()
    {
        Assert.Equal(Engine.Places, ExtensionSchema.Claims.Places);
        Assert.Equal(Engine.Attributes, ExtensionSchema.Claims.Attributes);
    }

    [Fact]
    public void The_descriptor_has_every_element_where_the_engine_reads_it_with_every_attribute_and_no_more()
    {
        var (descriptor, leftOver) = ExtensionClaims.OfTheDescriptor(ModdleRoundTripTests.Descriptor);

        Assert.Empty(leftOver);
        Assert.Equal(Engine.Places, descriptor.Places);
        Assert.Equal(Engine.Attributes, descriptor.Attributes);
    }

    [Fact]
    public void Schema_and_descriptor_have_the_same_kinds_of_values()
    {
        var (descriptor, _) = ExtensionClaims.OfTheDescriptor(ModdleRoundTripTests.Descriptor);

        // a descriptor knows no lists
        foreach (var (attribute, kind) in ExtensionSchema.Claims.Kinds)
            Assert.Equal(
                $"{attribute}: {(kind.StartsWith("list of", StringComparison.Ordinal) ? "text" : kind)}",
                $"{attribute}: {descriptor.Kinds[attribute]}"
            );
    }

    [Fact]
    public void Every_process_file_of_the_product_is_valid()
    {
        var files = Directory.GetFiles(ExtensionSchema.Folder, "*.bpmn", SearchOption.AllDirectories);

        Assert.NotEmpty(files);
        foreach (var file in files)
            Assert.Empty(ExtensionSchema.Problems(XDocument.Load(file)));
    }

    [Fact]
    public void The_standards_schema_and_ours_find_every_process_file_valid_and_a_misspelt_one_not()
    {
        var bpmn = Path.Combine(Node.Require("bpmn-moddle"), "resources", "bpmn", "xsd", "BPMN20.xsd");
        foreach (var file in Directory.GetFiles(ExtensionSchema.Folder, "*.bpmn").Append(ExtensionSample.File))
            Assert.Empty(ExtensionSchema.ProblemsOfTheWhole(XDocument.Load(file), bpmn));

        var misspelt = ExtensionSample.Load();
        misspelt.Descendants().First(static e => e.Name.LocalName == "field").SetAttributeValue("typo", "x");
        Assert.NotEmpty(ExtensionSchema.ProblemsOfTheWhole(misspelt, bpmn));
    }

    [Fact]
    public void The_sample_has_every_element_and_attribute_and_both_schema_and_engine_take_it()
    {
        var sample = ExtensionSample.Claims();

        Assert.Equal(Engine.Attributes, sample.Attributes);
        Assert.Equal(Inner(Engine.Places), Inner(sample.Places));
        Assert.Equal(Names(Engine.Places), Names(sample.Places));
        Assert.Empty(ExtensionSchema.Problems(ExtensionSample.Load()));
        Assert.Empty(ExtensionSample.Read(ExtensionSample.Load()));

        static IEnumerable<string> Inner(IEnumerable<string> places) =>
            places.Where(static p => p.Contains(" in tw:", StringComparison.Ordinal));
        static IEnumerable<string> Names(IEnumerable<string> places) =>
            places.Select(static p => p.Split(' ')[0]).Distinct().Order(StringComparer.Ordinal);
    }

    [Fact]
    public void A_misspelt_element_or_attribute_is_refused_by_schema_and_engine()
    {
        foreach (var (file, element) in ExtensionSample.EachElement())
        {
            element.Name = element.Name.Namespace + (element.Name.LocalName + "s");
            Refused(file, element.Name.LocalName, "unknown-extension");
        }
        foreach (var (file, attribute) in ExtensionSample.EachAttribute())
        {
            attribute.Parent!.Add(new XAttribute(attribute.Name.LocalName + "s", attribute.Value));
            attribute.Remove();
            Refused(file, attribute.Name.LocalName, "unknown-attribute");
        }
    }

    [Fact]
    public void An_attribute_that_the_schema_asks_for_is_missed_by_the_engine()
    {
        foreach (var (file, attribute) in ExtensionSample.EachAttribute())
        {
            var claim = ExtensionSample.Claim(attribute);
            attribute.Remove();
            if (ExtensionSchema.Claims.Required.Contains(claim))
                Refused(file, claim);
            else
                Assert.True(ExtensionSchema.Problems(file).Count == 0, claim);
        }
    }

    [Fact]
    public void What_is_no_flag_no_number_and_no_value_to_choose_is_refused_by_schema_and_engine()
    {
        foreach (var (file, attribute) in ExtensionSample.EachAttribute())
        {
            var claim = ExtensionSample.Claim(attribute);
            attribute.Value = "~";
            var rules = ExtensionSample.Read(file).Select(static p => p.Rule).ToHashSet(StringComparer.Ordinal);
            Assert.Equal(
                ExtensionSchema.Claims.Kinds[claim] switch
                {
                    "flag" => "not-a-flag",
                    "number" => "number",
                    "text" => "",
                    _ => "unknown-value",
                },
                rules.Contains("not-a-flag") ? "not-a-flag"
                    : rules.Contains("unknown-value") ? "unknown-value"
                    : rules.Overlaps(["term-amount", "max-length", "setting-bound"]) ? "number"
                    : ""
            );
            if (ExtensionSchema.Problems(file).Count > 0)
                Assert.NotEmpty(rules);
        }
    }

    [Fact]
    public void The_values_to_choose_from_are_those_that_the_engine_takes()
    {
        foreach (var (file, attribute) in ExtensionSample.EachAttribute())
        {
            var claim = ExtensionSample.Claim(attribute);
            attribute.Value = "~";
            // "Expected one of a, b or c in type, but found ..."
            var offer = ExtensionSample.Read(file).FirstOrDefault(static p => p.Rule == "unknown-value")?.Message;
            if (offer is null)
                continue;
            var offered = offer[..offer.IndexOf(" in ", StringComparison.Ordinal)]
                .Replace("Expected ", "", StringComparison.Ordinal)
                .Replace("one of ", "", StringComparison.Ordinal)
                .Split([", ", " or "], StringSplitOptions.None);

            Assert.Equal(
                offered.Where(value => Takes(file, attribute, value)).Order(StringComparer.Ordinal),
                ExtensionSchema
                    .Claims.Kinds[claim]
                    .Replace("list of ", "", StringComparison.Ordinal)
                    .Split(' ')
                    .Order(StringComparer.Ordinal)
            );
        }
    }

    [Theory]
    [InlineData("<form xmlns='' role='clerk'/>", "unknown-extension")]
    [InlineData("<form xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'/>", "unknown-extension")]
    [InlineData("approved", "extension-text")]
    public void What_is_not_of_the_namespace_is_refused_inside_an_element_of_it(string content, string rule)
    {
        var file = ExtensionSample.Load();
        var form = file.Descendants().First(static e => e.Name.LocalName == "form");
        form.AddFirst(content[0] == '<' ? XElement.Parse(content) : new XText(content));

        Refused(file, content, rule);
    }

    [Fact]
    public void What_has_a_name_in_its_place_is_refused_a_second_time_by_schema_and_engine()
    {
        string[] named = ["condition", "choice", "outcome", "field", "setting", "gate", "variable", "list"];
        foreach (var (file, element) in ExtensionSample.EachElement())
            if (named.Contains(element.Name.LocalName))
            {
                element.AddAfterSelf(new XElement(element));
                Refused(file, element.ToString());
            }
    }

    /// <summary>Is it a value of the attribute, whatever else it makes wrong?</summary>
    private static bool Takes(XDocument file, XAttribute attribute, string value)
    {
        attribute.Value = value;
        return ExtensionSample
            .Read(file)
            .All(static p => p.Rule is not ("unknown-value" or "variable-type" or "setting-type"));
    }

    private static void Refused(XDocument file, string what, string? rule = null)
    {
        Assert.True(ExtensionSchema.Problems(file).Count > 0, $"The schema takes it: {what}");
        var problems = ExtensionSample.Read(file);
        Assert.True(problems.Count > 0, $"The engine takes it: {what}");
        if (rule is not null)
            Assert.Contains(problems, p => p.Rule == rule);
    }
}
