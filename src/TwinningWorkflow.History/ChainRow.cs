namespace TwinningWorkflow.History;

/// <summary>A row of the journal, as it is stored and exported.</summary>
/// <param name="stream">The chain it belongs to: an instance, a dossier, an authority.</param>
/// <param name="sequence">Its place in the stream, from 1.</param>
/// <param name="body">The exact bytes that were hashed: a canonical JSON object that repeats <c>sequence</c>.</param>
/// <param name="previous">The hash of the row before it; <see cref="HashChain.Origin"/> for the first.</param>
/// <param name="hash">Its own hash.</param>
public sealed class ChainRow(
    string stream,
    long sequence,
    ReadOnlyMemory<byte> body,
    ReadOnlyMemory<byte> previous,
    ReadOnlyMemory<byte> hash
)
{
    /// <summary>The chain it belongs to.</summary>
    public string Stream => stream;

    /// <summary>Its place in the stream, from 1.</summary>
    public long Sequence => sequence;

    /// <summary>The exact bytes that were hashed.</summary>
    public ReadOnlyMemory<byte> Body => body;

    /// <summary>The hash of the row before it.</summary>
    public ReadOnlyMemory<byte> Previous => previous;

    /// <summary>Its own hash.</summary>
    public ReadOnlyMemory<byte> Hash => hash;
}
