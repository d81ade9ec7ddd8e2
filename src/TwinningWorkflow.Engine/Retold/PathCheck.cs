using System.Collections.Immutable;
using NodaTime;
using TwinningWorkflow.Engine.Expressions;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Retold;

/// <summary>
/// Where the process would have gone another way. The journal tells which flows a step took, not when in the step each was
/// chosen: a choice is looked at in every state that the step went through and in which the flows that were taken are those that
/// would be chosen.
/// </summary>
internal sealed class PathCheck
{
    private readonly List<Moment> moments = [];
    private readonly SortedSet<string> nodes = new(StringComparer.Ordinal);

    private sealed record Moment(ProcessState Actual, LocalDate? Due, Telling Was, Telling Would);

    /// <summary>The nodes at which it would have parted.</summary>
    public IReadOnlyCollection<string> Nodes => nodes;

    /// <summary>A step begins: how things stood at the end of the last one is all that is kept.</summary>
    public void Begin(LocalDate today)
    {
        if (moments is not [.., var last])
            return;
        moments.Clear();
        moments.Add(
            new Moment(
                last.Actual,
                null,
                last.Was with
                {
                    Today = today,
                    Due = null,
                },
                last.Would with
                {
                    Today = today,
                    Due = null,
                    IsDueUnsure = false,
                }
            )
        );
    }

    /// <summary>How things stand after an event.</summary>
    public void Note(ProcessState actual, LocalDate? due, Telling was, Telling would) =>
        moments.Add(new Moment(actual, due, was, would));

    /// <summary>The step has told which flows it took.</summary>
    public void Check(ProcessDefinition definition, FlowsTaken taken)
    {
        var flows = taken.Flows.ToHashSet(StringComparer.Ordinal);
        foreach (var node in definition.Nodes.Values)
            if (
                node.Info.Outgoing.Any(static f => f.Condition is not null)
                && node.Info.Outgoing.Any(f => flows.Contains(f.Id))
                && moments.Exists(moment => Parts(definition, node, moment, flows))
            )
                nodes.Add(node.Id);
        // what comes next at the same instant begins from here
        moments.RemoveRange(0, Math.Max(0, moments.Count - 1));
    }

    /// <summary>
    /// How often an activity runs was decided by what its loop reads: another value there is taken for another way, since of
    /// runs that never were nothing can be told.
    /// </summary>
    public void CheckLoop(ProcessState before, ProcessEvent e, Telling was, Telling would)
    {
        switch (e)
        {
            case ElementActivated { Opens: ScopeKind.MultiInstance } begun
                when was.Definition.Node(begun.Node) is Activity { Loop: MultiInstance { Items: var items } }
                    && Differ(items, begun.Scope, "", was, would):
                nodes.Add(begun.Node);
                break;
            case RunEnded ended
                when was.Definition.Node(before.Elements[ended.Holder].Node) is Activity activity
                    && activity.Loop switch
                    {
                        StandardLoop loop => loop.While,
                        MultiInstance bodies => bodies.Completion,
                        _ => null,
                    }
                        is { } condition
                    && Differ(condition, ended.Holder, ended.Item, was, would):
                nodes.Add(activity.Id);
                break;
        }
    }

    private static bool Differ(Expression expression, long scope, string item, Telling was, Telling would)
    {
        var (before, after) = (was.Seen(scope, item), would.Seen(scope, item));
        return would.IsUnsure(expression, scope)
            || expression.Reads.Any(name =>
                !Equals(before(name), after(name))
                || item.Length > 0 && !Equals(before($"{name}.{item}"), after($"{name}.{item}"))
            );
    }

    private static bool Parts(ProcessDefinition definition, FlowNode node, Moment moment, HashSet<string> taken)
    {
        var here = moment.Was with { State = moment.Actual, Due = moment.Due };
        return DataSource
            .ScopesOf(definition, moment.Actual, node)
            .Where(scope => Chosen(node, here, scope) is { Count: > 0 } chosen && taken.IsSupersetOf(chosen))
            .Any(scope =>
                node.Info.Outgoing.Any(f => f.Condition is { } when && moment.Would.IsUnsure(when, scope))
                || !Chosen(node, moment.Was, scope).SequenceEqual(Chosen(node, moment.Would, scope))
            );
    }

    /// <summary>The flows that a token would leave by: of an exclusive gateway the first that is true, else all that are.</summary>
    private static List<string> Chosen(FlowNode node, Telling telling, long scope)
    {
        var seen = telling.Seen(scope, "");
        var chosen = node
            .Info.Outgoing.Where(f =>
                f.Id != node.Info.DefaultFlow
                && (f.Condition is null || f.Condition.EvaluateOrNull(seen) is DataValue.Flag { Value: true })
            )
            .Select(static f => f.Id)
            .ToList();
        if (node is ExclusiveGateway)
            chosen = [.. chosen.Take(1)];
        var isDecided = chosen.Exists(id => node.Info.Outgoing.Any(f => f.Id == id && f.Condition is not null));
        if (!isDecided && node.Info.DefaultFlow.Length > 0 && (node is not ExclusiveGateway || chosen.Count == 0))
            chosen.Add(node.Info.DefaultFlow);
        return chosen;
    }
}
