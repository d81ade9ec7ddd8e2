using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using TwinningWorkflow.Web.Mail.Templates;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Mail.Templates;

public sealed partial class MailTemplatesTests
{
    public static TheoryData<string, string> EachInBothLanguages()
    {
        var all = new TheoryData<string, string>();
        foreach (var name in SampleMails.Names)
        foreach (var language in MailWords.Languages)
            all.Add(name, language);
        return all;
    }

    /// <summary>What people read, word for word. <c>UPDATE_SNAPSHOTS=1</c> writes them anew, to be read before they are committed.</summary>
    [Theory]
    [MemberData(nameof(EachInBothLanguages))]
    public void A_mail_reads_as_its_snapshot(string name, string language)
    {
        var mail = MailTemplates.Write(SampleMails.Of(name, language));

        AssertSnapshot($"{name}.{language}.txt", $"Subject: {mail.Subject}\n\n{mail.Text}");
        AssertSnapshot($"{name}.{language}.html", mail.Html);
    }

    [Theory]
    [InlineData("it")]
    [InlineData("en")]
    public void A_digest_reads_as_its_snapshot(string language)
    {
        var mail = SampleMails.Digest(language);

        AssertSnapshot($"digest.{language}.txt", $"Subject: {mail.Subject}\n\n{mail.Text}");
        AssertSnapshot($"digest.{language}.html", mail.Html);
    }

    [Theory]
    [InlineData("it")]
    [InlineData("en")]
    public void The_digest_of_the_week_reads_as_its_snapshot(string language)
    {
        var mail = SampleMails.Weekly(language);

        AssertSnapshot($"weekly.{language}.txt", $"Subject: {mail.Subject}\n\n{mail.Text}");
        AssertSnapshot($"weekly.{language}.html", mail.Html);
    }

    [Theory]
    [InlineData("it")]
    [InlineData("en")]
    public void What_somebody_comes_to_answer_for_reads_as_its_snapshot(string language)
    {
        var mail = SampleMails.Begun(language);

        AssertSnapshot($"duties-begun.{language}.txt", $"Subject: {mail.Subject}\n\n{mail.Text}");
        AssertSnapshot($"duties-begun.{language}.html", mail.Html);
    }

    [Fact]
    public void The_digest_of_the_week_names_no_more_than_anybody_reads_and_counts_the_rest()
    {
        var mail = SampleMails.Weekly("it", late: 70);

        Assert.Equal(WeeklyMail.MostLines, mail.Text.Split("Parere tecnico").Length - 1);
        Assert.Contains("sulla scrivania: 50", mail.Text);
    }

    [Fact]
    public void Every_template_has_a_sample()
    {
        var written = SampleMails.Names.Select(name => SampleMails.Of(name, "it").Template).ToHashSet();

        Assert.Equal(MailTemplates.Names.Order(), written.Order());
    }

    [Theory]
    [MemberData(nameof(EachInBothLanguages))]
    public void The_first_two_lines_say_what_to_do_and_by_when_in_both_parts(string name, string language)
    {
        var mail = MailTemplates.Write(SampleMails.Of(name, language));

        var action = Between(mail.Html, "<h1>", "</h1>");
        var byWhen = Between(mail.Html, "<strong>", "</strong>");
        var plain = mail.Text.ReplaceLineEndings(" ");
        Assert.StartsWith($"{action} {byWhen}", plain);
    }

    [Theory]
    [MemberData(nameof(EachInBothLanguages))]
    public void Nothing_is_fetched_from_elsewhere_and_nothing_runs(string name, string language)
    {
        var html = MailTemplates.Write(SampleMails.Of(name, language)).Html;

        Assert.DoesNotMatch(FetchedOrRun(), html);
        Assert.Contains($"<html lang=\"{language}\"", html);
        Assert.Contains("<meta name=\"color-scheme\" content=\"light dark\">", html);
    }

    [Fact]
    public void A_text_line_is_at_most_76_characters_but_for_an_address()
    {
        var lines = SampleMails
            .Names.SelectMany(name => MailWords.Languages.Select(language => SampleMails.Of(name, language)))
            .SelectMany(model => MailTemplates.Write(model).Text.Split('\n'));

        Assert.All(
            lines,
            line => Assert.True(line.Length <= 76 || line.StartsWith("https://", StringComparison.Ordinal), line)
        );
    }

    [Theory]
    [InlineData(-3, "3 giorni fa")]
    [InlineData(-1, "ieri")]
    [InlineData(0, "oggi")]
    [InlineData(1, "domani")]
    [InlineData(2, "mancano 2 giorni")]
    public void The_last_day_is_told_as_seen_from_today(int days, string words)
    {
        var model = SampleMails.Of("reminder-due-day", "it");

        var mail = MailTemplates.Write(model with { LastDay = model.Today.PlusDays(days) });

        Assert.Contains(words, mail.Text.Split('\n')[1]);
    }

    [Fact]
    public void No_value_of_any_field_becomes_markup()
    {
        const string hostile = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&{x}";
        foreach (var name in SampleMails.Names)
        {
            var harmless = SampleMails.Of(name, "it");
            var html = MailTemplates
                .Write(
                    harmless with
                    {
                        Authority = hostile,
                        DossierNumber = hostile,
                        DossierTitle = hostile,
                        PartnerCity = hostile,
                        Step = hostile,
                        Help = hostile,
                        Role = hostile,
                        Explanation = hostile,
                        AnswerWithin = hostile,
                        Ground = new("law", hostile),
                        Facts = [new(hostile, hostile)],
                        Enclosures = [new(hostile, hostile)],
                    }
                )
                .Html;

            Assert.DoesNotContain("<script", html);
            Assert.DoesNotContain("<img", html);
            Assert.Equal(
                Tags(
                    MailTemplates
                        .Write(
                            harmless with
                            {
                                Help = "x",
                                Explanation = "x",
                                Facts = [new("x", "x")],
                                Enclosures = [new("x", "x")],
                                Ground = new("law", "x"),
                            }
                        )
                        .Html
                ),
                Tags(html)
            );
        }

        static IEnumerable<string> Tags(string html) => Tag().Matches(html).Select(tag => tag.Value);
    }

    [Fact]
    public void A_template_that_does_not_exist_is_refused_by_name()
    {
        var model = SampleMails.Of("notice", "it") with { Template = "notise" };

        var refusal = Assert.Throws<InvalidOperationException>(() => MailTemplates.Write(model));

        Assert.Contains("'notise'", refusal.Message);
    }

    [Fact]
    public void A_reader_of_neither_language_gets_english()
    {
        var mail = MailTemplates.Write(SampleMails.Of("partner-reminder", "en") with { Language = "lt" });

        Assert.Equal("en", mail.Language);
        Assert.StartsWith("Please send us", mail.Text);
    }

    private static void AssertSnapshot(string file, string actual, [CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here)!, "Snapshots", file);
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
            File.WriteAllText(path, actual);
        Assert.Equal(File.ReadAllText(path), actual);
    }

    private static string Between(string html, string open, string close)
    {
        var start = html.IndexOf(open, StringComparison.Ordinal) + open.Length;
        return System.Net.WebUtility.HtmlDecode(html[start..html.IndexOf(close, start, StringComparison.Ordinal)]);
    }

    [GeneratedRegex(
        @"<(script|img|link|iframe|object|embed|form|svg|video|audio|base)\b|\bsrc\s*=|url\(|@import|\son\w+\s*=|javascript:",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex FetchedOrRun();

    [GeneratedRegex("<[^>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Tag();
}
