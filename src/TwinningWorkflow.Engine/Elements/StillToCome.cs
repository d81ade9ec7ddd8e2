using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Elements;

/// <summary>
/// The nodes at which a token stands, which listen, or to which a token can still come, whatever the conditions on its way say.
/// </summary>
internal sealed class StillToCome
{
    private readonly HashSet<string> entered = new(StringComparer.Ordinal);
    private readonly HashSet<string> left = new(StringComparer.Ordinal);
    private readonly ProcessDefinition definition;

    private StillToCome(ProcessDefinition definition) => this.definition = definition;

    public static IReadOnlySet<string> In(ProcessDefinition definition, ProcessState state)
    {
        var ahead = new StillToCome(definition);
        foreach (var (id, element) in state.Elements)
            ahead.Begin(definition.Node(element.Node), isOpen: state.Scopes.ContainsKey(id));
        foreach (var (_, timer) in state.Timers)
            ahead.Enter(timer.Node);
        foreach (var (_, message) in state.Messages)
            ahead.Enter(message.Node);
        foreach (var (_, signal) in state.Signals)
            ahead.Enter(signal.Node);
        foreach (var (_, scope) in state.Scopes)
        {
            foreach (var join in scope.Joins.Keys)
                ahead.Enter(join);
            ahead.EnterThrown(Lookup.ContainerOf(definition, scope));
        }
        return ahead.entered;
    }

    /// <summary>What is in a sub-process that runs is looked at by itself, unless it can run once more.</summary>
    private void Begin(FlowNode node, bool isOpen)
    {
        if (!isOpen || node is not Activity { Loop: null } activity)
        {
            Enter(node.Id);
            return;
        }
        Leave(activity);
    }

    /// <summary>Event sub-processes that an error or an escalation begins listen without a wait of their own.</summary>
    private void EnterThrown(string container)
    {
        foreach (var id in definition.Contents.GetValueOrDefault(container, []))
            if (
                definition.Node(id) is SubProcess { Triggered: true }
                && ScopeCompletion.StartOf(definition, id).Trigger is EventTrigger.Error or EventTrigger.Escalation
            )
                Enter(id);
    }

    private void Enter(string id)
    {
        if (!entered.Add(id))
            return;
        var node = definition.Node(id);
        if (ProcessDefinition.Opens(node) is { } inner)
            foreach (var content in definition.Contents.GetValueOrDefault(inner, []))
                Enter(content);
        Leave(node);
    }

    private void Leave(FlowNode node)
    {
        if (!left.Add(node.Id))
            return;
        if (node is Activity activity)
            foreach (var boundary in activity.Boundaries)
                Enter(boundary.Id);
        foreach (var flow in node.Info.Outgoing)
            Enter(flow.Target);
    }
}
