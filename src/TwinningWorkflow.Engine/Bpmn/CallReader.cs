using System.Collections.Immutable;
using System.Xml.Linq;
using TwinningWorkflow.Engine.Expressions;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>Reads call activities: which process they call, what it is given and what it results in.</summary>
internal sealed class CallReader(Reading reading)
{
    public CallActivity? Read(XElement node, NodeInfo info, Loop? loop, ImmutableArray<BoundaryEvent> boundaries)
    {
        var called = CalledBy(node);
        // a name that leads nowhere, and a process that calls itself, are told when the calls are followed
        return reading.NamesOf.TryGetValue(called, out var inside)
            ? new CallActivity(info, loop, boundaries, called, Given(node, inside), Results(node, inside))
            : null;
    }

    /// <summary>The id of the process that a call activity calls.</summary>
    public static string CalledBy(XElement node) => EventReader.LocalPart(Reading.Text(node, "calledElement"));

    private ImmutableArray<Assignment> Given(XElement node, Names inside)
    {
        var given = ImmutableArray.CreateBuilder<Assignment>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var element in Reading.Extensions(node, "in"))
        {
            var variable = Reading.Text(element, "variable");
            if (!inside.Inputs.Contains(variable))
                reading.Refuse(
                    element,
                    "unknown-variable",
                    $"Expected a variable that the called process declares, but '{variable}' is none.",
                    "Declare it with tw:variable in the called process."
                );
            else if (names.Contains(variable))
                reading.Refuse(
                    element,
                    "set-twice",
                    $"Expected one tw:in a variable, but '{variable}' is given again.",
                    "Keep one."
                );
            else if (
                reading.Expression(element, Reading.Text(element, "value"), inside.Variables[variable]) is { } value
            )
            {
                names.Add(variable);
                given.Add(new Assignment(variable, value));
            }
        }
        return given.ToImmutable();
    }

    private ImmutableArray<CallResult> Results(XElement node, Names inside)
    {
        var results = ImmutableArray.CreateBuilder<CallResult>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var element in Reading.Extensions(node, "out"))
        {
            // a name that is no name is told when the variables are collected
            var name = Reading.Text(element, "name");
            var (value, error) = ExpressionParser.Parse(Reading.Text(element, "value"), inside);
            if (names.Contains(name))
                reading.Refuse(
                    element,
                    "id-twice",
                    $"Expected each result once, but '{name}' is there again.",
                    "Rename one."
                );
            else if (value is null)
                reading.Refuse(
                    element,
                    "expression",
                    $"In '{Reading.Text(element, "value")}': {error}",
                    "Write it with what the called process knows."
                );
            else
            {
                reading.Offered(element, value);
                names.Add(name);
                results.Add(new CallResult(name, value));
            }
        }
        return results.ToImmutable();
    }
}
