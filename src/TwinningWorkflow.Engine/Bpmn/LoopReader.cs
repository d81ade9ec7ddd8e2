using System.Xml.Linq;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>Reads how often an activity runs for one token.</summary>
internal static class LoopReader
{
    public static MultiInstance? Read(Reading reading, XElement node)
    {
        var loop = node.Element(Reading.Bpmn + "multiInstanceLoopCharacteristics");
        if (loop is null)
            return null;
        if (reading.Flag(loop, "isSequential", otherwise: false))
            reading.Unsupported(node, "sequential multi-instance");
        foreach (var child in loop.Elements().Where(Reading.IsBpmn))
            if (child.Name.LocalName is not ("loopCardinality" or "documentation" or "extensionElements"))
                reading.Unsupported(node, "multi-instance with " + child.Name.LocalName);
        var items = Reading.Extension(loop, "items")?.Attribute("value");
        var cardinality = loop.Element(Reading.Bpmn + "loopCardinality");
        if ((items is null) == (cardinality is null))
        {
            reading.Refuse(
                loop,
                "multi-instance-items",
                "Expected either tw:items or loopCardinality, but found both or none.",
                "Say over what it runs."
            );
            return null;
        }
        var expression = items is not null
            ? reading.Expression(items, items.Value, DataType.List, DataType.Number)
            : reading.Expression(cardinality!, cardinality!.Value, DataType.Number);
        return expression is null ? null : new MultiInstance(expression);
    }
}
