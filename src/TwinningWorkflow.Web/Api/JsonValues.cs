using System.Collections.Immutable;
using System.Text.Json;
using NodaTime.Text;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Forms;

namespace TwinningWorkflow.Web.Api;

/// <summary>Values of variables as JSON, for a correction. What the engine can judge it judges; here they get their types.</summary>
/// <param name="definition">The process file.</param>
/// <param name="known">The variables that are expected, with their types.</param>
/// <param name="versions">The dossier's text versions.</param>
internal sealed class JsonValues(
    ProcessDefinition definition,
    IEnumerable<ReadVariable> known,
    IReadOnlyList<TextVersion> versions
)
{
    private readonly ImmutableDictionary<string, DataValue>.Builder values = ImmutableDictionary.CreateBuilder<
        string,
        DataValue
    >();
    private readonly ImmutableArray<string>.Builder emptied = ImmutableArray.CreateBuilder<string>();

    public List<InputProblem> Problems { get; } = [];
    public ImmutableDictionary<string, DataValue> Values => values.ToImmutable();
    public ImmutableArray<string> Emptied => emptied.ToImmutable();

    public static JsonElement Write(DataValue value) =>
        value switch
        {
            DataValue.Number(var number) => JsonSerializer.SerializeToElement(number),
            DataValue.Flag(var flag) => JsonSerializer.SerializeToElement(flag),
            DataValue.List(var items) => JsonSerializer.SerializeToElement(items.AsEnumerable()),
            _ => JsonSerializer.SerializeToElement(ScalarText.Write(value)),
        };

    public void Read(IReadOnlyDictionary<string, JsonElement>? given)
    {
        foreach (var (name, json) in given ?? ImmutableDictionary<string, JsonElement>.Empty)
            if (json.ValueKind is JsonValueKind.Null)
                emptied.Add(name);
            else if (Of(name, json) is not { } value || !Fits(name, value))
                Problems.Add(new InputProblem(name, FieldProblemCode.WrongType, $"{TypeOf(name)}"));
            else if (!IsHeld(name, value))
                Problems.Add(new InputProblem(name, FieldProblemCode.NotOffered));
            else
                values[name] = value;
    }

    private bool Fits(string name, DataValue value) =>
        known.FirstOrDefault(x => x.Name == name) is not { } expected || expected.Type == value.Type;

    private DataType TypeOf(string name) =>
        known.FirstOrDefault(x => x.Name == name)?.Type
        ?? (definition.Variables.TryGetValue(name, out var type) ? type : DataType.Text);

    private DataValue? Of(string name, JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => DataValue.Of(json.GetBoolean()),
            JsonValueKind.Number when json.TryGetInt64(out var number) => DataValue.Of(number),
            JsonValueKind.Array when json.EnumerateArray().All(static x => x.ValueKind is JsonValueKind.String) =>
                Texts(json),
            JsonValueKind.String when TypeOf(name) is DataType.Date => LocalDatePattern.Iso.Parse(json.GetString()!)
                is { Success: true } day
                ? DataValue.Of(day.Value)
                : null,
            JsonValueKind.String => ScalarText.Tidy(json.GetString()!) is { } text ? DataValue.Of(text) : null,
            _ => null,
        };

    private static DataValue.List? Texts(JsonElement json)
    {
        var items = json.EnumerateArray().Select(static x => ScalarText.Tidy(x.GetString()!)).ToList();
        return items.Contains(null) ? null : new DataValue.List([.. items.OfType<string>()]);
    }

    /// <summary>What a field files, a correction can only name: a text of the dossier is one, a file is not.</summary>
    private bool IsHeld(string name, DataValue value) =>
        definition.FieldOf(name)?.Kind switch
        {
            FieldKind.TextVersion or FieldKind.NewTextVersion => value is DataValue.Text(var hash)
                && versions.Any(x => x.Hash == hash),
            FieldKind.Files or FieldKind.FilesByLanguage => false,
            _ => true,
        };
}
