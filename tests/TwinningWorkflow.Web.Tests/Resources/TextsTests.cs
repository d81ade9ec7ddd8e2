using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Resources;

public sealed partial class TextsTests
{
    [Fact]
    public void Italian_and_English_have_the_same_keys()
    {
        foreach (var italian in ItalianFiles())
            Assert.Equal(Texts(italian).Keys.Order(), Texts(English(italian)).Keys.Order());
    }

    [Fact]
    public void A_text_has_the_same_placeholders_in_both_languages()
    {
        foreach (var italian in ItalianFiles())
        {
            var english = Texts(English(italian));
            foreach (var (key, text) in Texts(italian))
                Assert.True(
                    Placeholders(text).SequenceEqual(Placeholders(english[key])),
                    $"Expected the same placeholders in both languages of {Sources.Short(italian)}, but {key} differs."
                );
        }
    }

    [Fact]
    public void No_text_is_empty()
    {
        var empty =
            from file in Sources.In("Resources", "*.resx")
            from text in Texts(file)
            where string.IsNullOrWhiteSpace(text.Value)
            select $"{Sources.Short(file)}: {text.Key}";

        Assert.Empty(empty);
    }

    [Fact]
    public void Every_text_that_the_program_asks_for_by_name_exists()
    {
        var missing =
            from file in Sources.In("Features", "*.cs*").Concat(Sources.In("Hosting", "*.cs"))
            let source = File.ReadAllText(file)
            from localiser in Localisers(file, source)
            let known = Texts(Path.Combine(Sources.Web, "Resources", localiser.Set + ".resx"))
            from Match use in Use().Matches(source)
            where use.Groups["name"].Value == localiser.Name && !known.ContainsKey(use.Groups["key"].Value)
            select $"{Sources.Short(file)} asks {localiser.Set} for {use.Groups["key"].Value}";

        Assert.Empty(missing);
    }

    // what a file injects itself, and what the _ViewImports above a page inject for it
    private static IEnumerable<(string Name, string Set)> Localisers(string file, string source)
    {
        var sources = new List<string> { source };
        for (var folder = Path.GetDirectoryName(file); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var imports = Path.Combine(folder, "_ViewImports.cshtml");
            if (File.Exists(imports) && file.EndsWith(".cshtml", StringComparison.Ordinal))
                sources.Add(File.ReadAllText(imports));
        }
        return sources
            .SelectMany(text => Localiser().Matches(text))
            .Select(match => (match.Groups["name"].Value, match.Groups["set"].Value))
            .Distinct();
    }

    private static IEnumerable<string> ItalianFiles() =>
        Sources.In("Resources", "*.resx").Where(file => !Path.GetFileNameWithoutExtension(file).Contains('.'));

    private static string English(string italian) => Path.ChangeExtension(italian, "en.resx");

    private static Dictionary<string, string> Texts(string file) =>
        XDocument
            .Load(file)
            .Root!.Elements("data")
            .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    private static IEnumerable<string> Placeholders(string text) =>
        Placeholder().Matches(text).Select(match => match.Value).Distinct().Order();

    [GeneratedRegex(@"\{\d+\}", RegexOptions.None, 1000)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"(?<![\w.])(?<name>\w+)\[""(?<key>[^""]+)""\s*[,\]]", RegexOptions.None, 1000)]
    private static partial Regex Use();

    [GeneratedRegex(@"IStringLocalizer<(?<set>\w+)> (?<name>\w+)", RegexOptions.None, 1000)]
    private static partial Regex Localiser();
}
