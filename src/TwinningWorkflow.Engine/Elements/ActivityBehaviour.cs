using System.Collections.Immutable;
using System.Globalization;
using TwinningWorkflow.Engine.Expressions;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Elements;

/// <summary>
/// What all activities share: one run a token, however many flows come in (BPMN 13.3.1); multi-instance bodies; boundary
/// events armed while the activity, or the holder of its bodies, is active.
/// </summary>
internal abstract class ActivityBehaviour : ElementBehaviour
{
    private const int MaxBodies = 10_000;

    public sealed override void Enter(Step step, FlowNode node, long scope, SequenceFlow? via, string item)
    {
        var activity = (Activity)node;
        if (activity.MultiInstance is { } loop && item.Length == 0)
            Hold(step, activity, loop, scope);
        else
        {
            var id = Activate(step, activity, scope, item);
            if (id != 0 && item.Length == 0)
                Waits.ArmBoundaries(step, activity, id, scope);
        }
    }

    /// <summary>Starts one run; the answer is the element's id, 0 when it was passed at once.</summary>
    protected abstract long Activate(Step step, Activity activity, long scope, string item);

    /// <summary>
    /// After the event that ended an activity's element: the token leaves, or the bodies' holder looks whether it is done.
    /// </summary>
    public static void Completed(Step step, Activity activity, ActiveElement element)
    {
        if (element.Item.Length > 0)
            step.Touch(element.Scope);
        else
            step.Leave(activity, element.Scope);
    }

    /// <summary>Leaves an activity that was passed without resting.</summary>
    protected static void PassOn(Step step, Activity activity, long scope, string item)
    {
        step.Passed(activity.Id);
        if (item.Length > 0)
            step.Touch(scope);
        else
            step.Leave(activity, scope);
    }

    private static void Hold(Step step, Activity activity, MultiInstance loop, long scope)
    {
        var items = Items(activity, loop.Items.Require(step.Variables(scope, "")));
        ForgetEarlierRound(step, activity, scope);
        var holder = step.Emit(new ElementActivated(activity.Id, scope, "", ScopeKind.MultiInstance));
        Waits.ArmBoundaries(step, activity, holder, scope);
        step.Touch(holder);
        step.GrantMoves(activity, scope, items.Count);
        foreach (var item in items)
            step.Enter(activity, holder, item);
    }

    /// <summary>
    /// What the bodies of an earlier round left outside, under their items: it must not be read as this round's, neither
    /// before a body has given its own value nor for an item that is not there any more.
    /// </summary>
    private static void ForgetEarlierRound(Step step, Activity activity, long scope)
    {
        var within = new HashSet<string>(StringComparer.Ordinal);
        Within(step.Definition, activity, within);
        var outside = step.State.DataScope(scope);
        var stale = step
            .State.Scopes[outside]
            .Data.Keys.Where(k => !step.Definition.Inputs.Contains(k) && Owners(k).Any(within.Contains))
            .Order(StringComparer.Ordinal)
            .ToImmutableArray();
        if (stale.Length > 0)
            step.Emit(new DataForgotten(outside, stale));
    }

    /// <summary>The node and all that it holds, with the variables that they assign.</summary>
    private static void Within(ProcessDefinition definition, FlowNode node, HashSet<string> names)
    {
        names.Add(node.Id);
        names.UnionWith(node.Info.Assignments.Select(static a => a.Variable));
        if (definition.Contents.TryGetValue(node.Id, out var contents))
            foreach (var inner in contents)
                Within(definition, definition.Node(inner), names);
    }

    /// <summary>Every part of a dotted name that ends before a dot: under one of them the value was kept.</summary>
    private static IEnumerable<string> Owners(string name)
    {
        for (var dot = name.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = name.IndexOf('.', dot + 1))
            yield return name[..dot];
    }

    private static IReadOnlyList<string> Items(Activity activity, DataValue value)
    {
        IReadOnlyList<string> items = value switch
        {
            DataValue.List(var list) => list,
            DataValue.Number(>= 0 and <= MaxBodies and var n) =>
            [
                .. Enumerable.Range(1, (int)n).Select(static i => i.ToString(CultureInfo.InvariantCulture)),
            ],
            _ => throw Refused(activity),
        };
        return
            items.Count <= MaxBodies
            && items.All(static i => i.Length > 0)
            && items.Distinct(StringComparer.Ordinal).Count() == items.Count
            ? items
            : throw Refused(activity);
    }

    private static EvaluationException Refused(Activity activity) =>
        new(
            "items",
            $"Expected '{activity.Id}' to have 0 to {MaxBodies} different, non-empty items, but it has others: correct the data, then retry."
        );
}
