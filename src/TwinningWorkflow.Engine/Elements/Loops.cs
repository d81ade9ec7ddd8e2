using System.Collections.Immutable;
using System.Globalization;
using TwinningWorkflow.Engine.Expressions;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Elements;

/// <summary>
/// Activities that run several times for one token (BPMN 13.3.6 and 13.3.7). A holder stands for all runs together and
/// carries the boundary events; the runs are in its scope.
/// </summary>
internal static class Loops
{
    private const int MaxBodies = 10_000;

    /// <summary>Is the scope that of a holder, so that what is in it is a run?</summary>
    public static bool IsRun(ProcessState state, long scope) =>
        state.Elements.TryGetValue(scope, out var around) && around.Holder;

    /// <summary>Is the element one of several runs?</summary>
    public static bool IsRun(ProcessState state, ActiveElement element) => IsRun(state, element.Scope);

    /// <summary>A token has come.</summary>
    public static void Begin(Step step, Activity activity, Loop loop, long scope)
    {
        switch (loop)
        {
            case StandardLoop standard when standard.TestBefore && !IsAgain(step, standard, 0, scope):
                step.Passed(activity.Id);
                step.Leave(activity, scope);
                break;
            case StandardLoop:
                step.Enter(activity, Hold(step, activity, scope, ScopeKind.Loop), "");
                break;
            case MultiInstance bodies:
                BeginBodies(step, activity, bodies, scope);
                break;
        }
    }

    /// <summary>One run has ended. Where it has to be asked how to go on, that is a move of its own, which may fail.</summary>
    public static void RunEnded(Step step, Activity activity, long holder, string item, bool terminated)
    {
        if (IsCounted(activity.Loop!))
        {
            step.Emit(new RunEnded(holder, item, terminated));
            step.Leave(activity, holder, item);
        }
        else
            step.Touch(holder);
    }

    /// <summary>After a run that is counted: another one, or the end of all.</summary>
    public static void GoOn(Step step, Activity activity, long holder, string item)
    {
        var progress = step.State.Scopes[holder].Progress!;
        var ended = progress.Completed + progress.Terminated;
        switch (activity.Loop)
        {
            case StandardLoop loop when IsAgain(step, loop, ended, holder):
                step.Enter(activity, holder, "");
                break;
            case MultiInstance { Completion: { } completion } bodies
                when completion.Holds(Counts(step, bodies, holder, item)):
                step.Emit(new CompletionReached(holder, activity.Id));
                step.DropTokens(holder);
                Cancellation.Children(step, holder, "completion-condition");
                step.Touch(holder);
                break;
            case MultiInstance { Sequential: true } when ended < progress.Total:
                step.Enter(activity, holder, ItemAt(progress, ended));
                break;
            default:
                step.Touch(holder);
                break;
        }
    }

    private static bool IsCounted(Loop loop) =>
        loop is StandardLoop or MultiInstance { Sequential: true } or MultiInstance { Completion: not null };

    private static bool IsAgain(Step step, StandardLoop loop, int ended, long scope)
    {
        if (ended >= loop.Maximum)
            return false;
        var variables = step.Variables(scope, "");
        return loop.While is null
            || loop.While.Holds(name => name == LoopNames.Counter ? DataValue.Of(ended) : variables(name));
    }

    private static long Hold(Step step, Activity activity, long scope, ScopeKind kind)
    {
        var holder = step.Emit(new ElementActivated(activity.Id, scope, "", kind));
        Waits.ArmBoundaries(step, activity, holder, scope);
        return holder;
    }

    private static void BeginBodies(Step step, Activity activity, MultiInstance loop, long scope)
    {
        var value = loop.Items.Require(step.Variables(scope, ""));
        var items = Items(activity, value);
        ForgetEarlierRound(step, activity, scope);
        var holder = Hold(step, activity, scope, ScopeKind.MultiInstance);
        if (IsCounted(loop))
            step.Emit(
                new BodiesPlanned(holder, items.Count, loop.Sequential && value is DataValue.List(var list) ? list : [])
            );
        step.Touch(holder);
        step.GrantMoves(activity, scope, items.Count);
        foreach (var item in loop.Sequential ? items.Take(1) : items)
            step.Enter(activity, holder, item);
    }

    private static string ItemAt(LoopProgress progress, int index) =>
        progress.Items.IsEmpty ? Numbered(index) : progress.Items[index];

    private static string Numbered(int index) => (index + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// What a completion condition reads: the counts, what the body that has just ended left under its item, then whatever
    /// is known around the activity.
    /// </summary>
    private static Func<string, DataValue?> Counts(Step step, MultiInstance loop, long holder, string item)
    {
        var progress = step.State.Scopes[holder].Progress!;
        // bodies that run one after another have none active when one has ended
        var active = loop.Sequential ? 0 : progress.Total - progress.Completed - progress.Terminated;
        var variables = step.Variables(holder, item);
        return name =>
            name switch
            {
                LoopNames.Instances => DataValue.Of(progress.Total),
                LoopNames.Active => DataValue.Of(active),
                LoopNames.Completed => DataValue.Of(progress.Completed),
                LoopNames.Terminated => DataValue.Of(progress.Terminated),
                _ => OfBody(step, variables, name, item) ?? variables(name),
            };
    }

    private static DataValue? OfBody(Step step, Func<string, DataValue?> variables, string name, string item) =>
        variables(name + "." + item) is { } value
        && step.Definition.Variables.TryGetValue(name, out var type)
        && type == value.Type
            ? value
            : null;

    /// <summary>
    /// What an earlier round left outside, of bodies under their items: it must not be read as this round's, neither before
    /// a body has given its own value nor for an item that is not there any more.
    /// </summary>
    public static void ForgetEarlierRound(Step step, Activity activity, long scope)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        Within(step.Definition, activity, names);
        var within = names.GetAlternateLookup<ReadOnlySpan<char>>();
        var outside = step.State.DataScope(scope);
        var declared = Lookup.Declared(step.Definition, step.State, scope);
        var stale = new List<string>();
        foreach (var (name, _) in step.State.Scopes[outside].Data)
            if (!declared.Contains(name) && IsUnderOne(name))
                stale.Add(name);
        stale.Sort(StringComparer.Ordinal);
        if (stale.Count > 0)
            step.Emit(new DataForgotten(outside, [.. stale]));

        // every part of a dotted name that ends before a dot: under one of them the value was kept
        bool IsUnderOne(string name)
        {
            for (var dot = name.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = name.IndexOf('.', dot + 1))
                if (within.Contains(name.AsSpan(0, dot)))
                    return true;
            return false;
        }
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

    private static IReadOnlyList<string> Items(Activity activity, DataValue value)
    {
        IReadOnlyList<string> items = value switch
        {
            DataValue.List(var list) => list,
            DataValue.Number(>= 0 and <= MaxBodies and var n) => [.. Enumerable.Range(0, (int)n).Select(Numbered)],
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
            Incidents.Items,
            $"Expected '{activity.Id}' to have 0 to {MaxBodies} different, non-empty items, but it has others: correct the data, then retry."
        );
}
