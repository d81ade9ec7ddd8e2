using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>
/// What is to be executed says so: in an executable process expressions are formal ones (an Expression without that type is
/// prose, BPMN 2.0.2, 8.4.6), and formats are media types.
/// </summary>
internal static partial class FormatRules
{
    private static readonly XName Type = XNamespace.Get("http://www.w3.org/2001/XMLSchema-instance") + "type";

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
        "activationCondition",
    ];

    /// <summary>The expressions of a process that is run.</summary>
    public static void Formal(Reading reading, XElement process)
    {
        foreach (var element in process.Descendants().Where(Reading.IsBpmn))
            if (
                (Expressions.Contains(element.Name.LocalName) || IsAssigned(element))
                && EventReader.LocalPart(element.Attribute(Type)?.Value.Trim() ?? "") != "tFormalExpression"
            )
                reading.Refuse(
                    element,
                    "formal-expression",
                    $"Expected a formal expression in {element.Name.LocalName}, but its type is not said: what is not formal is prose.",
                    "Write xsi:type=\"bpmn:tFormalExpression\" on it, with the prefix of the file."
                );
    }

    /// <summary>Formats anywhere in the file.</summary>
    public static void MediaTypes(Reading reading, XElement root)
    {
        foreach (var element in root.DescendantsAndSelf().Where(Reading.IsBpmn))
        foreach (var attribute in element.Attributes())
            if (attribute.Name.LocalName is "textFormat" or "scriptFormat" && !MediaType().IsMatch(attribute.Value))
                reading.Refuse(
                    attribute,
                    "media-type",
                    $"Expected a media type such as text/plain in {attribute.Name.LocalName}, but found '{attribute.Value}'.",
                    "Correct it, or leave it out."
                );
    }

    private static bool IsAssigned(XElement element) =>
        element.Name.LocalName is "from" or "to" && element.Parent?.Name == Reading.Bpmn + "assignment";

    [GeneratedRegex(
        @"^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*(\s*;.*)?$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex MediaType();
}
