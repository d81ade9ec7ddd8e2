using System.Collections.Immutable;
using System.Text.Json;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Files;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Simulation;

namespace TwinningWorkflow.Web.Hosting.Demo;

/// <summary>Fills in a step's form with a scenario's values, the way a page's post is read.</summary>
internal sealed class ScenarioForm(FormReader reader, FormPlace place, Instant at)
{
    /// <summary>The outcome that a message carries among its fields; a task says its own apart.</summary>
    private const string Outcome = "outcome";

    public FormReading? Read(StepForm? form, IReadOnlyDictionary<string, JsonElement> fields)
    {
        if (form is null)
            return null;
        var outcome = fields.TryGetValue(Outcome, out var said) ? said.GetString() : null;
        var input = fields
            .Where(field => field.Key != Outcome)
            .ToImmutableDictionary(field => field.Key, field => Input(form.Field(field.Key), field.Value));
        var reading = reader.Read(form, new FormInput(outcome, input), place);
        if (reading.Problems is [var problem, ..])
            throw new InvalidOperationException($"Expected a form that can be read, but {problem}.");
        return outcome is null
            ? reading
            : reading with
            {
                Fields = reading.Fields.SetItem(Outcome, DataValue.Of(outcome)),
            };
    }

    private FieldInput Input(FieldSpec? field, JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => new FieldInput.Exact(json.GetBoolean()),
            JsonValueKind.Number => new FieldInput.Exact(json.GetInt64()),
            JsonValueKind.String => new FieldInput.Exact(json.GetString()!),
            JsonValueKind.Object when json.TryGetProperty("file", out var file) => new FieldInput.Files([File(file)]),
            JsonValueKind.Object when json.TryGetProperty("files", out var files) => new FieldInput.Files([
                .. files.EnumerateArray().Select(file => File(file)),
            ]),
            JsonValueKind.Object when json.TryGetProperty("text", out var text) => field
                is { Kind: FieldKind.NewTextVersion or FieldKind.FilesByLanguage }
                ? new FieldInput.Files([.. text.EnumerateObject().Select(file => File(file.Value, file.Name))])
                : new FieldInput.Exact(ScenarioValues.TextVersion(text)),
            _ => new FieldInput.Misshapen(),
        };

    private IncomingFile File(JsonElement named, string language = "")
    {
        var name = named.GetString()!;
        var file = new StoredFile
        {
            AuthorityId = place.Authority,
            Hash = PseudoFile.Hash(name),
            MediaType = FileKind.Of(PseudoFile.Bytes(name))!.MediaType,
            Content = PseudoFile.Bytes(name),
            StoredAt = at,
        };
        return new IncomingFile(new Upload.Accepted(file, name), language);
    }
}
