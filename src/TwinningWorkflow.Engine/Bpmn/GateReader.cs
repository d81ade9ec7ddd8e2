using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Xml.Linq;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>Reads <c>tw:gate</c>: named conditions that steps wait for.</summary>
internal static class GateReader
{
    public static FrozenDictionary<string, Gate> Read(Reading reading, XElement process)
    {
        var gates = new Dictionary<string, Gate>(StringComparer.Ordinal);
        foreach (var settings in Reading.Extensions(process, "process"))
        {
            foreach (var element in settings.Elements(Reading.Tw + "gate"))
            {
                var id = Reading.Text(element, "id");
                var conditions = element
                    .Elements(Reading.Tw + "condition")
                    .Select(c => Condition(reading, c))
                    .OfType<GateCondition>()
                    .ToImmutableArray();
                FormReader.Unique(reading, element, conditions.Select(c => c.Id), "condition");
                var labels = reading.Labels(element.Elements(Reading.Tw + "label"));
                if (id.Length == 0 || !reading.Gates.Add(id))
                    reading.Refuse(
                        element,
                        "gate-id",
                        $"Expected a new gate id, but found '{id}'.",
                        "Rename the gate."
                    );
                else
                    gates[id] = new Gate(id, labels, conditions);
            }
        }
        return gates.ToFrozenDictionary();
    }

    private static GateCondition? Condition(Reading reading, XElement element)
    {
        var when = reading.Expression(element, Reading.Text(element, "when"), DataType.Flag);
        return when is null
            ? null
            : new GateCondition(
                FormReader.Id(reading, element),
                when,
                reading.Labels(element.Elements(Reading.Tw + "label")),
                reading.Labels(element.Elements(Reading.Tw + "cure")),
                reading.Choice(element, "severity", GateSeverity.Blocks),
                Evidence(reading, element)
            );
    }

    /// <summary>Personal data too: people read their label and no more.</summary>
    private static ImmutableArray<string> Evidence(Reading reading, XElement element)
    {
        var names = Reading.Words(element, "evidence");
        foreach (var name in names)
            if (reading.Names.TypeOf(name) is null || name is "item")
                reading.Refuse(
                    element,
                    "unknown-evidence",
                    $"Expected known variables in evidence, but found '{name}'.",
                    "Name a variable of the file, such as a step's field, or remove it."
                );
        return names;
    }
}
