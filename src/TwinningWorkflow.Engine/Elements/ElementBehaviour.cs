using System.Collections.Immutable;
using TwinningWorkflow.Engine.Expressions;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Elements;

/// <summary>What a kind of node does when a token enters it and when one leaves it.</summary>
internal abstract class ElementBehaviour
{
    /// <param name="step">The step in the making.</param>
    /// <param name="node">The node.</param>
    /// <param name="scope">The scope in which the token runs.</param>
    /// <param name="via">The flow it came by; null when it did not come by one.</param>
    /// <param name="item">The item of a multi-instance body; empty otherwise.</param>
    public abstract void Enter(Step step, FlowNode node, long scope, SequenceFlow? via, string item);

    /// <summary>Does a token that enters have to wait until all others of the step rest?</summary>
    public virtual bool AfterOthers(FlowNode node) => false;

    /// <summary>
    /// BPMN 13.2.1: unconditional flows are always taken, conditional ones when true, the default one only when no
    /// condition is true.
    /// </summary>
    public virtual void Leave(Step step, FlowNode node, long scope, string item)
    {
        Assign(step, node, scope);
        if (node.Info.Outgoing.IsEmpty)
        {
            step.Touch(scope);
            return;
        }
        Func<string, DataValue?>? variables = null;
        var taken = 0;
        var conditionTrue = false;
        foreach (var flow in node.Info.Outgoing)
            if (
                flow.Id != node.Info.DefaultFlow
                && (flow.Condition is null || flow.Condition.Holds(variables ??= step.Variables(scope, "")))
            )
            {
                step.Take(flow, scope);
                taken++;
                conditionTrue |= flow.Condition is not null;
            }
        if (node.Info.DefaultFlow.Length > 0 && !conditionTrue)
        {
            step.Take(Default(node), scope);
            taken++;
        }
        if (taken == 0)
            throw NoFlow(node);
    }

    protected static void Assign(Step step, FlowNode node, long scope)
    {
        if (node.Info.Assignments.IsEmpty)
            return;
        var variables = step.Variables(scope, "");
        var values = ImmutableDictionary.CreateBuilder<string, DataValue>();
        foreach (var (variable, value) in node.Info.Assignments)
            values.Add(variable, value.Require(variables));
        step.Emit(new DataChanged(step.State.VariableScope(scope), values.ToImmutable()));
    }

    protected static SequenceFlow Default(FlowNode node) =>
        node.Info.Outgoing.First(f => f.Id == node.Info.DefaultFlow);

    protected static EvaluationException NoFlow(FlowNode node) =>
        new(
            Incidents.NoFlow,
            $"Expected a flow of '{node.Id}' to be true, but none is and there is no default: correct the data, then retry."
        );
}
