using System.Xml;
using System.Xml.Linq;

namespace TwinningWorkflow.Engine.Tests;

/// <summary>
/// Adds to a short file what BPMN asks of every executable one and what says nothing about the matter of a test: formal
/// expressions, an end event behind whatever leads nowhere, an operation for each message event that has none.
/// </summary>
internal static class Completion
{
    private static readonly XNamespace Bpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    private static readonly XNamespace Xsi = "http://www.w3.org/2001/XMLSchema-instance";

    private static readonly HashSet<string> Expressions =
    [
        "conditionExpression",
        "condition",
        "timeDate",
        "timeDuration",
        "timeCycle",
        "loopCondition",
        "loopCardinality",
        "completionCondition",
    ];

    /// <summary>A file that is not well-formed is left as it is.</summary>
    public static string Of(string file)
    {
        XDocument document;
        try
        {
            document = XDocument.Parse(file, LoadOptions.PreserveWhitespace);
        }
        catch (XmlException)
        {
            return file;
        }
        var root = document.Root!;
        foreach (var element in root.Descendants().ToList())
            if (element.Name.Namespace == Bpmn && Expressions.Contains(element.Name.LocalName))
                if (element.Attribute(Xsi + "type") is null)
                    element.SetAttributeValue(Xsi + "type", "tFormalExpression");
        Operations(root);
        foreach (var container in root.Descendants().Where(e => e.Element(Bpmn + "startEvent") is not null).ToList())
            Ends(container);
        return document.ToString(SaveOptions.DisableFormatting);
    }

    private static void Operations(XElement root)
    {
        var without = root.Descendants(Bpmn + "messageEventDefinition").Where(e => !e.HasElements).ToList();
        foreach (var definition in without)
            definition.Add(new XElement(Bpmn + "operationRef", "exchange"));
        if (without.Count > 0)
            root.AddFirst(
                new XElement(
                    Bpmn + "interface",
                    new XAttribute("id", "exchanges"),
                    new XElement(Bpmn + "operation", new XAttribute("id", "exchange"))
                )
            );
    }

    private static void Ends(XElement container)
    {
        var sources = container
            .Elements(Bpmn + "sequenceFlow")
            .Select(f => f.Attribute("sourceRef")?.Value)
            .ToHashSet();
        var loose = container
            .Elements()
            .Where(e => MayLeadNowhere(e) && e.Attribute("id") is { } id && !sources.Contains(id.Value))
            .ToList();
        // a circle: a way out that is never taken
        var circle = loose.Count == 0 && container.Element(Bpmn + "endEvent") is null;
        if (circle)
            loose =
            [
                .. container
                    .Elements()
                    .Where(e =>
                        MayLeadNowhere(e)
                        && e.Attribute("id") is not null
                        && e.Name.LocalName.EndsWith("Task", StringComparison.Ordinal)
                    )
                    .Take(1),
            ];
        if (loose.Count == 0)
            return;
        var end = container.Attribute("id")!.Value + "-end";
        container.Add(new XElement(Bpmn + "endEvent", new XAttribute("id", end)));
        foreach (var id in loose.Select(e => e.Attribute("id")!.Value))
            container.Add(
                new XElement(
                    Bpmn + "sequenceFlow",
                    new XAttribute("id", $"{id}-{end}"),
                    new XAttribute("sourceRef", id),
                    new XAttribute("targetRef", end),
                    circle ? Never() : null
                )
            );
    }

    private static XElement Never() =>
        new(Bpmn + "conditionExpression", new XAttribute(Xsi + "type", "tFormalExpression"), "false");

    private static bool MayLeadNowhere(XElement element) =>
        element.Name.LocalName switch
        {
            "subProcess" => element.Attribute("triggeredByEvent")?.Value is not "true",
            "intermediateThrowEvent" => element.Element(Bpmn + "linkEventDefinition") is null,
            "callActivity" => true,
            var name => name.EndsWith("Task", StringComparison.Ordinal)
                || name.EndsWith("Gateway", StringComparison.Ordinal) && name != "eventBasedGateway",
        };
}
