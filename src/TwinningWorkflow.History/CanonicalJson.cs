using System.Text.Json;

namespace TwinningWorkflow.History;

/// <summary>
/// The one spelling of a JSON text that is hashed: RFC 8785 (JSON Canonicalization Scheme) for strings, integers,
/// booleans, arrays and objects. Members are sorted by the UTF-16 code units of their names, white space goes, strings
/// carry the shortest escapes.
/// </summary>
/// <remarks>
/// What has no single honest spelling is refused instead of being mended: null, numbers with a fraction or an exponent,
/// integers beyond ±(2^53-1) (other readers would round them), duplicate names, lone surrogates, invalid UTF-8, more than
/// 64 levels. Within the subset the result is byte for byte what any other implementation of RFC 8785 writes.
/// </remarks>
public static class CanonicalJson
{
    /// <summary>The largest integer, 2^53-1; the smallest is its negative.</summary>
    public const long LargestInteger = 9_007_199_254_740_991;

    /// <summary>The canonical bytes of a JSON text in UTF-8.</summary>
    /// <exception cref="FormatException">The text is not JSON, or lies outside the subset.</exception>
    public static byte[] Canonicalise(ReadOnlySpan<byte> utf8Json)
    {
        using var writer = new CanonicalWriter(utf8Json);
        try
        {
            return writer.Run();
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // the reader says InvalidOperation for an escape that is half a surrogate pair, or hides invalid UTF-8
            throw new FormatException("Expected JSON in UTF-8, but: " + problem.Message, problem);
        }
    }
}
