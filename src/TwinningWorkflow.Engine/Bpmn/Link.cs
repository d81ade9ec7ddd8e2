using System.Xml.Linq;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>Link events: a throw event and the catch event of the same name in the same container are one line, drawn apart.</summary>
internal static class Link
{
    public static readonly XName Throw = Reading.Bpmn + "intermediateThrowEvent";
    public static readonly XName Catch = Reading.Bpmn + "intermediateCatchEvent";

    /// <summary>The link's name; empty for an event that is no link.</summary>
    public static string NameOf(XElement node) =>
        node.Element(Reading.Bpmn + "linkEventDefinition") is { } link ? Reading.Text(link, "name") : "";
}
