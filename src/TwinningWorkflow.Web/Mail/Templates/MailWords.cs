using System.Globalization;
using System.Resources;
using NodaTime;
using TwinningWorkflow.Web.Terms;

namespace TwinningWorkflow.Web.Mail.Templates;

/// <summary>
/// The words of the mails in one language: <c>MailWords.resx</c> (Italian) and <c>MailWords.en.resx</c>. They hold no markup;
/// a name in braces stands for a value.
/// </summary>
public sealed class MailWords
{
    /// <summary>The languages that are complete. A further one is a further file, and a name here.</summary>
    public static readonly IReadOnlyList<string> Languages = ["it", "en"];

    private static readonly ResourceManager Resources = new(typeof(MailWords));
    private readonly CultureInfo culture;

    private MailWords(string language)
    {
        Language = language;
        culture = CultureInfo.GetCultureInfo(language);
    }

    public string Language { get; }

    /// <summary>The words of that language, else English: who reads neither is a foreign partner.</summary>
    public static MailWords In(string language) => new(Languages.Contains(language) ? language : "en");

    /// <summary>The words under a key with the values put in. A key or a value that is missing is a defect, and said.</summary>
    public string this[string key, params ReadOnlySpan<(string Name, string Value)> values]
    {
        get
        {
            var words =
                Resources.GetString(key, CultureInfo.GetCultureInfo(Language))
                ?? throw new InvalidOperationException(
                    $"Expected the mail words '{key}' in {Language}, but there are none."
                );
            var filled = new System.Text.StringBuilder();
            for (var at = 0; at < words.Length; )
            {
                var open = words.IndexOf('{', at);
                if (open < 0)
                    return filled.Append(words, at, words.Length - at).ToString();
                var close = words.IndexOf('}', open);
                filled.Append(words, at, open - at).Append(ValueOf(key, words[(open + 1)..close], values));
                at = close + 1;
            }
            return filled.ToString();
        }
    }

    /// <summary>lunedì 9 gennaio 2023; Monday 9 January 2023.</summary>
    public string Day(LocalDate day) => $"{day.ToString("dddd", culture)} {ShortDay(day)}";

    /// <summary>9 gennaio 2023; 9 January 2023.</summary>
    public string ShortDay(LocalDate day) => TermWords.Date(Language, day);

    private static string ValueOf(string key, string name, ReadOnlySpan<(string Name, string Value)> values)
    {
        foreach (var value in values)
            if (value.Name == name)
                return value.Value;
        throw new InvalidOperationException(
            $"Expected a value for '{name}' in the mail words '{key}', but none was given."
        );
    }
}
