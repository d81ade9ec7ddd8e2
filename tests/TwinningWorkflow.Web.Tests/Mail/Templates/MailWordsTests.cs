using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using NodaTime;
using TwinningWorkflow.Web.Mail.Templates;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Mail.Templates;

public sealed partial class MailWordsTests
{
    [Fact]
    public void Both_languages_have_the_same_keys_with_the_same_values_to_fill_in()
    {
        var italian = All("it");
        var english = All("en");

        Assert.NotEmpty(italian);
        Assert.Equal(italian.Keys.Order(), english.Keys.Order());
        foreach (var (key, words) in italian)
            Assert.Equal((key, Placeholders(words)), (key, Placeholders(english[key])));
    }

    [Fact]
    public void A_value_is_put_in_as_it_is_even_when_it_looks_like_a_placeholder()
    {
        var words = MailWords.In("en")["task.action", ("step", "{partner} {0}"), ("partner", "Kaunas")];

        Assert.Equal("To do: {partner} {0} (Kaunas)", words);
    }

    [Fact]
    public void Words_or_values_that_are_missing_are_a_defect_and_named()
    {
        var words = MailWords.In("it");

        Assert.Contains("'no.such'", Assert.Throws<InvalidOperationException>(() => words["no.such"]).Message);
        Assert.Contains("'step'", Assert.Throws<InvalidOperationException>(() => words["task.action"]).Message);
    }

    [Theory]
    [InlineData("it", 9, "lunedì 9 gennaio 2023")]
    [InlineData("en", 9, "Monday 9 January 2023")]
    [InlineData("it", 1, "domenica 1° gennaio 2023")]
    public void A_day_is_written_as_the_language_writes_it(string language, int day, string expected)
    {
        Assert.Equal(expected, MailWords.In(language).Day(new LocalDate(2023, 1, day)));
    }

    private static Dictionary<string, string> All(string language) =>
        new ResourceManager(typeof(MailWords))
            // without falling back: what English lacks must be seen as lacking
            .GetResourceSet(
                language == "it" ? CultureInfo.InvariantCulture : CultureInfo.GetCultureInfo(language),
                createIfNotExists: true,
                tryParents: false
            )!
            .Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);

    private static string Placeholders(string words) =>
        string.Join(' ', Placeholder().Matches(words).Select(found => found.Value).Distinct().Order());

    [GeneratedRegex(@"\{\w+\}", RegexOptions.NonBacktracking)]
    private static partial Regex Placeholder();
}
