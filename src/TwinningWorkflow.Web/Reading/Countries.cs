using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;

namespace TwinningWorkflow.Web.Reading;

/// <summary>The countries of ISO 3166-1 in the reader's language, and the languages spoken there.</summary>
public static class Countries
{
    private static readonly Lazy<FrozenDictionary<string, CultureInfo[]>> ByCode = new(() =>
        CultureInfo
            .GetCultures(CultureTypes.SpecificCultures)
            .Where(x => x.Name.Contains('-', StringComparison.Ordinal))
            .Select(x => (Culture: x, Code: new RegionInfo(x.Name).TwoLetterISORegionName))
            .Where(x => x.Code.Length == 2 && x.Code.All(char.IsAsciiLetterUpper))
            .GroupBy(x => x.Code)
            .ToFrozenDictionary(x => x.Key, x => x.Select(y => y.Culture).ToArray())
    );

    private static readonly ConcurrentDictionary<string, IReadOnlyList<KeyValuePair<string, string>>> Lists = new(
        StringComparer.Ordinal
    );

    public static bool IsKnown(string code) => ByCode.Value.ContainsKey(code);

    /// <summary>The country's name; its code when unknown.</summary>
    public static string Name(string code) => IsKnown(code) ? new RegionInfo(code).DisplayName : code;

    /// <summary>Code and name, by name.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> All() =>
        Lists.GetOrAdd(
            CultureInfo.CurrentUICulture.Name,
            _ =>
                [
                    .. ByCode
                        .Value.Keys.Select(x => KeyValuePair.Create(x, Name(x)))
                        .OrderBy(x => x.Value, StringComparer.Create(CultureInfo.CurrentUICulture, ignoreCase: true)),
                ]
        );

    /// <summary>Two-letter codes of the languages in which an agreement with this country may be written: Italian first, English last.</summary>
    public static IReadOnlyList<string> LanguagesOf(string code)
    {
        var spoken = ByCode.Value.TryGetValue(code, out var cultures)
            ? cultures.Select(x => x.TwoLetterISOLanguageName).Where(x => x.Length == 2)
            : [];
        return [.. OwnOf(code, spoken).Prepend("it").Append("en").Distinct()];
    }

    /// <summary>A language in the reader's words.</summary>
    public static string LanguageName(string code) => CultureInfo.GetCultureInfo(code).DisplayName;

    /// <summary>The language named like the country (lt-LT is not, de-DE is) or, failing that, the first three known there.</summary>
    private static IEnumerable<string> OwnOf(string code, IEnumerable<string> spoken)
    {
        var all = spoken.Distinct().Order(StringComparer.Ordinal).ToList();
        var own = all.Where(x =>
                string.Equals(CultureInfo.CreateSpecificCulture(x).Name, $"{x}-{code}", StringComparison.Ordinal)
            )
            .ToList();
        return (own.Count > 0 ? own : all).Where(x => x != "en").Take(3);
    }
}
