using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Files;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Reading;

/// <summary>What values refer to: documents and text versions by hash, personal words by reference (null: erased).</summary>
public sealed record ValueReferences(
    IReadOnlyDictionary<string, Document> Documents,
    IReadOnlyDictionary<string, TextVersion> TextVersions,
    IReadOnlyDictionary<string, string?> Personal
)
{
    /// <summary>Names of people by their ids.</summary>
    public IReadOnlyDictionary<string, string> People { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>What a dossier holds, without personal words.</summary>
    public static ValueReferences Of(IEnumerable<Document> documents, IEnumerable<TextVersion> versions) =>
        new(
            documents.GroupBy(x => x.FileHash).ToDictionary(x => x.Key, x => x.First()),
            versions.GroupBy(x => x.Hash).ToDictionary(x => x.Key, x => x.First()),
            ImmutableDictionary<string, string?>.Empty
        );
}

/// <summary>Puts a recorded value into words, as its field would have it.</summary>
public sealed class ValueWords(ValueReferences references, IStringLocalizer<HistoryText> text, CultureInfo culture)
{
    /// <summary>The details that a value gives: one, or one a file.</summary>
    public IEnumerable<HistoryDetail> Of(FieldSpec? spec, string field, DataValue value)
    {
        var language = culture.TwoLetterISOLanguageName;
        var label = spec?.Label.In(language) is { Length: > 0 } words ? words : field;
        if (value is DataValue.List list && spec is { HoldsFiles: true })
            return Files(label, list.Items);
        return [new HistoryDetail(label, Words(spec, value, language))];
    }

    /// <summary>One detail a file, to be opened where the dossier has it.</summary>
    public IEnumerable<HistoryDetail> Files(string label, IEnumerable<string> hashes) =>
        hashes.Select(hash => File(label, hash));

    /// <summary>A value as its field would have it.</summary>
    public string Words(FieldSpec? spec, DataValue value) => Words(spec, value, culture.TwoLetterISOLanguageName);

    /// <summary>The words that a personal value refers to; null when they were erased.</summary>
    public string? Personal(DataValue value) =>
        value is DataValue.Personal(var reference, _) ? references.Personal.GetValueOrDefault(reference) : null;

    /// <summary>The name of a person.</summary>
    public string Person(string id) => references.People.GetValueOrDefault(id) ?? text["erased-person"];

    private HistoryDetail File(string label, string hash) =>
        references.Documents.TryGetValue(hash, out var document)
            ? new HistoryDetail(label, document.FileName, Downloads.OfDocument(document.Id))
            : new HistoryDetail(label, hash[..Math.Min(12, hash.Length)]);

    private string Words(FieldSpec? spec, DataValue value, string language) =>
        value switch
        {
            DataValue.Text(var words) => spec?.Kind switch
            {
                FieldKind.Choice => spec.Choices.FirstOrDefault(x => x.Id == words)?.Label.In(language) ?? words,
                FieldKind.TextVersion or FieldKind.NewTextVersion => TextVersion(words),
                // a variable of the process may hold the hash of a text version too
                null when references.TextVersions.ContainsKey(words) => TextVersion(words),
                _ => words,
            },
            DataValue.Number(var number) => spec?.Kind is FieldKind.Money
                ? (number / 100m).ToString("N2", culture) + " €"
                : number.ToString("N0", culture),
            DataValue.Flag(var flag) => text[flag ? "yes" : "no"],
            DataValue.Date(var day) => day.ToString("d MMMM uuuu", culture),
            DataValue.List(var items) => string.Join(", ", items),
            DataValue.Personal(var reference, _) => references.Personal.GetValueOrDefault(reference) ?? text["erased"],
            _ => throw new ArgumentOutOfRangeException(nameof(value), value, null),
        };

    private string TextVersion(string hash) =>
        references.TextVersions.TryGetValue(hash, out var version)
            ? text["text-version", version.Number, hash[..12]]
            : hash[..Math.Min(12, hash.Length)];
}
