using System.Xml;
using System.Xml.Linq;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>
/// Ids are unique in a file, and what refers to an element leads to one of the kind that the standard asks for, as one table.
/// What events, tasks and sequence flows refer to is told where they are read.
/// </summary>
internal static class ReferenceRules
{
    private const string AnyEventDefinition = "EventDefinition";

    /// <summary>Where ids share one space: the model, and the drawing.</summary>
    private const string Standard = "http://www.omg.org/spec/";

    private static readonly string[] Activities =
    [
        "task",
        "userTask",
        "manualTask",
        "serviceTask",
        "scriptTask",
        "sendTask",
        "receiveTask",
        "businessRuleTask",
        "callActivity",
        "subProcess",
        "transaction",
        "adHocSubProcess",
    ];

    /// <summary>Reference (attribute or child element), what may hold it (empty: anything), and the kinds to which it may lead (empty: all).</summary>
    private static readonly (string Reference, string Holder, string[] Kinds)[] Table =
    [
        ("itemRef", "", ["itemDefinition"]),
        ("itemSubjectRef", "", ["itemDefinition"]),
        ("operationRef", "", ["operation"]),
        ("inMessageRef", "", ["message"]),
        ("outMessageRef", "", ["message"]),
        ("errorRef", "operation", ["error"]),
        ("messageRef", "messageFlow", ["message"]),
        ("messageRef", "correlationPropertyRetrievalExpression", ["message"]),
        ("interfaceRef", "", ["interface"]),
        ("supportedInterfaceRef", "", ["interface"]),
        ("processRef", "", ["process"]),
        ("participantRef", "", ["participant"]),
        ("messageFlowRef", "", ["messageFlow"]),
        ("flowNodeRef", "", [.. Activities, "Event", "Gateway"]),
        ("categoryValueRef", "", ["categoryValue"]),
        ("correlationPropertyRef", "", ["correlationProperty"]),
        ("correlationKeyRef", "", ["correlationKey"]),
        ("eventDefinitionRef", "", [AnyEventDefinition]),
        ("oneBehaviorEventRef", "", [AnyEventDefinition]),
        ("noneBehaviorEventRef", "", [AnyEventDefinition]),
        ("activityRef", "", Activities),
        ("dataObjectRef", "", ["dataObject"]),
        ("dataStoreRef", "", ["dataStore"]),
        ("resourceRef", "", ["resource"]),
        ("parameterRef", "", ["resourceParameter"]),
        ("source", "linkEventDefinition", ["linkEventDefinition"]),
        ("target", "linkEventDefinition", ["linkEventDefinition"]),
        ("sourceRef", "association", []),
        ("targetRef", "association", []),
    ];

    private static readonly ILookup<string, (string Holder, string[] Kinds)> Rules = Table.ToLookup(
        static r => r.Reference,
        static r => (r.Holder, r.Kinds)
    );

    public static bool IsActivity(XElement element) =>
        Reading.IsBpmn(element) && Activities.Contains(element.Name.LocalName);

    public static void Check(Reading reading, XElement root)
    {
        foreach (var element in root.DescendantsAndSelf())
            if (element.Name.NamespaceName.StartsWith(Standard, StringComparison.Ordinal))
                Id(reading, element);
        if (reading.IsPublished)
            return;
        foreach (var element in root.Descendants().Where(Reading.IsBpmn))
        {
            foreach (var attribute in element.Attributes())
                if (attribute.Name.Namespace == XNamespace.None)
                    Reference(reading, element, attribute, attribute.Name.LocalName, attribute.Value);
            foreach (var child in element.Elements().Where(Reading.IsBpmn))
                if (!child.HasElements)
                    Reference(reading, element, child, child.Name.LocalName, child.Value);
        }
    }

    private static void Id(Reading reading, XElement element)
    {
        if (element.Attribute("id") is not { } id)
            return;
        if (!XmlReader.IsName(id.Value.Trim()) || id.Value.Contains(':', StringComparison.Ordinal))
            reading.Refuse(
                id,
                "id-form",
                $"Expected an id of letters, digits, '.', '-' and '_' that begins with a letter or '_', but found '{id.Value}'.",
                "Rename the element."
            );
        // of a file that was published before only its process was looked at
        if (
            !reading.ById.TryAdd(id.Value.Trim(), element)
            && (!reading.IsPublished || (InProcess(element) && InProcess(reading.ById[id.Value.Trim()])))
        )
            reading.Refuse(
                element,
                "id-twice",
                $"Expected each id once in the file, but '{id.Value}' is there again.",
                "Rename one."
            );
    }

    private static bool InProcess(XElement element) => element.AncestorsAndSelf(Reading.Bpmn + "process").Any();

    private static void Reference(Reading reading, XElement holder, XObject at, string name, string value)
    {
        foreach (var (of, kinds) in Rules[name])
        {
            if (of.Length > 0 && of != holder.Name.LocalName)
                continue;
            var found = reading.ById.GetValueOrDefault(EventReader.LocalPart(value.Trim()));
            if (found is null || (kinds.Length > 0 && !kinds.Any(k => IsOf(found, k))))
                reading.Refuse(
                    at,
                    Spelled(name),
                    $"Expected {name} to lead to {(kinds.Length is 0 or > 3 ? "an element" : "one of " + string.Join(", ", kinds))} of the file, but '{value.Trim()}' is {(found is null ? "none" : "a " + found.Name.LocalName)}.",
                    "Correct the reference, or declare what it leads to."
                );
        }
    }

    /// <summary>A kind in capitals is that of many: any event, any gateway, any event definition.</summary>
    private static bool IsOf(XElement element, string kind) =>
        Reading.IsBpmn(element)
        && (
            char.IsUpper(kind[0])
                ? element.Name.LocalName.EndsWith(kind, StringComparison.Ordinal)
                : element.Name.LocalName == kind
        );

    /// <summary>The rule's name: <c>operationRef</c> is told as <c>operation-ref</c>.</summary>
    private static string Spelled(string reference) =>
        string.Concat(reference.Select(static c => char.IsUpper(c) ? "-" + char.ToLowerInvariant(c) : c.ToString()));
}
