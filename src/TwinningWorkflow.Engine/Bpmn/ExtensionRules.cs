using System.Xml.Linq;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>
/// Where each element of the extension namespace may stand and which attributes it has, as one table. Whatever is misspelt or
/// stands where nobody reads it is refused: it would be silently without effect.
/// </summary>
internal static class ExtensionRules
{
    private const string Tw = "tw:";

    /// <summary>Any BPMN element.</summary>
    private const string Any = "*";

    private static readonly string[] Activities =
    [
        "userTask",
        "serviceTask",
        "scriptTask",
        "sendTask",
        "receiveTask",
        "manualTask",
        "callActivity",
        "subProcess",
    ];

    private static readonly string[] Events = ["startEvent", "intermediateCatchEvent", "boundaryEvent"];

    private const string Throw = "intermediateThrowEvent";

    private static readonly string[] Gateways = ["exclusiveGateway", "inclusiveGateway", "parallelGateway"];

    /// <summary>What says how a term is counted.</summary>
    private static readonly string[] Counted = ["amount", "unit", "direction", "firstDay", "calendar", "start"];

    /// <summary>workflows/twinning-extensions.xsd and workflows/twinning-moddle.json say the same; a test compares them.</summary>
    public static readonly IReadOnlyList<Rule> Table =
    [
        new("process", ["process"], ["zone", "goal"]),
        new("variable", ["tw:process"], ["name", "type"]),
        new("list", ["tw:process"], ["name", "items"]),
        new("setting", ["tw:process"], ["id", "type", "default", "min", "max"]),
        new("gate", ["tw:process"], ["id"]),
        new("condition", ["tw:gate"], ["id", "when", "severity", "evidence"]),
        new("cure", ["tw:condition"], []),
        new(
            "label",
            [
                Any,
                "tw:process",
                "tw:variable",
                "tw:setting",
                "tw:gate",
                "tw:condition",
                "tw:outcome",
                "tw:field",
                "tw:choice",
            ],
            []
        ),
        new("lane", ["lane"], ["role"]),
        new(
            "form",
            ["userTask", "receiveTask", .. Events],
            ["role", "gate", "gateFor", "body", "expected", "expectedDays", "expectedOn", "byMail", "notBy"]
        ),
        new("outcome", ["tw:form"], ["id"]),
        new(
            "field",
            ["tw:form"],
            [
                "id",
                "type",
                "required",
                "requiredFor",
                "notBefore",
                "notAfter",
                "differs",
                "personal",
                "maxLength",
                "languagesOf",
            ]
        ),
        new("choice", ["tw:field", "tw:setting"], ["id"]),
        new("help", ["tw:form", "tw:field", "tw:setting"], []),
        new("otherwise", ["tw:form"], []),
        new("ground", ["tw:form", "tw:term", "tw:deadline"], ["basis"]),
        new("deadline", ["tw:form"], [.. Counted, "from", "reminders"]),
        new("reminders", ["tw:process"], []),
        new("remind", ["tw:reminders", "tw:deadline"], ["at", "days", "every", "to", "climbs"]),
        new("remind", ["tw:term"], ["at", "days", "to"]),
        new("term", ["timerEventDefinition"], [.. Counted, "from", "festivo", "template"]),
        new("term", ["tw:send"], ["amount", "unit"]),
        new("send", ["sendTask"], ["to", "address", "template", "facts"]),
        new("send", ["endEvent", Throw], ["to"]),
        new("service", ["serviceTask"], ["name"]),
        new("result", ["tw:service"], ["name", "type"]),
        new("key", ["receiveTask", .. Events], ["value"]),
        new("set", [.. Activities, .. Events, .. Gateways, "endEvent", Throw], ["variable", "value"]),
        new("in", ["callActivity"], ["variable", "value"]),
        new("out", ["callActivity"], ["name", "value"]),
        new("items", ["multiInstanceLoopCharacteristics"], ["value"]),
    ];

    /// <summary>What stands once in its place: a second one would not be read.</summary>
    private static readonly string[] Once =
    [
        "process",
        "lane",
        "form",
        "deadline",
        "term",
        "reminders",
        "send",
        "service",
        "key",
        "items",
    ];

    /// <summary>What would be read past when it is left out; the readers of the others miss them.</summary>
    private static readonly (string Name, string Attribute)[] Needed =
    [
        ("lane", "role"),
        ("key", "value"),
        ("remind", "at"),
    ];

    /// <summary>What holds words of people; the others hold no text.</summary>
    private static readonly string[] Words = ["label", "help", "otherwise", "cure", "ground"];

    public sealed record Rule(string Name, string[] In, string[] Attributes);

    public static void Check(Reading reading, XElement root)
    {
        foreach (var element in root.DescendantsAndSelf())
        {
            foreach (var attribute in element.Attributes())
                if (attribute.Name.Namespace == Reading.Tw)
                    reading.Refuse(
                        attribute,
                        "unknown-attribute",
                        $"Expected no attribute of the extension namespace, but found '{attribute.Name.LocalName}' on {element.Name.LocalName}.",
                        "Write it as an element; see the extension namespace."
                    );
            if (element.Name.Namespace == Reading.Tw)
                Check(reading, element, Place(element));
            else if (element.Parent is { } parent && parent.Name.Namespace == Reading.Tw)
                reading.Refuse(
                    element,
                    "unknown-extension",
                    $"Expected elements of the extension namespace in tw:{parent.Name.LocalName}, but found {element.Name.LocalName} of another.",
                    "Give it the prefix of the extension namespace, or remove it."
                );
        }
    }

    /// <summary>What an element of ours stands in; empty where it stands outside of extensionElements.</summary>
    private static string Place(XElement element) =>
        element.Parent switch
        {
            { } parent when parent.Name.Namespace == Reading.Tw => Tw + parent.Name.LocalName,
            { Parent: { } holder } parent when parent.Name == Reading.Bpmn + "extensionElements" => holder
                .Name
                .LocalName,
            _ => "",
        };

    private static void Check(Reading reading, XElement element, string place)
    {
        var name = element.Name.LocalName;
        var rule = Table.FirstOrDefault(r =>
            r.Name == name && r.In.Any(p => p == place || (p == Any && IsBpmn(place)))
        );
        if (rule is null)
        {
            reading.Refuse(
                element,
                "unknown-extension",
                $"Expected an element that is read in {(place.Length > 0 ? place : "this place")}, but found tw:{name}.",
                "Correct, move or remove the element; see the extension namespace."
            );
            return;
        }
        if (Once.Contains(name) && element.ElementsBeforeSelf(element.Name).Any())
            reading.Refuse(
                element,
                "extension-twice",
                $"Expected tw:{name} once, but it is there again.",
                "Remove one."
            );
        foreach (
            var (_, attribute) in Needed.Where(n => n.Name == name && Reading.Text(element, n.Attribute).Length == 0)
        )
            reading.Refuse(
                element,
                "attribute-missing",
                $"Expected {attribute} on tw:{name}, but there is none.",
                "Give it, or remove the element."
            );
        if (
            !Words.Contains(name)
            && element.Nodes().OfType<XText>().Any(static t => !string.IsNullOrWhiteSpace(t.Value))
        )
            reading.Refuse(
                element,
                "extension-text",
                $"Expected no text in tw:{name}, but there is some.",
                "Write it as an attribute, or remove it."
            );
        if (name is "form" or "key")
            OnMessage(reading, element);
        if (name is "deadline" && element.Parent!.Parent?.Parent?.Name != Reading.Bpmn + "userTask")
            reading.Refuse(
                element,
                "unknown-extension",
                "Expected tw:deadline on a user task: a message has none.",
                "Remove it, or draw a timer beside the message."
            );
        if (
            name is "form"
            && element.Attribute("notBy") is { } notBy
            && element.Parent!.Parent!.Name != Reading.Bpmn + "userTask"
        )
            reading.Refuse(
                notBy,
                "unknown-attribute",
                "Expected notBy on a user task: who records a message did not make it.",
                "Remove it, or ask in a user task."
            );
        if (name is "remind" && element.Parent!.Parent!.Name == Reading.Tw + "send")
            reading.Refuse(
                element,
                "unknown-extension",
                "Expected tw:remind where a deadline or a timer's term runs, but a message only tells within how long an answer is expected.",
                "Remove it, or draw a timer that waits for the answer."
            );
        if (name is "set" && Reading.Text(element.Parent!.Parent!, "triggeredByEvent") is "true" or "1")
            reading.Refuse(
                element,
                "unknown-extension",
                "Expected tw:set where a token leaves, but none leaves an event sub-process.",
                "Write it at the start or end event in it."
            );
        foreach (var attribute in element.Attributes())
            if (
                !attribute.IsNamespaceDeclaration
                && attribute.Name.Namespace == XNamespace.None
                && !rule.Attributes.Contains(attribute.Name.LocalName)
            )
                reading.Refuse(
                    attribute,
                    "unknown-attribute",
                    rule.Attributes.Length > 0
                        ? $"Expected one of {string.Join(", ", rule.Attributes)} on tw:{name}, but found '{attribute.Name.LocalName}'."
                        : $"Expected xml:lang only on tw:{name}, but found '{attribute.Name.LocalName}'.",
                    "Correct or remove the attribute."
                );
    }

    /// <summary>On an event, a form or key is read only where a running process waits for a message.</summary>
    private static void OnMessage(Reading reading, XElement element)
    {
        var holder = element.Parent!.Parent!;
        if (!Events.Contains(holder.Name.LocalName))
            return;
        var begins = holder.Name.LocalName == "startEvent" && holder.Parent?.Name.LocalName == "process";
        if (begins || holder.Element(Reading.Bpmn + "messageEventDefinition") is null)
            reading.Refuse(
                element,
                "unknown-extension",
                $"Expected tw:{element.Name.LocalName} on an event at which a running process waits for a message, but this one is another.",
                "Remove it, or ask in a user task."
            );
    }

    private static bool IsBpmn(string place) => place.Length > 0 && !place.StartsWith(Tw, StringComparison.Ordinal);
}
