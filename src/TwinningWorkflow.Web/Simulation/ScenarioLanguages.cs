using System.Collections.Immutable;
using System.Text.Json;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Forms;

namespace TwinningWorkflow.Web.Simulation;

/// <summary>The languages of the texts that a scenario names: what the application reads from the dossier's text versions.</summary>
internal sealed class ScenarioLanguages
{
    private const string Text = "text";

    private readonly Dictionary<string, IEnumerable<string>> byHash = new(StringComparer.Ordinal);

    public ScenarioLanguages(Scenario scenario)
    {
        foreach (var value in scenario.Steps.SelectMany(x => (x.Complete?.Fields ?? x.Message?.Fields)?.Values ?? []))
            if (value.ValueKind is JsonValueKind.Object && value.TryGetProperty(Text, out var text))
                byHash[ScenarioValues.TextVersion(text)] = [.. text.EnumerateObject().Select(x => x.Name)];
    }

    /// <summary>What is wrong with the files that a form wants by language.</summary>
    /// <param name="form">The form; null where there is none.</param>
    /// <param name="fields">What the scenario fills in.</param>
    /// <param name="versionOf">The text version that a field names.</param>
    public ImmutableArray<FieldProblem> Problems(
        StepForm? form,
        IReadOnlyDictionary<string, JsonElement> fields,
        Func<FieldSpec, string?> versionOf
    )
    {
        if (form is null)
            return [];
        var wanted = LanguageFiles.Wanted(form, versionOf, byHash.GetValueOrDefault);
        return
        [
            .. form
                .Fields.Where(x => x.Kind is FieldKind.FilesByLanguage && fields.ContainsKey(x.Id))
                .SelectMany(x => LanguageFiles.Problems(x.Id, Given(fields[x.Id]), wanted.GetValueOrDefault(x.Id))),
        ];
    }

    private static List<string> Given(JsonElement value) =>
        value.TryGetProperty(Text, out var text) ? [.. text.EnumerateObject().Select(x => x.Name)]
        : value.TryGetProperty("files", out var files) ? [.. files.EnumerateArray().Select(_ => "")]
        : [""];
}
