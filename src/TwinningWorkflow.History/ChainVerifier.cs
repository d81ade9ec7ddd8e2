using System.Text.Json;

namespace TwinningWorkflow.History;

/// <summary>
/// Checks histories row by row without a database and without trust in whoever kept them. Rows of a stream come in order;
/// streams may be interleaved.
/// </summary>
/// <remarks>
/// A chain alone proves that nothing in its middle was changed; whoever can write the store can cut its end or compute
/// everything anew. Roots, hashes of last rows noted earlier and kept elsewhere, close that: each must still be there.
/// Rows after the last root of their stream are consistent with themselves, and no more can be said of them.
/// </remarks>
/// <param name="roots">Hashes noted earlier, in any order.</param>
public sealed class ChainVerifier(params IReadOnlyCollection<ReadOnlyMemory<byte>> roots)
{
    private readonly Dictionary<string, bool> seenRoots = roots
        .Select(root => Hex(root.Span))
        .Distinct(StringComparer.Ordinal)
        .ToDictionary(root => root, _ => false, StringComparer.Ordinal);
    private readonly Dictionary<string, StreamSoFar> streams = new(StringComparer.Ordinal);
    private readonly List<ChainFinding> findings = [];

    /// <summary>How many streams were seen.</summary>
    public int Streams => streams.Count;

    /// <summary>How many rows were seen.</summary>
    public long Rows { get; private set; }

    /// <summary>How many of them stand at or before a root of their stream.</summary>
    public long CoveredRows => streams.Values.Sum(stream => stream.Covered);

    /// <summary>Checks the next row.</summary>
    public void Add(ChainRow row)
    {
        if (!streams.TryGetValue(row.Stream, out var stream))
            streams.Add(row.Stream, stream = new StreamSoFar());
        Rows++;
        stream.Rows++;

        CheckBody(row);
        CheckHash(row);
        CheckPlace(row, stream);

        // by the hash as it stands: when it is not the hash of its row, that is a finding of its own
        if (seenRoots.Count > 0 && Hex(row.Hash.Span) is var hash && seenRoots.ContainsKey(hash))
        {
            seenRoots[hash] = true;
            stream.Covered = stream.Rows;
        }
    }

    /// <summary>Everything found: row by row, then the roots that are nowhere. Call it after the last row.</summary>
    public IReadOnlyList<ChainFinding> Findings() =>
        [
            .. findings,
            .. seenRoots
                .Where(root => !root.Value)
                .Select(root => new ChainFinding("", 0, ChainFault.RootMissing, root.Key, "")),
        ];

    private void CheckHash(ChainRow row)
    {
        if (row.Previous.Length != HashChain.HashLength)
        {
            Find(row, ChainFault.WrongPrevious, $"{HashChain.HashLength} bytes", Hex(row.Previous.Span));
            return;
        }
        var hash = HashChain.Next(row.Previous.Span, row.Body.Span);
        if (!row.Hash.Span.SequenceEqual(hash))
            Find(row, ChainFault.WrongHash, Hex(hash), Hex(row.Hash.Span));
    }

    private void CheckPlace(ChainRow row, StreamSoFar stream)
    {
        var expected = stream.LastSequence + 1;
        if (row.Sequence < expected)
        {
            Find(row, ChainFault.OutOfOrder, Number(expected), Number(row.Sequence));
            return;
        }
        if (row.Sequence > expected)
            Find(row, ChainFault.Gap, Number(expected), Number(row.Sequence));
        else if (!row.Previous.Span.SequenceEqual(stream.LastHash.Span))
            Find(row, ChainFault.WrongPrevious, Hex(stream.LastHash.Span), Hex(row.Previous.Span));
        stream.LastSequence = row.Sequence;
        stream.LastHash = row.Hash;
    }

    private void CheckBody(ChainRow row)
    {
        try
        {
            var (sequence, stream) = BodyPlace.Read(row.Body.Span);
            if (sequence != row.Sequence)
                Find(row, ChainFault.WrongSequenceInBody, Number(row.Sequence), Number(sequence));
            if (stream is not null && stream != row.Stream)
                Find(row, ChainFault.WrongStreamInBody, row.Stream, stream);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException)
        {
            Find(row, ChainFault.UnreadableBody, "an object with an integer 'sequence'", problem.Message);
        }
    }

    private void Find(ChainRow row, ChainFault fault, string expected, string found) =>
        findings.Add(new ChainFinding(row.Stream, row.Sequence, fault, expected, found));

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);

    private static string Number(long value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private sealed class StreamSoFar
    {
        public long Rows { get; set; }
        public long Covered { get; set; }
        public long LastSequence { get; set; }
        public ReadOnlyMemory<byte> LastHash { get; set; } = HashChain.Origin;
    }
}
