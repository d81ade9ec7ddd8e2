using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Engine;
using TwinningWorkflow.History;

namespace TwinningWorkflow.Web.Processes.Stored;

/// <summary>The whole of a journal row as the JSON that is hashed: what happened, where, when, who and why.</summary>
internal static class Envelope
{
    // the canonical writer escapes anew; here only speed matters
    private static readonly JsonWriterOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public static byte[] Write<T>(
        string stream,
        long sequence,
        Instant at,
        Actor actor,
        string? reason,
        T fact,
        (string Name, JsonTypeInfo Shape) kind
    )
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            // in canonical order already, which spares the canonical writer a sort
            json.WritePropertyName("actor"u8);
            WriteActor(json, actor);
            json.WriteString("at"u8, InstantPattern.ExtendedIso.Format(at));
            json.WritePropertyName("data"u8);
            JsonSerializer.Serialize(json, fact, kind.Shape);
            json.WriteString("kind"u8, kind.Name);
            if (reason is not null)
                json.WriteString("reason"u8, reason);
            json.WriteNumber("sequence"u8, sequence);
            json.WriteString("stream"u8, stream);
            json.WriteEndObject();
        }
        return CanonicalJson.Canonicalise(buffer.WrittenSpan);
    }

    public static JournalEntry Read(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        var kind = root.GetProperty("kind"u8).GetString()!;
        var data = root.GetProperty("data"u8);
        var shape = StoredKinds.Events.Named(kind) ?? StoredKinds.Facts.Named(kind);
        var fact = shape is null
            ? throw new InvalidOperationException($"Expected a known kind of fact, but the journal has '{kind}'.")
            : data.Deserialize(shape);
        return new JournalEntry(
            root.GetProperty("stream"u8).GetString()!,
            root.GetProperty("sequence"u8).GetInt64(),
            InstantPattern.ExtendedIso.Parse(root.GetProperty("at"u8).GetString()!).Value,
            root.GetProperty("actor"u8).Deserialize(StoredJson.Default.Actor)!,
            kind,
            root.TryGetProperty("reason"u8, out var reason) ? reason.GetString() : null,
            fact as ProcessEvent,
            fact as HostFact
        );
    }

    private static void WriteActor(Utf8JsonWriter json, Actor actor)
    {
        json.WriteStartObject();
        json.WriteString("account"u8, actor.Account);
        json.WriteString("authority"u8, actor.Authority);
        if (actor.Means is not null)
            json.WriteString("means"u8, actor.Means);
        if (actor.OnBehalfOf is not null)
            json.WriteString("onBehalfOf"u8, actor.OnBehalfOf);
        json.WriteString("person"u8, actor.Person);
        json.WriteString("role"u8, actor.Role);
        json.WriteEndObject();
    }
}
