using System.Text.Json;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Files;
using TwinningWorkflow.Web.Forms;

namespace TwinningWorkflow.Web.Api;

/// <summary>
/// A step's fields as JSON, by field id: a text, a whole number (money in cents), true or false, a day as ISO 8601. A file is the
/// hash that its upload gave, or <c>{"file": hash, "name": name}</c>; files are a list of them; a new text version and files by
/// language are an object of one file a language.
/// </summary>
public sealed class JsonFields(FileStore store)
{
    private const string FileMember = "file";
    private const string NameMember = "name";

    public async Task<FormInput> ReadAsync(
        string? outcome,
        IReadOnlyDictionary<string, JsonElement>? given,
        StepForm form,
        string authority,
        CancellationToken cancel
    )
    {
        var fields = new Dictionary<string, FieldInput>(StringComparer.Ordinal);
        foreach (var (id, json) in given ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal))
            // null says that there is no value, as leaving the field out does
            if (json.ValueKind is not JsonValueKind.Null)
                fields[id] = form.Field(id)?.Kind switch
                {
                    FieldKind.Files => await FilesAsync(json, authority, cancel),
                    FieldKind.NewTextVersion => await TextAsync(json, authority, cancel),
                    // files without a language do while nobody knows the languages
                    FieldKind.FilesByLanguage => json.ValueKind is JsonValueKind.Object
                        ? await TextAsync(json, authority, cancel)
                        : await FilesAsync(json, authority, cancel),
                    _ => Scalar(json),
                };
        return new FormInput(outcome, fields);
    }

    private static FieldInput Scalar(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.String when Text(json) is { } text => new FieldInput.Exact(text),
            JsonValueKind.True or JsonValueKind.False => new FieldInput.Exact(json.GetBoolean()),
            JsonValueKind.Number when json.TryGetInt64(out var number) => new FieldInput.Exact(number),
            _ => new FieldInput.Misshapen(),
        };

    private async Task<FieldInput> FilesAsync(JsonElement json, string authority, CancellationToken cancel)
    {
        var named = json.ValueKind is JsonValueKind.Array ? [.. json.EnumerateArray()] : new List<JsonElement> { json };
        var files = new List<IncomingFile>(named.Count);
        foreach (var item in named)
            if (await FileAsync(item, authority, cancel) is { } upload)
                files.Add(new IncomingFile(upload));
            else
                return new FieldInput.Misshapen();
        return new FieldInput.Files(files);
    }

    private async Task<FieldInput> TextAsync(JsonElement json, string authority, CancellationToken cancel)
    {
        if (json.ValueKind is not JsonValueKind.Object)
            return new FieldInput.Misshapen();
        var files = new List<IncomingFile>();
        foreach (var language in json.EnumerateObject())
            if (await FileAsync(language.Value, authority, cancel) is { } upload)
                files.Add(new IncomingFile(upload, language.Name));
            else
                return new FieldInput.Misshapen();
        return new FieldInput.Files(files);
    }

    /// <summary>The file that was uploaded before; null when what came names none.</summary>
    private async Task<Upload?> FileAsync(JsonElement json, string authority, CancellationToken cancel)
    {
        var (hash, name) = json.ValueKind switch
        {
            JsonValueKind.String => (Text(json), ""),
            JsonValueKind.Object when json.EnumerateObject().All(x => x.Name is FileMember or NameMember) => (
                Text(json, FileMember),
                Text(json, NameMember)
            ),
            _ => (null, null),
        };
        return hash is { Length: > 0 } && name is not null
            ? await store.NamedAsync(authority, hash, name, cancel)
            : null;
    }

    /// <summary>A member's text; empty when there is no such member, null when it is no text.</summary>
    private static string? Text(JsonElement json, string member) =>
        json.TryGetProperty(member, out var value) && value.ValueKind is not JsonValueKind.Null ? Text(value) : "";

    /// <summary>What a JSON string says; null when it is none, or holds half of a character.</summary>
    internal static string? Text(JsonElement json)
    {
        try
        {
            return json.ValueKind is JsonValueKind.String ? json.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
