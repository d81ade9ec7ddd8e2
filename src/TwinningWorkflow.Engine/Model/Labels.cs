using System.Collections.Immutable;

namespace TwinningWorkflow.Engine.Model;

/// <summary>A text that people see, per language (two-letter code).</summary>
public sealed class Labels
{
    /// <summary>No text at all.</summary>
    public static readonly Labels None = new(ImmutableDictionary<string, string>.Empty);

    /// <summary>Holds the texts by language.</summary>
    public Labels(ImmutableDictionary<string, string> texts) => Texts = texts;

    /// <summary>The texts by language.</summary>
    public ImmutableDictionary<string, string> Texts { get; }

    /// <summary>True when no language has a text.</summary>
    public bool IsEmpty => Texts.Count == 0;

    /// <summary>The text in a language, else in Italian, else in any; empty when there is none.</summary>
    public string In(string language) =>
        Texts.TryGetValue(language, out var text) ? text
        : Texts.TryGetValue("it", out var italian) ? italian
        : Texts.OrderBy(static t => t.Key, StringComparer.Ordinal).Select(static t => t.Value).FirstOrDefault("");
}
