using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace TwinningWorkflow.History;

/// <summary>
/// The file in which a history leaves the application: JSON Lines in UTF-8, one row a line,
/// <c>{"stream","sequence","body","previous","hash"}</c>, where the body is the exact hashed bytes in Base64 and the hashes
/// are lower-case hex. Rows of a stream stand in order of their sequence.
/// </summary>
public static class HistoryExport
{
    // far above any row the application writes; a reader must not be made to hold a line without end
    private const int LongestLine = 64 * 1024 * 1024;

    /// <summary>Writes a row as one line.</summary>
    public static void Write(IBufferWriter<byte> output, ChainRow row)
    {
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("stream"u8, row.Stream);
            json.WriteNumber("sequence"u8, row.Sequence);
            json.WriteBase64String("body"u8, row.Body.Span);
            json.WriteString("previous"u8, Convert.ToHexStringLower(row.Previous.Span));
            json.WriteString("hash"u8, Convert.ToHexStringLower(row.Hash.Span));
            json.WriteEndObject();
        }
        output.Write("\n"u8);
    }

    /// <summary>Reads the rows of an export, one at a time; the stream stays open.</summary>
    /// <exception cref="FormatException">A line is not a row of an export; the message tells its number.</exception>
    public static IEnumerable<ChainRow> Read(Stream input)
    {
        var buffer = new byte[64 * 1024];
        var held = 0;
        var lineNumber = 0L;
        while (true)
        {
            var got = input.Read(buffer, held, buffer.Length - held);
            held += got;
            var start = 0;
            while (NextLine(buffer, start, held, atEnd: got == 0) is { } end)
            {
                lineNumber++;
                yield return Row(buffer.AsSpan(start, end - start), lineNumber);
                start = Math.Min(end + 1, held);
            }
            if (got == 0)
                yield break;
            held -= start;
            buffer.AsSpan(start, held).CopyTo(buffer);
            if (held == buffer.Length)
                Array.Resize(ref buffer, Larger(buffer.Length, lineNumber + 1));
        }
    }

    /// <summary>Where the line from <paramref name="start"/> ends; null when it has not been read to its end.</summary>
    private static int? NextLine(byte[] buffer, int start, int held, bool atEnd)
    {
        var newline = buffer.AsSpan(start, held - start).IndexOf((byte)'\n');
        if (newline >= 0)
            return start + newline;
        return atEnd && held > start ? held : null;
    }

    private static int Larger(int length, long lineNumber) =>
        length < LongestLine
            ? 2 * length
            : throw Unreadable(lineNumber, $"Expected at most {LongestLine} bytes, but it is longer.", null);

    private static ChainRow Row(ReadOnlySpan<byte> line, long lineNumber)
    {
        try
        {
            return Parse(line);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException)
        {
            throw Unreadable(lineNumber, problem.Message, problem);
        }
    }

    private static ChainRow Parse(ReadOnlySpan<byte> line)
    {
        string? stream = null;
        long? sequence = null;
        byte[]? body = null;
        byte[]? previous = null;
        byte[]? hash = null;
        var reader = new Utf8JsonReader(line);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new FormatException("Expected an object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "stream" when stream is null:
                    stream = reader.GetString();
                    break;
                case "sequence" when sequence is null:
                    sequence = reader.GetInt64();
                    break;
                case "body" when body is null:
                    body = reader.GetBytesFromBase64();
                    break;
                case "previous" when previous is null:
                    previous = Hash(ref reader);
                    break;
                case "hash" when hash is null:
                    hash = Hash(ref reader);
                    break;
                default:
                    throw new FormatException(
                        $"Expected stream, sequence, body, previous and hash, each once, but found '{name}'."
                    );
            }
        }
        reader.Read(); // throws when something follows
        if (stream is null || sequence is null || body is null || previous is null || hash is null)
            throw new FormatException("Expected stream, sequence, body, previous and hash, but one is missing.");
        return new ChainRow(stream, sequence.Value, body, previous, hash);
    }

    private static byte[] Hash(ref Utf8JsonReader reader)
    {
        var hex = reader.GetString();
        return hex?.Length == 2 * HashChain.HashLength
            ? Convert.FromHexString(hex)
            : throw new FormatException($"Expected {2 * HashChain.HashLength} hex digits, but found '{hex}'.");
    }

    private static FormatException Unreadable(long lineNumber, string why, Exception? problem) =>
        new($"Line {lineNumber.ToString(CultureInfo.InvariantCulture)}: {why}", problem);
}
