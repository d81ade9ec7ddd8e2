using System.Collections.Frozen;
using System.Collections.Immutable;
using CsCheck;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Tests.Model;

public sealed class JoinReachTests
{
    /// <summary>Up to eight gateways, any flows between them, and which of the flows into the join have a token.</summary>
    private static readonly Gen<(int Nodes, (int From, int To)[] Flows, int Marked)> Graphs = Gen.Select(
        Gen.Int[2, 8],
        Gen.Select(Gen.Int[0, 7], Gen.Int[0, 7]).Array[1, 20],
        Gen.Int[1, (1 << 20) - 1]
    );

    [Fact]
    public void It_says_what_a_search_of_every_path_by_the_words_of_the_standard_says() =>
        Graphs.Sample(
            (count, ends, marked) =>
            {
                var flows = ends.Select((e, i) => (Id: $"f{i}", From: e.From % count, To: e.To % count)).ToList();
                var reach = Read(count, flows);
                var into = flows.Where(f => f.To == 0).ToList();
                var waiting = into.Where((_, i) => (marked >> i & 1) != 0).Select(f => f.Id).ToHashSet();
                if (waiting.Count == 0)
                    return;
                var tokens = waiting.ToImmutableDictionary(f => f, _ => 1);
                for (var at = 0; at < count; at++)
                    Assert.Equal(Waits(flows, at, waiting), reach.WaitsFor($"n{at}", tokens));
            },
            iter: 5_000
        );

    [Fact]
    public void A_node_of_another_container_is_not_waited_for() =>
        Assert.False(
            Read(2, [("f0", 0, 1), ("f1", 1, 0), ("f2", 1, 0)])
                .WaitsFor("elsewhere", ImmutableDictionary<string, int>.Empty.Add("f1", 1))
        );

    [Fact]
    public void A_chain_of_tens_of_thousands_is_looked_through_without_a_deep_stack()
    {
        const int Long = 30_000;
        var flows = Enumerable.Range(1, Long - 2).Select(i => ($"f{i}", i, i + 1)).Append(("last", Long - 1, 0));

        var reach = Read(Long, [.. flows, ("other", Long - 1, 0)]);

        Assert.True(reach.WaitsFor("n1", ImmutableDictionary<string, int>.Empty));
        Assert.Equal(0, reach.Words);
    }

    /// <summary>
    /// BPMN 13.4.3, from the point of view of one token: some path from it ends with a flow into the join that has none, and
    /// no path from it ends with one that has; no path visits the join.
    /// </summary>
    private static bool Waits(List<(string Id, int From, int To)> flows, int at, HashSet<string> waiting)
    {
        var ends = new HashSet<string>();
        var seen = new HashSet<int> { at };
        var open = new Stack<int>([at]);
        while (open.TryPop(out var node))
            foreach (var flow in flows.Where(f => f.From == node))
                if (flow.To == 0)
                    ends.Add(flow.Id);
                else if (seen.Add(flow.To))
                    open.Push(flow.To);
        return ends.Any(e => !waiting.Contains(e)) && !ends.Any(waiting.Contains);
    }

    private static JoinReach Read(int count, List<(string Id, int From, int To)> flows)
    {
        var into = flows.ToLookup(f => f.To);
        var from = flows.ToLookup(f => f.From);
        var nodes = Enumerable
            .Range(0, count)
            .Select(i =>
                (FlowNode)
                    new InclusiveGateway(
                        new NodeInfo
                        {
                            Id = $"n{i}",
                            Container = "p",
                            Incoming = [.. into[i].Select(Flow)],
                            Outgoing = [.. from[i].Select(Flow)],
                        }
                    )
            )
            .ToImmutableArray();
        return JoinReach.Of(nodes[0], nodes, nodes.Select((n, i) => (n.Id, i)).ToFrozenDictionary(n => n.Id, n => n.i));
    }

    private static SequenceFlow Flow((string Id, int From, int To) flow) =>
        new(flow.Id, $"n{flow.From}", $"n{flow.To}", null, "");
}
