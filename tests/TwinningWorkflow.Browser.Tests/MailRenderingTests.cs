using System.Runtime.CompilerServices;
using Microsoft.Playwright;
using Xunit;

namespace TwinningWorkflow.Browser.Tests;

/// <summary>
/// The mails as a browser draws them: those that are approved word for word, one of each template in each language. They ask for
/// nothing from outside, fit a telephone, and are readable by those who do not see them, light and dark.
/// </summary>
[Trait("pace", "full")]
public sealed class MailRenderingTests(Chromium chromium)
{
    private static readonly Uri Nowhere = new("http://127.0.0.1/");

    public static TheoryData<string> Languages() => ["it", "en"];

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task A_mail_fits_a_telephone_and_a_screen_light_and_dark_and_asks_nobody(string language)
    {
        await using var visitor = await chromium.VisitorAsync(Nowhere, language: language);
        var mails = Directory.GetFiles(Snapshots(), $"*.{language}.html");
        Assert.NotEmpty(mails);
        foreach (var mail in mails.Order(StringComparer.Ordinal))
        {
            await visitor.Page.SetContentAsync(await File.ReadAllTextAsync(mail));
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await visitor.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
                foreach (var width in new[] { 360, 800 })
                {
                    await visitor.Page.SetViewportSizeAsync(width, 800);
                    var beyond = await visitor.Page.EvaluateAsync<int>(
                        "document.documentElement.scrollWidth - window.innerWidth"
                    );
                    Assert.True(beyond <= 0, $"{Path.GetFileName(mail)} is {beyond} px too wide at {width} px.");
                }
                await visitor.FindsThePageAccessibleAsync();
            }
        }
        visitor.HasNoComplaints();
    }

    private static string Snapshots([CallerFilePath] string here = "") =>
        Path.GetFullPath(
            Path.Combine(
                Path.GetDirectoryName(here)!,
                "..",
                "TwinningWorkflow.Web.Tests",
                "Mail",
                "Templates",
                "Snapshots"
            )
        );
}
