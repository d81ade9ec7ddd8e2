using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Files;

namespace TwinningWorkflow.Web.Forms;

/// <summary>
/// A form posted by a page. A step's fields are named <c>f.</c> and their id, so that none can be taken for a field of the
/// page's own; the files of a new text version and those that are wanted by language add a point and the language.
/// </summary>
public static class PostedForm
{
    public const string Prefix = "f.";
    public const string Outcome = "outcome";

    public static async Task<FormInput> ReadAsync(
        IFormCollection form,
        StepForm step,
        Uploads uploads,
        string authority,
        CancellationToken cancel
    )
    {
        var fields = new Dictionary<string, FieldInput>(StringComparer.Ordinal);
        foreach (var key in form.Keys.Where(x => x.StartsWith(Prefix, StringComparison.Ordinal)))
            // a file field left empty comes as an empty text
            if (!TakesFiles(step.Field(key[Prefix.Length..].Split('.')[0])))
                fields[key[Prefix.Length..]] = new FieldInput.Typed(form[key].ToString());
        foreach (var spec in step.Fields)
            if (TakesFiles(spec))
            {
                var files = new List<IncomingFile>();
                foreach (var file in form.Files.Where(x => FieldOf(x.Name) == spec.Id))
                {
                    await using var stream = file.OpenReadStream();
                    var upload = await uploads.ReadAsync(authority, file.FileName, stream, cancel);
                    files.Add(new IncomingFile(upload, LanguageOf(file.Name)));
                }
                if (files.Count > 0)
                    fields[spec.Id] = new FieldInput.Files(files);
            }
            // a box left unticked is not posted at all
            else if (spec.Kind is FieldKind.Flag)
                fields.TryAdd(spec.Id, new FieldInput.Typed(""));
        return new FormInput(form[Outcome].ToString() is { Length: > 0 } outcome ? outcome : null, fields);
    }

    private static bool TakesFiles(FieldSpec? spec) =>
        spec is { HoldsFiles: true } or { Kind: FieldKind.NewTextVersion };

    private static string FieldOf(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..].Split('.')[0] : "";

    private static string LanguageOf(string name) => name.Split('.') is [_, _, var language] ? language : "";
}
