using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Xml.Linq;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>Looks ahead to every inclusive join of a file that is otherwise right.</summary>
internal static class JoinReader
{
    /// <summary>Most pairs of an inclusive join and a node or flow beside it: looking ahead costs about as much.</summary>
    public const int MaxPairs = 2_000_000;

    /// <summary>Most 64-bit words that the sets of reachable flows may take together (16 MB).</summary>
    public const int MaxWords = 2_000_000;

    public static FrozenDictionary<string, JoinReach> Read(
        Reading reading,
        XElement process,
        IReadOnlyDictionary<string, ImmutableArray<string>> contents,
        Func<string, FlowNode> node
    )
    {
        var joins = new Dictionary<string, JoinReach>(StringComparer.Ordinal);
        long pairs = 0;
        long words = 0;
        foreach (var content in contents.Values)
        {
            var nodes = content.Select(node).ToImmutableArray();
            var here = nodes.Where(static n => n is InclusiveGateway && n.Info.Incoming.Length > 1).ToList();
            if (here.Count == 0)
                continue;
            pairs += (long)here.Count * (nodes.Length + nodes.Sum(static n => n.Info.Outgoing.Length));
            if (pairs > MaxPairs)
                return Refused(reading, process);
            var places = nodes.Select(static (n, i) => (n.Id, i)).ToFrozenDictionary(static n => n.Id, static n => n.i);
            foreach (var join in here)
            {
                var reach = JoinReach.Of(join, nodes, places);
                words += reach.Words;
                if (words > MaxWords)
                    return Refused(reading, process);
                joins.Add(join.Id, reach);
            }
        }
        return joins.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static FrozenDictionary<string, JoinReach> Refused(Reading reading, XElement process)
    {
        reading.Refuse(
            process,
            "inclusive-joins",
            "Expected inclusive joins that can be looked ahead to, but there are too many in too large a drawing.",
            "Put parts of the drawing into sub-processes, or join in parallel or exclusively."
        );
        return FrozenDictionary<string, JoinReach>.Empty;
    }
}
