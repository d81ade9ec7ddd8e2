using System.Security.Cryptography;
using System.Text.Json;
using NodaTime;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Files;
using TwinningWorkflow.Web.Forms;

namespace TwinningWorkflow.Web.Hosting.Demo;

/// <summary>Fills in a form as a scenario says, with documents that can be opened.</summary>
internal sealed class DemoForms(string authority, Instant at)
{
    public FormInput Read(StepForm form, string? outcome, IReadOnlyDictionary<string, JsonElement> values)
    {
        var fields = new Dictionary<string, FieldInput>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
            if (name == PostedForm.Outcome)
                outcome = value.GetString();
            else
                fields[name] = Field(form.Field(name)?.Kind, value);
        return new FormInput(outcome is { Length: > 0 } ? outcome : null, fields);
    }

    private FieldInput Field(FieldKind? kind, JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => new FieldInput.Exact(value.GetBoolean()),
            JsonValueKind.Number => new FieldInput.Exact(value.GetInt64()),
            JsonValueKind.String => new FieldInput.Exact(value.GetString()!),
            JsonValueKind.Object when value.TryGetProperty("file", out var file) => new FieldInput.Files([
                File(file.GetString()!),
            ]),
            JsonValueKind.Object when value.TryGetProperty("files", out var files) => new FieldInput.Files([
                .. files.EnumerateArray().Select(x => File(x.GetString()!)),
            ]),
            JsonValueKind.Object when value.TryGetProperty("text", out var text) => kind is FieldKind.TextVersion
                ? new FieldInput.Exact(
                    TextVersionHash.Compute(
                        Languages(text).Select(x => KeyValuePair.Create(x.Key, Hash(DemoPdf.Of(x.Value))))
                    )
                )
                : new FieldInput.Files([.. Languages(text).Select(x => File(x.Value, x.Key))]),
            _ => new FieldInput.Misshapen(),
        };

    private static IEnumerable<KeyValuePair<string, string>> Languages(JsonElement text) =>
        text.EnumerateObject().Select(x => KeyValuePair.Create(x.Name, x.Value.GetString()!));

    private IncomingFile File(string name, string language = "")
    {
        var content = DemoPdf.Of(name);
        var file = new StoredFile
        {
            AuthorityId = authority,
            Hash = Hash(content),
            MediaType = FileKind.Pdf.MediaType,
            Content = content,
            StoredAt = at,
        };
        return new IncomingFile(new Upload.Accepted(file, FileName.Clean(name, FileKind.Pdf)), language);
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
