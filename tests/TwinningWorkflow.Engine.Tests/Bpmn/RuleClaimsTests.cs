using System.Text.RegularExpressions;
using TwinningWorkflow.Engine.Tests.Conformance;

namespace TwinningWorkflow.Engine.Tests.Bpmn;

/// <summary>workflows/README.md names every rule by which the reader refuses a file, and none that it does not have.</summary>
public sealed partial class RuleClaimsTests
{
    private static readonly string Reader = string.Concat(
        Directory
            .GetFiles(Path.Combine(ConformanceFiles.Repository(), "src", "TwinningWorkflow.Engine", "Bpmn"), "*.cs")
            .Select(File.ReadAllText)
    );

    [Fact]
    public void Every_rule_of_the_reader_stands_in_the_table() =>
        Assert.Empty(Written().Except(Claimed()).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_rule_of_the_table_is_one_of_the_reader() =>
        Assert.Empty(Claimed().Except(Written()).Where(static rule => !IsSpelled(rule)).Order(StringComparer.Ordinal));

    /// <summary>Some are put together: called as the reference is that they are about, or as the kind of an event.</summary>
    private static bool IsSpelled(string rule) =>
        Has($"\"{Reference(rule)}\"")
        || rule.Split('-') is [var kind, var about] && Has($"\"{kind}\"") && Has($"kind + \"-{about}\"");

    private static bool Has(string code) => Reader.Contains(code, StringComparison.Ordinal);

    /// <summary>The codes that the source writes out: words with hyphens, and single ones where something is refused.</summary>
    private static HashSet<string> Written() =>
        [
            .. Hyphened().Matches(Reader).Select(static m => m.Groups["code"].Value).Where(static c => !IsEncoding(c)),
            .. Refusal().Matches(Reader).Select(static m => m.Groups["code"].Value),
        ];

    private static HashSet<string> Claimed()
    {
        var readme = File.ReadAllText(Path.Combine(ConformanceFiles.Repository(), "workflows", "README.md"));
        var section = readme[
            readme.IndexOf("## What is refused", StringComparison.Ordinal)..readme.IndexOf(
                "### Every element of the standard",
                StringComparison.Ordinal
            )
        ];
        var codes = section
            .Split('\n')
            .Where(static line => line.StartsWith("| ", StringComparison.Ordinal))
            .SelectMany(static line => Code().Matches(line.TrimEnd(' ', '|').Split(" | ")[^1]))
            .Select(static m => m.Groups["code"].Value)
            .ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(codes);
        return codes;
    }

    private static bool IsEncoding(string code) => code.StartsWith("utf-", StringComparison.Ordinal);

    private static string Reference(string rule) =>
        Initial().Replace(rule, static m => m.Groups["letter"].Value.ToUpperInvariant());

    [GeneratedRegex("\"(?<code>[a-z]+(-[a-z0-9]+)+)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Hyphened();

    [GeneratedRegex(
        "(Refuse|Rule)\\([^\";]*?\"(?<code>[a-z]+)\",",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Refusal();

    [GeneratedRegex("`(?<code>[a-z0-9-]+)`", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Code();

    [GeneratedRegex("-(?<letter>[a-z])", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Initial();
}
