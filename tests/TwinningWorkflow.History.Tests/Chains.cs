using System.Globalization;
using System.Text;

namespace TwinningWorkflow.History.Tests;

/// <summary>Histories to test with.</summary>
internal static class Chains
{
    public static List<ChainRow> Build(string stream, int length)
    {
        var rows = new List<ChainRow>(length);
        var previous = HashChain.Origin;
        for (var sequence = 1; sequence <= length; sequence++)
        {
            var body = Body(stream, sequence, "done");
            var hash = HashChain.Next(previous.Span, body);
            rows.Add(new ChainRow(stream, sequence, body, previous, hash));
            previous = hash;
        }
        return rows;
    }

    public static byte[] Body(string stream, long sequence, string what) =>
        CanonicalJson.Canonicalise(
            Encoding.UTF8.GetBytes(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $$"""{"stream":"{{stream}}","sequence":{{sequence}},"what":"{{what}}"}"""
                )
            )
        );

    public static ChainRow With(
        this ChainRow row,
        string? stream = null,
        long? sequence = null,
        ReadOnlyMemory<byte>? body = null,
        ReadOnlyMemory<byte>? previous = null,
        ReadOnlyMemory<byte>? hash = null
    ) =>
        new(
            stream ?? row.Stream,
            sequence ?? row.Sequence,
            body ?? row.Body,
            previous ?? row.Previous,
            hash ?? row.Hash
        );

    /// <summary>Whoever can write the store can also compute hashes.</summary>
    public static ChainRow Rehashed(this ChainRow row) =>
        row.With(hash: HashChain.Next(row.Previous.Span, row.Body.Span));

    public static IReadOnlyList<ChainFinding> Verify(
        IEnumerable<ChainRow> rows,
        params IReadOnlyCollection<ReadOnlyMemory<byte>> roots
    )
    {
        var verifier = new ChainVerifier(roots);
        foreach (var row in rows)
            verifier.Add(row);
        return verifier.Findings();
    }
}
