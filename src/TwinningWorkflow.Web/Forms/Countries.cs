using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Resources;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Forms;

/// <summary>Countries and languages in the reader's words. The system's own list would name each in its own language.</summary>
public static class Countries
{
    private const string Country = "country.";
    private const string Language = "language.";

    /// <summary>So many languages of a country at most are asked for besides Italian and English.</summary>
    private const int MostLanguages = 3;

    private static readonly ResourceManager Texts = new(typeof(PlaceText));

    private static readonly Lazy<FrozenSet<string>> Codes = new(() =>
        Texts
            .GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: true)!
            .Cast<System.Collections.DictionaryEntry>()
            .Select(x => (string)x.Key)
            .Where(x => x.StartsWith(Country, StringComparison.Ordinal))
            .Select(x => x[Country.Length..])
            .ToFrozenSet(StringComparer.Ordinal)
    );

    private static readonly ConcurrentDictionary<string, IReadOnlyList<KeyValuePair<string, string>>> Lists = new(
        StringComparer.Ordinal
    );

    public static bool IsKnown(string code) => Codes.Value.Contains(code);

    /// <summary>The country's name; its code when unknown.</summary>
    public static string Name(string code) => Texts.GetString(Country + code, CultureInfo.CurrentUICulture) ?? code;

    /// <summary>A language's name; its code when unknown.</summary>
    public static string LanguageName(string code) => LanguageNameIn(CultureInfo.CurrentUICulture, code);

    /// <summary>A language's name in the words of another reader.</summary>
    public static string LanguageNameIn(CultureInfo culture, string code) =>
        Texts.GetString(Language + code, culture) ?? code;

    /// <summary>Code and name, by name.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> All() =>
        Lists.GetOrAdd(
            CultureInfo.CurrentUICulture.Name,
            _ =>
                [
                    .. Codes
                        .Value.Select(x => KeyValuePair.Create(x, Name(x)))
                        .OrderBy(x => x.Value, StringComparer.Create(CultureInfo.CurrentUICulture, ignoreCase: true)),
                ]
        );

    /// <summary>Codes of the languages in which an agreement with this country may be written: Italian first, English last.</summary>
    public static IReadOnlyList<string> LanguagesOf(string country)
    {
        var spoken = CultureInfo
            .GetCultures(CultureTypes.SpecificCultures)
            .Where(x => x.Name.EndsWith('-' + country, StringComparison.Ordinal))
            .Select(x => x.TwoLetterISOLanguageName)
            .Where(x =>
                x is not ("it" or "en") && Texts.GetString(Language + x, CultureInfo.InvariantCulture) is not null
            )
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        // languages at home there (German in Germany), else whatever is spoken there
        var own = spoken.FindAll(x => CultureInfo.CreateSpecificCulture(x).Name == $"{x}-{country}");
        return [.. (own.Count > 0 ? own : spoken).Take(MostLanguages).Prepend("it").Append("en")];
    }
}
