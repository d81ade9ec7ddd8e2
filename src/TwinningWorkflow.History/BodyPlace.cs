using System.Text.Json;

namespace TwinningWorkflow.History;

/// <summary>The place that a row's hashed bytes claim for themselves.</summary>
internal static class BodyPlace
{
    /// <summary>Reads <c>sequence</c>, which every body has, and <c>stream</c>, null where the body does not tell it.</summary>
    public static (long Sequence, string? Stream) Read(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        long? sequence = null;
        string? stream = null;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new FormatException("the bytes are no object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("sequence"u8))
            {
                reader.Read();
                sequence = reader.GetInt64();
            }
            else if (reader.ValueTextEquals("stream"u8))
            {
                reader.Read();
                stream = reader.GetString();
            }
            else
            {
                reader.Skip();
            }
        }
        reader.Read(); // throws when something follows
        return (sequence ?? throw new FormatException("it has none"), stream);
    }
}
