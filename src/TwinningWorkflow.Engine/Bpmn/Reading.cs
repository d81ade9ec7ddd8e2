using System.Collections.Immutable;
using System.Xml;
using System.Xml.Linq;
using TwinningWorkflow.Engine.Expressions;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>What is known while a file is read, and the problems found so far.</summary>
internal sealed class Reading(HostAbilities host)
{
    public static readonly XNamespace Bpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    public static readonly XNamespace Tw = BpmnReader.ExtensionNamespace;
    private static readonly XName Language = XNamespace.Xml + "lang";

    public HostAbilities Host => host;

    public List<BpmnProblem> Problems { get; } = [];

    /// <summary>Every element that has an id; of two with the same the first.</summary>
    public Dictionary<string, XElement> ById { get; } = new(StringComparer.Ordinal);

    /// <summary>Message id to name.</summary>
    public Dictionary<string, string> Messages { get; } = new(StringComparer.Ordinal);

    /// <summary>Message name to its own words, of those that have any. The name is the message's key, not words for people.</summary>
    public Dictionary<string, Labels> MessageLabels { get; } = new(StringComparer.Ordinal);

    /// <summary>Error id to code.</summary>
    public Dictionary<string, string> Errors { get; } = new(StringComparer.Ordinal);

    /// <summary>Signal id to name.</summary>
    public Dictionary<string, string> Signals { get; } = new(StringComparer.Ordinal);

    /// <summary>Escalation id to code.</summary>
    public Dictionary<string, string> Escalations { get; } = new(StringComparer.Ordinal);

    /// <summary>Ids of errors and escalations that are declared without a code.</summary>
    public HashSet<string> WithoutCode { get; } = new(StringComparer.Ordinal);

    /// <summary>What the expressions of the process that is being read may name.</summary>
    public Names Names { get; set; } = Names.None;

    /// <summary>What those of each process may name, by the process's id.</summary>
    public Dictionary<string, Names> NamesOf { get; } = new(StringComparer.Ordinal);

    /// <summary>Lane role by node id.</summary>
    public Dictionary<string, Lane> LaneOf { get; } = new(StringComparer.Ordinal);

    /// <summary>The reminders of every deadline that has none of its own, in the process that is being read.</summary>
    public ImmutableArray<ReminderSpec> Reminders { get; set; } = ReminderSpec.Usual;

    public HashSet<string> Gates { get; } = new(StringComparer.Ordinal);

    /// <summary>Ids of elements that are refused as not run: what leads to them needs no second complaint.</summary>
    public HashSet<string> Unread { get; } = new(StringComparer.Ordinal);

    /// <summary>The file was published before: see <see cref="OfNewFiles"/>.</summary>
    public bool IsPublished { get; init; }

    /// <summary>Rules that came when files had been published already, and without which a file can be run all the same.</summary>
    private static readonly HashSet<string> OfNewFiles =
    [
        "formal-expression",
        "media-type",
        "id-form",
        "operation-missing",
        "end-missing",
        "outgoing-missing",
        "condition-alone",
        "gateway-direction",
        "event-gateway-target",
        "multiplicity",
        "message-flow",
        "unknown-choice",
    ];

    public void Refuse(XObject at, string rule, string message, string cure)
    {
        if (IsPublished && OfNewFiles.Contains(rule))
            return;
        var element = at as XElement ?? at.Parent;
        Problems.Add(new BpmnProblem(rule, IdOf(element), LineOf(at), message, cure));
    }

    /// <summary>Refuses an element, or a use of it, that is not run.</summary>
    public void Unsupported(XElement at, string what) =>
        Refuse(
            at,
            "unsupported-element",
            $"Expected an element that is run, but found {what}.",
            "Draw it with the elements of workflows/README.md."
        );

    /// <summary>The element's own id, or that of the nearest element around it that has one.</summary>
    public static string IdOf(XElement? element)
    {
        for (var e = element; e is not null; e = e.Parent)
            if (e.Attribute("id") is { Value.Length: > 0 } id)
                return id.Value;
        return element?.Name.LocalName ?? "";
    }

    public static int LineOf(XObject at) => at is IXmlLineInfo line && line.HasLineInfo() ? line.LineNumber : 0;

    public static string Text(XElement element, string attribute) => element.Attribute(attribute)?.Value.Trim() ?? "";

    public static bool IsBpmn(XElement element) => element.Name.Namespace == Bpmn;

    /// <summary>The extension elements of a name in an element's <c>extensionElements</c>.</summary>
    public static IEnumerable<XElement> Extensions(XElement element, string name) =>
        element.Elements(Bpmn + "extensionElements").Elements(Tw + name);

    public static XElement? Extension(XElement element, string name) => Extensions(element, name).FirstOrDefault();

    /// <summary>Words per language from <c>tw:NAME xml:lang</c> children.</summary>
    public Labels Labels(IEnumerable<XElement> elements)
    {
        var texts = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (var element in elements)
        {
            var language = element.Attribute(Language)?.Value ?? "it";
            if (!texts.TryAdd(language, element.Value.Trim()))
                Refuse(
                    element,
                    "label-twice",
                    $"Expected one {element.Name.LocalName} in '{language}', but there are two.",
                    "Remove one."
                );
        }
        return texts.Count == 0 ? Model.Labels.None : new Labels(texts.ToImmutable());
    }

    /// <summary>An element's labels; its name is the Italian one where no label says otherwise.</summary>
    public Labels Named(XElement element)
    {
        var labels = Labels(Extensions(element, "label").Concat(Extensions(element, "process").Elements(Tw + "label")));
        var name = Text(element, "name");
        return labels.Texts.ContainsKey("it") || name.Length == 0
            ? labels
            : new Labels(labels.Texts.SetItem("it", name));
    }

    /// <summary>An expression of an expected type; null with a problem when it is none.</summary>
    public Expression? Expression(XObject at, string text, params ReadOnlySpan<DataType> expected) =>
        Expression(at, text, Names, expected);

    /// <summary>An expression that may name more than is known everywhere.</summary>
    public Expression? Expression(XObject at, string text, Names names, params ReadOnlySpan<DataType> expected)
    {
        var (expression, error) = ExpressionParser.Parse(text, names);
        if (expression is null)
            Refuse(
                at,
                "expression",
                $"In '{text.Trim()}': {error}",
                "Correct the expression; see the condition language."
            );
        else if (!expected.Contains(expression.Type))
        {
            Refuse(
                at,
                "expression-type",
                $"Expected {string.Join(" or ", expected.ToArray())}, but '{expression.Text}' is {expression.Type}.",
                "Correct the expression."
            );
            return null;
        }
        Offered(at, expression);
        return expression;
    }

    /// <summary>Outcomes and choices are known here: what is misspelt would never be chosen, and a token would go the other way.</summary>
    public void Offered(XObject at, Expression? expression)
    {
        foreach (var never in expression?.NeverOffered ?? [])
            Refuse(
                at,
                "unknown-choice",
                $"Expected '{never.Variable}' to be compared with one of {string.Join(", ", never.Offered)}, but found '{never.Text}'.",
                "Correct the id of the outcome or choice."
            );
    }

    public bool Flag(XElement element, string attribute, bool otherwise)
    {
        var text = Text(element, attribute);
        if (text.Length == 0)
            return otherwise;
        // modellers that know our elements read their 1 as false
        var digits = IsBpmn(element);
        if (text == "true" || (text == "1" && digits))
            return true;
        if (text != "false" && (text != "0" || !digits))
            Refuse(element, "not-a-flag", $"Expected true or false in {attribute}, but found '{text}'.", "Correct it.");
        return false;
    }

    public T Choice<T>(XElement element, string attribute, T otherwise)
        where T : struct, Enum
    {
        var text = Text(element, attribute);
        if (text.Length == 0)
            return otherwise;
        foreach (var value in Enum.GetValues<T>())
            if (Spelled(value) == text)
                return value;
        Refuse(
            element,
            "unknown-value",
            $"Expected one of {string.Join(", ", Enum.GetValues<T>().Select(Spelled))} in {attribute}, but found '{text}'.",
            "Correct the value."
        );
        return otherwise;
    }

    public static ImmutableArray<string> Words(XElement element, string attribute) =>
        [.. Text(element, attribute).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];

    private static string Spelled<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
