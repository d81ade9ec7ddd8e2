using System.Text.Json;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Web.Api;

/// <summary>What a step asks for.</summary>
/// <param name="Role">Whose it is; empty: anybody who takes steps.</param>
/// <param name="Help">What to do, by language.</param>
/// <param name="Ground">On what it rests.</param>
/// <param name="Outcomes">How it can end; empty when it just gets done.</param>
/// <param name="Fields">What to fill in.</param>
/// <param name="Gate">The gate that must be open; empty when none.</param>
/// <param name="GateFor">The outcomes that need it open; empty: all.</param>
public sealed record FormAnswer(
    string Role,
    IReadOnlyDictionary<string, string> Help,
    GroundAnswer? Ground,
    IReadOnlyList<ChoiceAnswer> Outcomes,
    IReadOnlyList<FieldAnswer> Fields,
    string Gate,
    IReadOnlyList<string> GateFor
)
{
    /// <param name="form">What the step asks for.</param>
    /// <param name="languages">The languages that fields want a file in, by field id.</param>
    public static FormAnswer Of(StepForm form, IReadOnlyDictionary<string, IReadOnlyList<string>> languages) =>
        new(
            form.Role,
            form.Help.Texts,
            form.Ground is { } ground
                ? new GroundAnswer(JsonNamingPolicy.CamelCase.ConvertName($"{ground.Basis}"), ground.Citation.Texts)
                : null,
            [.. form.Outcomes.Select(ChoiceAnswer.Of)],
            [.. form.Fields.Select(x => FieldAnswer.Of(x, languages.GetValueOrDefault(x.Id) ?? []))],
            form.Gate,
            form.GateFor
        );
}

/// <summary>A legal ground.</summary>
/// <param name="Basis">law, circular, practice or localRule.</param>
/// <param name="Citation">By language.</param>
public sealed record GroundAnswer(string Basis, IReadOnlyDictionary<string, string> Citation);

/// <summary>One thing to choose.</summary>
/// <param name="Id">What to send.</param>
/// <param name="Label">In words, by language.</param>
public sealed record ChoiceAnswer(string Id, IReadOnlyDictionary<string, string> Label)
{
    public static ChoiceAnswer Of(Outcome choice) => new(choice.Id, choice.Label.Texts);
}

/// <summary>A field.</summary>
/// <param name="Id">The member of <c>fields</c> under which to send it.</param>
/// <param name="Kind">
/// text, longText, integer, money (cents), flag, date, choice, files (uploads' hashes), filesByLanguage (an object of one upload's
/// hash a language), textVersion (its hash) or newTextVersion (as filesByLanguage).
/// </param>
/// <param name="Required">Whatever the outcome.</param>
/// <param name="RequiredFor">The outcomes for which it is required.</param>
/// <param name="MaxLength">Longest text, in characters.</param>
/// <param name="Personal">The value is kept outside the history, and can be erased.</param>
/// <param name="Choices">Of a choice.</param>
/// <param name="Label">In words, by language.</param>
/// <param name="Help">A hint, by language.</param>
/// <param name="Languages">
/// Of filesByLanguage: the languages of the text version, each of which wants a file. Empty while that is not known, and of others.
/// </param>
public sealed record FieldAnswer(
    string Id,
    string Kind,
    bool Required,
    IReadOnlyList<string> RequiredFor,
    int MaxLength,
    bool Personal,
    IReadOnlyList<ChoiceAnswer> Choices,
    IReadOnlyDictionary<string, string> Label,
    IReadOnlyDictionary<string, string> Help,
    IReadOnlyList<string> Languages
)
{
    public static FieldAnswer Of(FieldSpec field, IReadOnlyList<string> languages) =>
        new(
            field.Id,
            JsonNamingPolicy.CamelCase.ConvertName($"{field.Kind}"),
            field.Required,
            field.RequiredFor,
            field.MaxLength,
            field.Personal,
            [.. field.Choices.Select(ChoiceAnswer.Of)],
            field.Label.Texts,
            field.Help.Texts,
            languages
        );
}
