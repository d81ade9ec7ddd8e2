using System.Text.Json;
using System.Text.Json.Nodes;

namespace TwinningWorkflow.Web.Simulation;

/// <summary>
/// The file of a scenario. One that turns off from another's path names it and the moment: <c>"continues": "other.json",
/// "until": "2025-04-01T10:00"</c>. It takes over the other's members and its steps up to then; what it says itself goes before.
/// </summary>
internal static class ScenarioFile
{
    private const string Continues = "continues";
    private const string Until = "until";
    private const string Steps = "steps";
    private const int MostLinks = 8;

    private static readonly JsonDocumentOptions Options = new() { CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The scenario as if it were written out.</summary>
    public static JsonObject Read(string path) => Read(path, links: 0);

    private static JsonObject Read(string path, int links)
    {
        if (links > MostLinks)
            throw new JsonException(
                $"Expected at most {MostLinks} scenarios to continue one another, but there are more."
            );
        if (JsonNode.Parse(File.ReadAllBytes(path), documentOptions: Options) is not JsonObject own)
            throw new JsonException("Expected a scenario.");
        if (!own.ContainsKey(Continues))
            return own;
        var other = Text(own, Continues);
        var until = Text(own, Until);
        // beside this one: a scenario is no way to read other folders
        if (Path.GetFileName(other) != other)
            throw new JsonException($"Expected '{Continues}' to name a file beside this one, but got '{other}'.");
        var beginning = Read(Path.Combine(Path.GetDirectoryName(path)!, other), links + 1);
        var steps = new JsonArray();
        foreach (var step in StepsOf(beginning))
            // ISO times of one zone sort as text
            if (string.CompareOrdinal(Text(step!.AsObject(), "at"), until) <= 0)
                steps.Add(step.DeepClone());
        foreach (var step in StepsOf(own))
            steps.Add(step!.DeepClone());
        foreach (var (name, value) in own)
            if (name is not (Continues or Until or Steps))
                beginning[name] = value?.DeepClone();
        beginning[Steps] = steps;
        return beginning;
    }

    private static JsonArray StepsOf(JsonObject scenario) =>
        scenario[Steps] as JsonArray ?? throw new JsonException($"Expected '{Steps}' to be a list.");

    private static string Text(JsonObject from, string member) =>
        from[member] is JsonValue value && value.TryGetValue<string>(out var text)
            ? text
            : throw new JsonException($"Expected '{member}' to be a text.");
}
