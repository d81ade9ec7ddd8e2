using System.Numerics;

namespace TwinningWorkflow.Engine.Model;

/// <summary>
/// Some of the incoming flows of a join, by number. Most nodes lead to one flow or to none, so a short list stands for them
/// and a bitset only for those that lead to many: 10,000 branches then cost 10,000 numbers and not 10,000 bitsets.
/// </summary>
internal sealed class FlowSet
{
    /// <summary>No flow.</summary>
    public static readonly FlowSet None = new([], []);

    private const int ShortList = 16;

    private readonly int[] few;
    private readonly ulong[] bits;

    private FlowSet(int[] few, ulong[] bits)
    {
        this.few = few;
        this.bits = bits;
    }

    public bool IsEmpty => few.Length == 0 && bits.Length == 0;

    /// <summary>How many 64-bit words it takes.</summary>
    public int Words => bits.Length;

    /// <summary>Its members; of a bitset only to build another.</summary>
    public IEnumerable<int> Members => bits.Length == 0 ? few : Set(bits);

    public bool Contains(int flow) =>
        bits.Length == 0
            ? Array.IndexOf(few, flow) >= 0
            : flow >> 6 < bits.Length && (bits[flow >> 6] >> (flow & 63) & 1) != 0;

    /// <summary>The members, when they are few; null when it is quicker to ask by <see cref="Contains"/>.</summary>
    public ReadOnlySpan<int> Few => few;

    /// <summary>Some flows and all those of other sets.</summary>
    /// <param name="flows">Flows by number.</param>
    /// <param name="sets">Different sets.</param>
    /// <param name="of">How many flows the join has.</param>
    public static FlowSet Union(List<int> flows, IReadOnlyCollection<FlowSet> sets, int of)
    {
        if (flows.Count == 0 && sets.Count == 1)
            return sets.First();
        if (flows.Count == 0 && sets.Count == 0)
            return None;
        var all = new ulong[(of + 63) >> 6];
        foreach (var flow in flows)
            all[flow >> 6] |= 1UL << (flow & 63);
        foreach (var set in sets)
        {
            for (var i = 0; i < set.bits.Length; i++)
                all[i] |= set.bits[i];
            foreach (var flow in set.few)
                all[flow >> 6] |= 1UL << (flow & 63);
        }
        var count = 0;
        foreach (var word in all)
            count += BitOperations.PopCount(word);
        return count <= ShortList ? new FlowSet([.. Set(all)], []) : new FlowSet([], all);
    }

    private static IEnumerable<int> Set(ulong[] words)
    {
        for (var i = 0; i < words.Length; i++)
        for (var word = words[i]; word != 0; word &= word - 1)
            yield return (i << 6) + BitOperations.TrailingZeroCount(word);
    }
}
