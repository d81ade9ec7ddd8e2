using System.Collections;
using System.Reflection;
using TwinningWorkflow.Engine.Bpmn;
using TwinningWorkflow.Engine.Expressions;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Engine.Tests.Conformance;

namespace TwinningWorkflow.Engine.Tests.Model;

public sealed class NodeExpressionsTests
{
    /// <summary>What a form's bounds and a forecast ask never stops a token.</summary>
    private static readonly string[] StopsNothing =
    [
        nameof(FieldSpec.NotBefore),
        nameof(FieldSpec.NotAfter),
        nameof(FieldSpec.Differs),
        nameof(FieldSpec.LanguagesOf),
        nameof(StepForm.ExpectedOn),
    ];

    [Fact]
    public void No_expression_of_a_node_is_left_out_where_an_operator_is_told_what_is_read()
    {
        var file = Path.Combine(ConformanceFiles.Repository(), "workflows", "twinning.bpmn");
        var twinning = BpmnReader.Read(File.ReadAllBytes(file)).Definition!;
        var other = ProcessText.Definition(
            """
            <startEvent id="s"/><parallelGateway id="f"/><eventBasedGateway id="g"/>
            <intermediateCatchEvent id="c"><ext><tw:key value="n"/></ext><messageEventDefinition messageRef="m"/></intermediateCatchEvent>
            <receiveTask id="r" messageRef="q"><ext><tw:key value="n + 1"/></ext></receiveTask>
            <sendTask id="send" messageRef="o"><ext><tw:send address="to"/></ext><multiInstanceLoopCharacteristics><loopCardinality>n + 2</loopCardinality><completionCondition>n == 3</completionCondition></multiInstanceLoopCharacteristics></sendTask>
            <manualTask id="again"><standardLoopCharacteristics><loopCondition>n == 4</loopCondition></standardLoopCharacteristics></manualTask>
            <intermediateCatchEvent id="late"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></intermediateCatchEvent><endEvent id="e"/>
            <flow path="s f g c send again e"/><flow path="g late e"/><flow path="f r e"/>
            """,
            """<tw:variable name="n" type="number"/><tw:variable name="to"/>"""
        );

        var seen = 0;
        foreach (var definition in new[] { twinning, other })
        foreach (var node in definition.Nodes.Values)
        {
            var told = NodeExpressions
                .OnEntering(definition, node)
                .Concat(NodeExpressions.OnLeaving(node))
                .Concat(Waiting(definition, node))
                .ToHashSet(ReferenceEqualityComparer.Instance);
            foreach (var expression in Of(node))
            {
                seen++;
                Assert.True(told.Contains(expression), $"'{expression.Text}' of {node.Id} is not told");
            }
        }
        Assert.True(seen > 20, $"only {seen} expressions were found");
    }

    /// <summary>A boundary or start event is armed by its activity or scope, and told there.</summary>
    private static IEnumerable<Expression> Waiting(ProcessDefinition definition, FlowNode node) =>
        node switch
        {
            BoundaryEvent boundary => NodeExpressions.OnEntering(definition, definition.Node(boundary.AttachedTo)),
            StartEvent start when definition.Nodes.TryGetValue(start.Info.Container, out var sub) => definition
                .Contents[sub.Info.Container]
                .Select(definition.Node)
                .OfType<StartEvent>()
                .SelectMany(s => NodeExpressions.OnEntering(definition, s)),
            _ => [],
        };

    private static IEnumerable<Expression> Of(object? value) =>
        value switch
        {
            null or string or Labels => [],
            Expression expression => [expression],
            IEnumerable items => items.Cast<object>().SelectMany(Of),
            _ when value.GetType().Assembly == typeof(FlowNode).Assembly && !value.GetType().IsEnum => value
                .GetType()
                .GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(p => p.GetIndexParameters().Length == 0 && !StopsNothing.Contains(p.Name))
                // what comes in is another node's, and a boundary event a node of its own
                .Where(p => p.Name is not (nameof(NodeInfo.Incoming) or nameof(Activity.Boundaries)))
                .SelectMany(p => Of(p.GetValue(value))),
            _ => [],
        };
}
