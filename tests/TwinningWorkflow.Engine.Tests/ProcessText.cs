using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using TwinningWorkflow.Engine.Bpmn;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Tests;

/// <summary>
/// Makes a BPMN file of a short body. Short forms: <c>&lt;flow path="a b c"/&gt;</c> draws flows a-b and b-c,
/// <c>&lt;flow path="a b" when="x"/&gt;</c> gives one a condition, <c>&lt;ext&gt;</c> stands for extensionElements. Messages,
/// errors, signals and escalations that are referred to are declared; see also <see cref="Completion"/>.
/// </summary>
internal static partial class ProcessText
{
    private const string BpmnNamespace = "http://www.omg.org/spec/BPMN/20100524/MODEL";

    private static readonly (string Tag, string Name)[] Declared =
    [
        ("message", "name"),
        ("error", "errorCode"),
        ("signal", "name"),
        ("escalation", "escalationCode"),
    ];

    public static string File(string body, string settings = "", string beside = "") =>
        Completion.Of(Bare(body, settings, beside));

    /// <summary>The file without what every executable one must have: for tests of just that.</summary>
    public static string Bare(string body, string settings = "", string beside = "")
    {
        var expanded = Expanded(body);
        var others = Expanded(beside);
        var declared = string.Concat(
            Declared
                .SelectMany(kind =>
                    Referred(kind.Tag, expanded + others).Select(name => (kind.Tag, kind.Name, Id: name))
                )
                .Where(d => !IsThere(d.Tag, d.Id))
                .Select(d => $"""<{d.Tag} id="{d.Tag}-{d.Id}" {d.Name}="{d.Id}"/>""")
        );
        // an element may bear the name of what it waits for, and ids are unique in a file
        expanded = Reference().Replace(expanded, Apart);
        others = Reference().Replace(others, Apart);

        bool IsThere(string kind, string id) => beside.Contains($"<{kind} id=\"{id}\"", StringComparison.Ordinal);
        string Apart(Match m) =>
            IsThere(m.Groups["kind"].Value, m.Groups["name"].Value)
                ? m.Value
                : $"{m.Groups["kind"]}Ref=\"{m.Groups["kind"]}-{m.Groups["name"]}\"";

        return $"""
            <definitions xmlns="{BpmnNamespace}" xmlns:tw="{BpmnReader.ExtensionNamespace}" id="file">
            {declared}{others}
            <process id="p" name="Prova" isExecutable="true"><extensionElements><tw:process>{settings}</tw:process></extensionElements>
            {expanded}
            </process></definitions>
            """;
    }

    /// <summary>Another process of the same file, to stand beside.</summary>
    public static string Process(string id, string body, string settings = "", string attributes = "") =>
        $"""<process id="{id}" {attributes}><extensionElements><tw:process>{settings}</tw:process></extensionElements>{body}</process>""";

    private static string Expanded(string body) =>
        Flow()
            .Replace(body, Flows)
            .Replace("<ext>", "<extensionElements>", StringComparison.Ordinal)
            .Replace("</ext>", "</extensionElements>", StringComparison.Ordinal);

    /// <summary>The definition of a body that must be accepted.</summary>
    public static ProcessDefinition Definition(
        string body,
        string settings = "",
        HostAbilities? host = null,
        string beside = ""
    ) => Accepted(File(body, settings, beside), host);

    public static ProcessDefinition Accepted(string file, HostAbilities? host = null)
    {
        var reading = Read(file, host ?? HostAbilities.None);
        Assert.True(reading.Problems.IsEmpty, string.Join('\n', reading.Problems));
        return reading.Definition!;
    }

    public static BpmnReading Read(string file, ImmutableDictionary<string, DataType>? variables = null) =>
        Read(file, variables is null ? HostAbilities.None : new HostAbilities { Variables = variables });

    public static BpmnReading Read(string file, HostAbilities host) =>
        BpmnReader.Read(Encoding.UTF8.GetBytes(file), host);

    private static string Flows(Match match)
    {
        var element = XElement.Parse(match.Value);
        var path = element.Attribute("path")!.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var condition = element.Attribute("when") is { } when
            ? new XElement("conditionExpression", when.Value).ToString()
            : "";
        return string.Concat(
            path.Zip(path.Skip(1))
                .Select(ends =>
                    $"""<sequenceFlow id="{ends.First}-{ends.Second}" sourceRef="{ends.First}" targetRef="{ends.Second}">{condition}</sequenceFlow>"""
                )
        );
    }

    private static IEnumerable<string> Referred(string kind, string body) =>
        Reference()
            .Matches(body)
            .Where(m => m.Groups["kind"].Value == kind)
            .Select(m => m.Groups["name"].Value)
            .Distinct();

    [GeneratedRegex("<flow [^>]*/>", RegexOptions.NonBacktracking)]
    private static partial Regex Flow();

    [GeneratedRegex(
        "(?<kind>message|error|signal|escalation)Ref=\"(?<name>[A-Za-z0-9]+)\"",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Reference();
}
