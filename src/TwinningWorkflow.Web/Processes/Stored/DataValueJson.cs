using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime.Text;
using TwinningWorkflow.Engine;

namespace TwinningWorkflow.Web.Processes.Stored;

/// <summary>
/// A value as JSON tells its type by its shape: text, integer, boolean, array of texts, <c>{"date":"2022-12-09"}</c>,
/// <c>{"hash":"...","ref":"..."}</c>.
/// </summary>
internal sealed class DataValueJson : JsonConverter<DataValue>
{
    public override void Write(Utf8JsonWriter writer, DataValue value, JsonSerializerOptions options)
    {
        switch (value)
        {
            case DataValue.Text text:
                writer.WriteStringValue(text.Value);
                break;
            case DataValue.Number number:
                writer.WriteNumberValue(number.Value);
                break;
            case DataValue.Flag flag:
                writer.WriteBooleanValue(flag.Value);
                break;
            case DataValue.Date date:
                writer.WriteStartObject();
                writer.WriteString("date"u8, LocalDatePattern.Iso.Format(date.Value));
                writer.WriteEndObject();
                break;
            case DataValue.List list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                    writer.WriteStringValue(item);
                writer.WriteEndArray();
                break;
            case DataValue.Personal personal:
                writer.WriteStartObject();
                writer.WriteString("hash"u8, personal.SaltedHash);
                writer.WriteString("ref"u8, personal.Reference);
                writer.WriteEndObject();
                break;
            default:
                throw new JsonException($"Expected a known type of value, but {value.Type} came.");
        }
    }

    public override DataValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.String => DataValue.Of(reader.GetString()!),
            JsonTokenType.Number => DataValue.Of(reader.GetInt64()),
            JsonTokenType.True => DataValue.Of(true),
            JsonTokenType.False => DataValue.Of(false),
            JsonTokenType.StartArray => ReadList(ref reader),
            JsonTokenType.StartObject => ReadObject(ref reader),
            _ => throw new JsonException($"Expected a value, but found {reader.TokenType}."),
        };

    private static DataValue.List ReadList(ref Utf8JsonReader reader)
    {
        var items = ImmutableArray.CreateBuilder<string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
            items.Add(reader.GetString()!);
        return reader.TokenType == JsonTokenType.EndArray
            ? new DataValue.List(items.DrainToImmutable())
            : throw new JsonException($"Expected a text in the list, but found {reader.TokenType}.");
    }

    private static DataValue ReadObject(ref Utf8JsonReader reader)
    {
        string? date = null;
        string? hash = null;
        string? reference = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            var text = reader.GetString();
            switch (name)
            {
                case "date":
                    date = text;
                    break;
                case "hash":
                    hash = text;
                    break;
                case "ref":
                    reference = text;
                    break;
                default:
                    throw new JsonException($"Expected date, hash or ref, but found '{name}'.");
            }
        }
        if (date is not null && hash is null && reference is null)
            return LocalDatePattern.Iso.Parse(date) is { Success: true } parsed
                ? DataValue.Of(parsed.Value)
                : throw new JsonException($"Expected a date such as 2022-12-09, but found '{date}'.");
        if (date is null && hash is not null && reference is not null)
            return new DataValue.Personal(reference, hash);
        throw new JsonException("Expected either date, or hash and ref.");
    }
}
