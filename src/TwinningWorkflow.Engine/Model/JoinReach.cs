using System.Collections.Frozen;
using System.Collections.Immutable;

namespace TwinningWorkflow.Engine.Model;

/// <summary>
/// For one inclusive join: from which nodes a token can still come to which of its incoming flows without visiting the join
/// (BPMN 2.0.2, 13.4.3). Computed once when a file is loaded: a step asks and does not search the graph.
/// </summary>
internal sealed class JoinReach
{
    private readonly string[] flows;
    private readonly FrozenDictionary<string, int> numbers;
    private readonly FrozenDictionary<string, int> places;
    private readonly FlowSet[] reach;

    private JoinReach(FlowNode join, FrozenDictionary<string, int> places, FlowSet[] reach)
    {
        Join = join;
        flows = [.. join.Info.Incoming.Select(static f => f.Id)];
        numbers = Numbers(join);
        this.places = places;
        this.reach = reach;
    }

    /// <summary>The join.</summary>
    public FlowNode Join { get; }

    /// <summary>Where it stands among the nodes of its container.</summary>
    public int Place => places[Join.Id];

    /// <summary>How many 64-bit words its sets take.</summary>
    public long Words => reach.Distinct<FlowSet>(ReferenceEqualityComparer.Instance).Sum(static set => (long)set.Words);

    /// <summary>
    /// Must the join wait for a token that is at a node beside it? Yes when the token can come to an incoming flow on which
    /// none waits and to none on which one does. (A token that can come to both is not waited for: where it can reach a flow
    /// that has one already, the standard lets the join go on.)
    /// </summary>
    public bool WaitsFor(string node, ImmutableDictionary<string, int> waiting)
    {
        if (!places.TryGetValue(node, out var place) || reach[place] is not { IsEmpty: false } ahead)
            return false;
        if (ahead.Words == 0)
        {
            foreach (var flow in ahead.Few)
                if (waiting.ContainsKey(flows[flow]))
                    return false;
            return true;
        }
        foreach (var flow in waiting.Keys)
            if (ahead.Contains(numbers[flow]))
                return false;
        return true;
    }

    /// <summary>Looks from every node of a container to one join in it.</summary>
    /// <param name="join">The join.</param>
    /// <param name="nodes">All nodes of its container.</param>
    /// <param name="places">Where each stands among them.</param>
    public static JoinReach Of(FlowNode join, ImmutableArray<FlowNode> nodes, FrozenDictionary<string, int> places) =>
        new(join, places, new Search(join, nodes, places).Run());

    private static FrozenDictionary<string, int> Numbers(FlowNode join) =>
        join.Info.Incoming.Select(static (f, i) => (f.Id, i)).ToFrozenDictionary(static f => f.Id, static f => f.i);

    /// <summary>To which nodes a token comes from a node without a flow: an activity's boundary events.</summary>
    private static IEnumerable<string> WithoutFlow(FlowNode node) =>
        node is Activity activity ? activity.Boundaries.Select(static b => b.Id) : [];

    /// <summary>
    /// Strongly connected components (Tarjan), without recursion: a drawing may be a chain of thousands. All nodes of a loop
    /// share one set, and a component is met after all those to which it leads.
    /// </summary>
    private sealed class Search(FlowNode join, ImmutableArray<FlowNode> nodes, FrozenDictionary<string, int> places)
    {
        private readonly FrozenDictionary<string, int> numbers = Numbers(join);
        private readonly FlowSet?[] reach = new FlowSet?[nodes.Length];
        private readonly int[] index = new int[nodes.Length];
        private readonly int[] low = new int[nodes.Length];
        private readonly int[][] ahead = new int[nodes.Length][];
        private readonly List<int>[] direct = new List<int>[nodes.Length];
        private readonly Stack<int> open = [];
        private int met;

        public FlowSet[] Run()
        {
            for (var place = 0; place < nodes.Length; place++)
                if (index[place] == 0)
                    Visit(place);
            return [.. reach.Select(static r => r!)];
        }

        private void Visit(int start)
        {
            var path = new Stack<(int Place, int At)>();
            Open(start, path);
            while (path.TryPop(out var top))
            {
                var (place, at) = top;
                if (at > 0)
                    low[place] = Math.Min(low[place], Low(ahead[place][at - 1]));
                if (at < ahead[place].Length)
                {
                    path.Push((place, at + 1));
                    if (index[ahead[place][at]] == 0)
                        Open(ahead[place][at], path);
                }
                else if (low[place] == index[place])
                    Close(place);
            }
        }

        /// <summary>A component that is closed already does not count.</summary>
        private int Low(int place) => reach[place] is null ? low[place] : int.MaxValue;

        private void Open(int place, Stack<(int, int)> path)
        {
            index[place] = low[place] = ++met;
            open.Push(place);
            var node = nodes[place];
            direct[place] = [.. node.Info.Outgoing.Where(f => f.Target == join.Id).Select(f => numbers[f.Id])];
            ahead[place] =
            [
                .. node
                    .Info.Outgoing.Where(f => f.Target != join.Id)
                    .Select(static f => f.Target)
                    .Concat(WithoutFlow(node))
                    .Select(id => places[id])
                    .Distinct(),
            ];
            path.Push((place, 0));
        }

        private void Close(int root)
        {
            var members = new List<int>();
            do members.Add(open.Pop());
            while (members[^1] != root);
            var flows = new List<int>();
            var sets = new HashSet<FlowSet>(ReferenceEqualityComparer.Instance);
            foreach (var member in members)
            {
                flows.AddRange(direct[member]);
                foreach (var after in ahead[member])
                    if (reach[after] is { IsEmpty: false } set)
                        sets.Add(set);
            }
            var union = FlowSet.Union(flows, sets, join.Info.Incoming.Length);
            foreach (var member in members)
                reach[member] = union;
        }
    }
}
