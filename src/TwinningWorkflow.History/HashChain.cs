using System.Buffers;
using System.Security.Cryptography;

namespace TwinningWorkflow.History;

/// <summary>
/// The chain of a stream: h = SHA-256(0x00 || previous || body), where the first row's previous is 32 zero bytes. The leading
/// zero marks a leaf, so that no row can ever pass for an inner node of a tree built over the rows.
/// </summary>
public static class HashChain
{
    /// <summary>Bytes in a hash.</summary>
    public const int HashLength = SHA256.HashSizeInBytes;

    private const int SmallBody = 2048;

    /// <summary>What stands for the previous hash before the first row.</summary>
    public static ReadOnlyMemory<byte> Origin { get; } = new byte[HashLength];

    /// <summary>The hash of a row.</summary>
    /// <param name="previous">The hash of the row before it in the stream; <see cref="Origin"/> for the first.</param>
    /// <param name="body">The row's exact bytes.</param>
    public static byte[] Next(ReadOnlySpan<byte> previous, ReadOnlySpan<byte> body)
    {
        if (previous.Length != HashLength)
            throw new ArgumentException($"Expected {HashLength} bytes, but got {previous.Length}.", nameof(previous));

        var length = 1 + HashLength + body.Length;
        var rented = length > SmallBody ? ArrayPool<byte>.Shared.Rent(length) : null;
        Span<byte> preimage = rented is null ? stackalloc byte[SmallBody] : rented;
        preimage[0] = 0;
        previous.CopyTo(preimage[1..]);
        body.CopyTo(preimage[(1 + HashLength)..]);
        var hash = SHA256.HashData(preimage[..length]);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return hash;
    }
}
