using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Forms;

namespace TwinningWorkflow.Web.Simulation;

/// <summary>
/// What suspends, resumes or withdraws: <c>{ "reason": "...", "act": { "number", "date", "file" } }</c>, or the reason alone. Who
/// suspends or resumes by the reason alone does so by an act of that day that bears no number.
/// </summary>
public sealed record ScenarioOrder(string Reason, ScenarioAct? Act = null)
{
    private const string NoNumber = "FITTIZIO";

    /// <summary>The act that is named, or that has to be there.</summary>
    internal FormalAct? ActOf(LocalDate day, bool isRequired) =>
        Act is { } act ? new FormalAct(act.Number, act.Date, act.File.Length > 0 ? [PseudoFile.Hash(act.File)] : [])
        : isRequired ? new FormalAct(NoNumber, day, [])
        : null;

    /// <summary>As the values of the application's form.</summary>
    internal IReadOnlyDictionary<string, JsonElement> Fields(LocalDate day, bool isActRequired)
    {
        var fields = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { [ActForm.Reason] = Json(Reason) };
        if (ActOf(day, isActRequired) is { } act)
        {
            fields[ActForm.Number] = Json(act.Number);
            fields[ActForm.Date] = Json(LocalDatePattern.Iso.Format(act.Date));
        }
        if (Act is { File.Length: > 0 })
            fields[ActForm.Files] = Json(new Dictionary<string, string> { ["file"] = Act.File });
        return fields;
    }

    private static JsonElement Json<T>(T value) => JsonSerializer.SerializeToElement(value);

    internal sealed class Reader : JsonConverter<ScenarioOrder>
    {
        public override ScenarioOrder Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.String)
                return new ScenarioOrder(reader.GetString()!);
            var order = JsonSerializer.Deserialize<Written>(ref reader, options)!;
            return new ScenarioOrder(order.Reason, order.Act);
        }

        public override void Write(Utf8JsonWriter writer, ScenarioOrder value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, new Written { Reason = value.Reason, Act = value.Act }, options);

        private sealed record Written
        {
            public required string Reason { get; init; }
            public ScenarioAct? Act { get; init; }
        }
    }
}

/// <summary>An act that a scenario names.</summary>
public sealed record ScenarioAct
{
    public required string Number { get; init; }
    public required LocalDate Date { get; init; }

    /// <summary>The name of its file; empty when there is none.</summary>
    public string File { get; init; } = "";
}
