using System.Xml.Linq;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>
/// The attributes of BPMN 2.0 on what is run. One that the standard does not know is misspelt and would be without effect; some
/// that it knows change what a token does and are not run.
/// </summary>
internal static class AttributeRules
{
    private static readonly string[] Activity = ["default", "startQuantity", "completionQuantity", "isForCompensation"];

    private static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        ["startEvent"] = ["isInterrupting", "parallelMultiple"],
        ["intermediateCatchEvent"] = ["parallelMultiple"],
        ["intermediateThrowEvent"] = [],
        ["boundaryEvent"] = ["attachedToRef", "cancelActivity", "parallelMultiple"],
        ["endEvent"] = [],
        ["userTask"] = [.. Activity, "implementation"],
        ["manualTask"] = Activity,
        ["serviceTask"] = [.. Activity, "implementation", "operationRef"],
        ["scriptTask"] = [.. Activity, "scriptFormat"],
        ["sendTask"] = [.. Activity, "implementation", "operationRef", "messageRef"],
        ["receiveTask"] = [.. Activity, "implementation", "operationRef", "messageRef", "instantiate"],
        ["callActivity"] = [.. Activity, "calledElement"],
        ["subProcess"] = [.. Activity, "triggeredByEvent"],
        ["exclusiveGateway"] = ["gatewayDirection", "default"],
        ["inclusiveGateway"] = ["gatewayDirection", "default"],
        ["parallelGateway"] = ["gatewayDirection"],
        ["eventBasedGateway"] = ["gatewayDirection", "instantiate", "eventGatewayType"],
        ["sequenceFlow"] = ["sourceRef", "targetRef", "isImmediate"],
        ["standardLoopCharacteristics"] = ["testBefore", "loopMaximum"],
        ["multiInstanceLoopCharacteristics"] =
        [
            "isSequential",
            "behavior",
            "oneBehaviorEventRef",
            "noneBehaviorEventRef",
        ],
    };

    public static void Check(Reading reading, XElement process)
    {
        foreach (var element in process.Descendants().Where(Reading.IsBpmn))
        {
            if (!Known.TryGetValue(element.Name.LocalName, out var known))
                continue;
            foreach (var attribute in element.Attributes())
                if (
                    !attribute.IsNamespaceDeclaration
                    && attribute.Name.Namespace == XNamespace.None
                    && attribute.Name.LocalName is not ("id" or "name")
                    && !known.Contains(attribute.Name.LocalName)
                )
                    reading.Refuse(
                        attribute,
                        "unknown-attribute",
                        $"Expected an attribute of BPMN 2.0 on {element.Name.LocalName}, but found '{attribute.Name.LocalName}'.",
                        "Correct or remove the attribute."
                    );
            NotRun(reading, element);
        }
    }

    private static void NotRun(Reading reading, XElement element)
    {
        foreach (var quantity in new[] { "startQuantity", "completionQuantity" })
            if (Reading.Text(element, quantity) is not ("" or "1"))
                reading.Unsupported(element, $"{quantity} other than 1");
        if (reading.Flag(element, "isForCompensation", otherwise: false))
            reading.Unsupported(element, "an activity for compensation");
        if (reading.Flag(element, "parallelMultiple", otherwise: false))
            reading.Unsupported(element, "an event that waits for several");
        if (Reading.Text(element, "behavior") is not ("" or "All"))
            reading.Unsupported(element, "multi-instance that throws events");
    }
}
