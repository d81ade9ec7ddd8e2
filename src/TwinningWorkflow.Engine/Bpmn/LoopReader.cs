using System.Globalization;
using System.Xml.Linq;
using TwinningWorkflow.Engine.Expressions;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>Reads how often an activity runs for one token.</summary>
internal static class LoopReader
{
    private static readonly string[] OfBodies =
    [
        "loopCardinality",
        "completionCondition",
        "documentation",
        "extensionElements",
    ];

    private static readonly Dictionary<string, DataType> CompletionNames = new()
    {
        [LoopNames.Instances] = DataType.Number,
        [LoopNames.Active] = DataType.Number,
        [LoopNames.Completed] = DataType.Number,
        [LoopNames.Terminated] = DataType.Number,
    };

    private static readonly Dictionary<string, DataType> LoopConditionNames = new()
    {
        [LoopNames.Counter] = DataType.Number,
    };

    public static Loop? Read(Reading reading, XElement node)
    {
        var bodies = node.Elements(Reading.Bpmn + "multiInstanceLoopCharacteristics").ToList();
        var loops = node.Elements(Reading.Bpmn + "standardLoopCharacteristics").ToList();
        if (bodies.Count + loops.Count > 1)
            reading.Refuse(
                node,
                "one-loop",
                "Expected an activity to be multi-instance or a loop, but it is so more than once.",
                "Remove one, or put the activity into a sub-process of the other kind."
            );
        return bodies.Count > 0 ? Bodies(reading, node, bodies[0])
            : loops.Count > 0 ? Standard(reading, loops[0])
            : null;
    }

    private static MultiInstance? Bodies(Reading reading, XElement node, XElement loop)
    {
        foreach (var child in loop.Elements().Where(Reading.IsBpmn))
            if (!OfBodies.Contains(child.Name.LocalName))
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
        var completion = loop.Element(Reading.Bpmn + "completionCondition") is { } condition
            ? reading.Expression(
                condition,
                condition.Value,
                reading.Names with
                {
                    Here = CompletionNames,
                },
                DataType.Flag
            )
            : null;
        return expression is null
            ? null
            : new MultiInstance(expression)
            {
                Sequential = reading.Flag(loop, "isSequential", otherwise: false),
                Completion = completion,
            };
    }

    private static StandardLoop Standard(Reading reading, XElement loop)
    {
        var condition = loop.Element(Reading.Bpmn + "loopCondition");
        var most = Reading.Text(loop, "loopMaximum");
        long? maximum = null;
        if (most.Length > 0)
        {
            if (long.TryParse(most, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                maximum = number;
            if (maximum is null or < 1)
                reading.Refuse(
                    loop,
                    "loop-maximum",
                    $"Expected at least one run in loopMaximum, but found '{most}'.",
                    "Write a positive whole number, or leave it out."
                );
        }
        if (condition is null && most.Length == 0)
            reading.Refuse(
                loop,
                "loop-endless",
                "Expected a loopCondition or a loopMaximum, but there is neither: the loop would never end.",
                "Say how long it goes on."
            );
        return new StandardLoop(
            condition is null
                ? null
                : reading.Expression(
                    condition,
                    condition.Value,
                    reading.Names with
                    {
                        Here = LoopConditionNames,
                    },
                    DataType.Flag
                ),
            reading.Flag(loop, "testBefore", otherwise: false),
            maximum
        );
    }
}
