using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using TwinningWorkflow.Engine.Bpmn;
using TwinningWorkflow.Engine.Tests.Conformance;

namespace TwinningWorkflow.Engine.Tests.Bpmn;

/// <summary>
/// workflows/README.md says of every element of BPMN 2.0.2 what becomes of it. The elements and where they may stand are those
/// of the standard's own schema, which bpmn-moddle brings along.
/// </summary>
public sealed partial class ElementClaimsTests
{
    private static readonly XNamespace Bpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL";

    private static readonly HostAbilities Host = new() { ScriptFormats = ["text/any"] };

    private static readonly string[] NotRun = ["unsupported-element", "unsupported-event"];

    /// <summary>What a flow holds besides its condition changes nothing, and is read past even where it is refused elsewhere.</summary>
    private const string Flow = "sequenceFlow";

    private const string Definition = "EventDefinition";

    /// <summary>To what of the sample an added reference leads: one to nothing is refused.</summary>
    private static readonly Dictionary<string, string> Led = new(StringComparer.Ordinal)
    {
        ["interfaceRef"] = "register",
        ["operationRef"] = "enter",
        ["inMessageRef"] = "act",
        ["outMessageRef"] = "act",
        ["errorRef"] = "lost",
        ["source"] = "overHereLink",
        ["target"] = "overHereLink",
    };

    [Fact]
    public void Every_element_of_the_standard_is_claimed_once_and_none_that_it_does_not_have()
    {
        var claimed = Claims().SelectMany(static c => c.Value).ToList();

        Assert.Equal(Schema().Elements.Order(StringComparer.Ordinal), claimed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_runs_stands_in_a_file_that_is_read_without_a_problem()
    {
        Assert.Empty(BpmnReader.Read(Encoding.UTF8.GetBytes(Sample().ToString()), Host).Problems);
        Assert.Empty(Claims()["runs"].Except(Sample().Descendants().Select(static e => e.Name.LocalName)));
    }

    [Fact]
    public void What_is_read_past_makes_no_problem_wherever_it_may_stand()
    {
        foreach (var (element, place) in Placed("is read past"))
            Assert.True(Rules(element, place).Count == 0, $"{element} in {place} is refused.");
    }

    [Fact]
    public void What_is_refused_is_refused_wherever_it_may_stand()
    {
        foreach (var (element, place) in Placed("is refused"))
            if (place != Flow)
                Assert.True(Rules(element, place).Overlaps(NotRun), $"{element} in {place} is not refused.");
    }

    [Fact]
    public void What_stands_in_refused_elements_alone_stands_in_nothing_that_runs() =>
        Assert.Empty(Placed("stands in what is refused, or is a general term of the standard"));

    [Fact]
    public void Every_rule_that_the_readme_names_is_one_of_the_reader()
    {
        var source = string.Concat(
            Directory
                .GetFiles(Path.Combine(ConformanceFiles.Repository(), "src", "TwinningWorkflow.Engine", "Bpmn"), "*.cs")
                .Select(File.ReadAllText)
        );
        var named = Section("## What is refused")
            .Split('\n')
            .Where(static l => l.StartsWith("| ", StringComparison.Ordinal))
            .SelectMany(static l => Code().Matches(l.Split(" | ")[^1]))
            .Select(static m => m.Groups["code"].Value)
            .ToList();

        Assert.NotEmpty(named);
        // message-ref, error-code and the like are put together
        foreach (var rule in named)
            Assert.True(
                source.Contains($"\"{rule}\"", StringComparison.Ordinal)
                    || source.Contains($"\"-{rule.Split('-')[^1]}\"", StringComparison.Ordinal),
                rule
            );
    }

    private static IEnumerable<(string Element, string Place)> Placed(string claim)
    {
        var children = Schema().Children;
        var places = Sample().Descendants().Select(static e => e.Name.LocalName).Distinct().Where(children.ContainsKey);
        return from place in places from element in Claims()[claim].Intersect(children[place]) select (element, place);
    }

    /// <summary>The rules by which the sample is refused once the element stands in it.</summary>
    private static HashSet<string> Rules(string element, string place)
    {
        var file = Sample();
        var holder = file.Descendants(Bpmn + place).First();
        // an event with two definitions is refused whatever they are
        if (element.EndsWith(Definition, StringComparison.Ordinal))
            holder
                .Elements()
                .Where(static e => e.Name.LocalName.EndsWith(Definition, StringComparison.Ordinal))
                .Remove();
        var added = new XElement(Bpmn + element, new XAttribute("id", "added"), Led.GetValueOrDefault(element));
        if (element == "messageFlow")
            added.Add(new XAttribute("sourceRef", "there"), new XAttribute("targetRef", "here"));
        holder.Add(added);
        return [.. BpmnReader.Read(Encoding.UTF8.GetBytes(file.ToString()), Host).Problems.Select(static p => p.Rule)];
    }

    private static XDocument Sample() =>
        XDocument.Load(Path.Combine(Path.GetDirectoryName(ExtensionSample.File)!, "every-construct.bpmn"));

    /// <summary>The lists of README.md: what becomes of them, and the elements.</summary>
    private static Dictionary<string, List<string>> Claims() =>
        Section("### Every element of the standard")
            .Split("\n\n")
            .Where(static p => p.StartsWith("**", StringComparison.Ordinal))
            .ToDictionary(
                static p => p[2..p.IndexOf("**", 2, StringComparison.Ordinal)],
                static p => Code().Matches(p).Select(static m => m.Groups["code"].Value).ToList()
            );

    private static string Section(string heading)
    {
        var text = File.ReadAllText(Path.Combine(ExtensionSchema.Folder, "README.md"));
        var start = text.IndexOf("\n" + heading + "\n", StringComparison.Ordinal);
        Assert.True(start >= 0, heading);
        var end = text.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        return text[start..(end < 0 ? text.Length : end)];
    }

    /// <summary>The elements of the standard, and which each of them may hold.</summary>
    private static (HashSet<string> Elements, Dictionary<string, HashSet<string>> Children) Schema()
    {
        XNamespace xsd = "http://www.w3.org/2001/XMLSchema";
        var folder = Path.Combine(Node.Require("bpmn-moddle"), "resources", "bpmn", "xsd");
        var roots = new[] { "BPMN20.xsd", "Semantic.xsd" }
            .Select(f => XDocument.Load(Path.Combine(folder, f)).Root!)
            .ToList();
        var global = roots.Elements(xsd + "element").ToDictionary(Name);
        var types = roots.Elements(xsd + "complexType").ToDictionary(Name);
        var inPlaceOf = global.Values.ToLookup(static e => Local(e, "substitutionGroup"), Name);
        return (
            // the drawing is another matter
            [.. roots.Descendants(xsd + "element").Select(Name).Where(static n => n.Length > 0)],
            global.ToDictionary(
                static e => e.Key,
                e => types.TryGetValue(Local(e.Value, "type"), out var t) ? Held(t) : []
            )
        );

        static string Name(XElement element) => element.Attribute("name")?.Value ?? "";
        static string Local(XElement element, string attribute) =>
            element.Attribute(attribute)?.Value.Split(':')[^1] ?? "";

        HashSet<string> Held(XElement type)
        {
            var held = new HashSet<string>(StringComparer.Ordinal);
            if (
                type.Descendants(xsd + "extension").FirstOrDefault() is { } extends
                && types.TryGetValue(Local(extends, "base"), out var general)
            )
                held.UnionWith(Held(general));
            foreach (var element in type.Descendants(xsd + "element"))
                held.UnionWith(Name(element) is { Length: > 0 } own ? [own] : Meant(Local(element, "ref")));
            return held;
        }

        IEnumerable<string> Meant(string reference) =>
            !global.TryGetValue(reference, out var element)
                ? []
                : (element.Attribute("abstract")?.Value == "true" ? [] : new[] { reference }).Concat(
                    inPlaceOf[reference].SelectMany(Meant)
                );
    }

    [GeneratedRegex("`(?<code>[A-Za-z-]+)`", RegexOptions.NonBacktracking)]
    private static partial Regex Code();
}
