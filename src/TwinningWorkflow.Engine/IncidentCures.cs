using System.Collections.Immutable;
using TwinningWorkflow.Engine.Elements;
using TwinningWorkflow.Engine.Expressions;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Engine.Requests;

namespace TwinningWorkflow.Engine;

/// <summary>A variable that is read where an incident stands.</summary>
/// <param name="Name">Its name, with the item where it is held under one.</param>
/// <param name="Type">Its type; never personal.</param>
/// <param name="Field">The field, outcome or setting that gives it; null where none does.</param>
/// <param name="Value">Its value now; null while it has none.</param>
public sealed record ReadVariable(string Name, DataType Type, FieldSpec? Field, DataValue? Value);

/// <summary>Where an operator may move a token.</summary>
/// <param name="Node">The node that it would enter.</param>
/// <param name="Via">The flow by which it would come to a join; null for any other node.</param>
public sealed record MoveTarget(FlowNode Node, SequenceFlow? Via)
{
    /// <summary>What <see cref="MoveToken.Target"/> names.</summary>
    public string Id => Via?.Id ?? Node.Id;
}

/// <summary>What an operator can do about an open incident besides trying again.</summary>
public static class IncidentCures
{
    /// <summary>The variables that are read where it failed, in the order of the file, as far as they may be corrected.</summary>
    public static ImmutableArray<ReadVariable> Reads(
        ProcessDefinition definition,
        ProcessState state,
        Incident incident
    )
    {
        var scope = Corrections.ScopeOf(state, incident);
        var item = state.Elements.GetValueOrDefault(incident.Element)?.Item ?? "";
        var names = Failing(definition, incident)
            .SelectMany(static e => e.Reads)
            .Select(name => OfItem(definition, state, scope, name, item))
            .Distinct(StringComparer.Ordinal);
        var reads = ImmutableArray.CreateBuilder<ReadVariable>();
        foreach (var name in names)
            if (KnownName.Of(definition, state, scope, name) is { Type: not DataType.Personal } known)
            {
                var holder = Lookup.HolderOf(definition, state, scope, name);
                var value = holder is { } held ? state.Scopes[held].Data[name] : null;
                reads.Add(new ReadVariable(name, known.Type, known.Field, value?.Type == known.Type ? value : null));
            }
        return reads.ToImmutable();
    }

    /// <summary>
    /// The nodes to which its token may be moved, in the order of the file: those of the same process or sub-process that a
    /// token enters by itself. Not what begins a scope or listens for it (its events would listen twice), not a boundary event,
    /// not an event behind an event-based gateway (the gateway is entered, or the others would be lost). A join is entered by
    /// one of its flows, and one on which no token waits already.
    /// </summary>
    public static ImmutableArray<MoveTarget> Targets(
        ProcessDefinition definition,
        ProcessState state,
        Incident incident
    )
    {
        var from = definition.Node(incident.Node);
        // what listens in the scope is not armed yet: away from here it never would be
        if (Begins(from) && !IsLeaving(incident))
            return [];
        var scope = TokenScope(state, incident);
        var deadlocked = incident.Code == Incidents.Deadlock ? incident.Node : "";
        return
        [
            .. definition
                .Contents[from.Info.Container]
                .Select(definition.Node)
                .Where(n => CanEnter(definition, n) && n.Id != deadlocked)
                .SelectMany(n => IsJoin(n) ? Ways(n, state.Scopes[scope]) : [new MoveTarget(n, null)]),
        ];
    }

    private static IEnumerable<MoveTarget> Ways(FlowNode join, Scope scope)
    {
        var waiting = scope.Joins.GetValueOrDefault(join.Id, ImmutableDictionary<string, int>.Empty);
        return join.Info.Incoming.Where(f => !waiting.ContainsKey(f.Id)).Select(f => new MoveTarget(join, f));
    }

    /// <summary>The scope in which the token moves: around the holder, where it shares one with other runs.</summary>
    private static long TokenScope(ProcessState state, Incident incident)
    {
        if (incident.Code == Incidents.Deadlock)
            return incident.Element;
        var element = state.Elements[incident.Element];
        return Loops.IsRun(state, element) ? state.Elements[element.Scope].Scope : element.Scope;
    }

    private static bool CanEnter(ProcessDefinition definition, FlowNode node) =>
        !Begins(node)
        && node is not (BoundaryEvent or SubProcess { Triggered: true })
        && !node.Info.Incoming.Any(f => definition.Node(f.Source) is EventBasedGateway);

    private static bool Begins(FlowNode node) => node is StartEvent or ReceiveTask { Instantiates: true };

    private static bool IsJoin(FlowNode node) =>
        node is ParallelGateway or InclusiveGateway && node.Info.Incoming.Length > 1;

    private static bool IsLeaving(Incident incident) =>
        incident.Code.StartsWith(Incidents.OnLeaving, StringComparison.Ordinal);

    private static IEnumerable<Expression> Failing(ProcessDefinition definition, Incident incident)
    {
        var node = definition.Node(incident.Node);
        return incident.Code switch
        {
            Incidents.Deadlock or Incidents.ServiceFailed => [],
            // any of the loop's nodes may hold what keeps it going
            Incidents.StepBudget or Incidents.OnLeaving + Incidents.StepBudget => Circle(definition, node)
                .SelectMany(n => NodeExpressions.OnEntering(definition, n).Concat(NodeExpressions.OnLeaving(n))),
            Incidents.CallResult => ((CallActivity)node).Results.Select(static r => r.Value),
            _ when IsLeaving(incident) => NodeExpressions.OnLeaving(node),
            _ => NodeExpressions.OnEntering(definition, node),
        };
    }

    /// <summary>The nodes from which a token can come back to this one, in the order of the file.</summary>
    private static IEnumerable<FlowNode> Circle(ProcessDefinition definition, FlowNode node)
    {
        var ahead = Reached(node, n => Next(definition, n));
        var nodes = definition.Contents[node.Info.Container].Select(definition.Node).ToList();
        return nodes.Where(n => ahead.Contains(n.Id) && Reached(n, m => Next(definition, m)).Contains(node.Id));
    }

    private static HashSet<string> Reached(FlowNode from, Func<FlowNode, IEnumerable<FlowNode>> next)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<FlowNode>([from]);
        while (open.TryPop(out var node))
            foreach (var after in next(node))
                if (reached.Add(after.Id))
                    open.Push(after);
        return reached;
    }

    private static IEnumerable<FlowNode> Next(ProcessDefinition definition, FlowNode node) =>
        [
            .. node.Info.Outgoing.Select(f => definition.Node(f.Target)),
            .. node is Activity activity ? activity.Boundaries : [],
        ];

    /// <summary>A completion condition reads what the body that has just ended left under its item.</summary>
    private static string OfItem(
        ProcessDefinition definition,
        ProcessState state,
        long scope,
        string name,
        string item
    ) =>
        item.Length > 0 && Lookup.HolderOf(definition, state, scope, name + "." + item) is not null
            ? name + "." + item
            : name;
}
