using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NodaTime.Text;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Files;
using TwinningWorkflow.Web.Forms;

namespace TwinningWorkflow.Web.Simulation;

/// <summary>Turns a scenario's field values into process data, as the application turns a form's.</summary>
internal static class ScenarioValues
{
    public static ImmutableDictionary<string, DataValue> Read(
        StepForm? form,
        IReadOnlyDictionary<string, JsonElement> fields
    ) => fields.ToImmutableDictionary(f => f.Key, f => Value(form?.Field(f.Key), f.Key, f.Value));

    public static DataValue Value(FieldSpec? field, string id, JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => DataValue.Of(json.GetBoolean()),
            JsonValueKind.Number => DataValue.Of(json.GetInt64()),
            JsonValueKind.String when field is { Personal: true } => Personal(id, json.GetString()!),
            JsonValueKind.String
                when field is { Kind: FieldKind.Date }
                    && LocalDatePattern.Iso.Parse(json.GetString()!) is { Success: true } date => DataValue.Of(
                date.Value
            ),
            JsonValueKind.String => DataValue.Of(json.GetString()!),
            JsonValueKind.Object when json.TryGetProperty("file", out var file) => new DataValue.List([
                PseudoFile.Hash(file.GetString()!),
            ]),
            JsonValueKind.Object when json.TryGetProperty("files", out var files) => new DataValue.List([
                .. files.EnumerateArray().Select(file => PseudoFile.Hash(file.GetString()!)),
            ]),
            JsonValueKind.Object when json.TryGetProperty("text", out var text) => field
                is { Kind: FieldKind.FilesByLanguage }
                ? LanguageFiles.Value(
                    text.EnumerateObject().Select(file => (file.Name, PseudoFile.Hash(file.Value.GetString()!)))
                )
                : DataValue.Of(TextVersion(text)),
            _ => throw new JsonException(
                $"Expected field '{id}' to be a text, number, flag, {{\"file\"}}, {{\"files\"}} or {{\"text\"}}, but it is not."
            ),
        };

    /// <summary>The hash of the text version that a scenario names by its files.</summary>
    public static string TextVersion(JsonElement text) =>
        TextVersionHash.Compute(
            text.EnumerateObject()
                .Select(file => KeyValuePair.Create(file.Name, PseudoFile.Hash(file.Value.GetString()!)))
        );

    /// <summary>The simulator keeps no personal data either: the value lives nowhere but in the scenario's file.</summary>
    private static DataValue.Personal Personal(string id, string value) =>
        new(id, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id + "\n" + value))));
}
