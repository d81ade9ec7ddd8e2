using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Hosting;

public sealed class LocalisationTests
{
    private const string Italian = "<html lang=\"it\"";
    private const string English = "<html lang=\"en\"";

    [Fact]
    public async Task A_signed_in_persons_own_language_wins_over_the_browsers()
    {
        await using var web = await RunningWeb.StartAsync();
        var browser = web.Browser("en");
        Assert.Contains(English, (await browser.GetAsync("/sign-in")).Text, StringComparison.Ordinal);

        await browser.SignInAsync(RunningWeb.EmailOf(Roles.Clerk), RunningWeb.Password);

        Assert.Contains(Italian, (await browser.GetAsync("/desk")).Text, StringComparison.Ordinal);
        var missing = await browser.GetAsync("/nowhere");
        Assert.Contains(Italian, missing.Text, StringComparison.Ordinal);
        Assert.Contains("it", missing.Message.Content.Headers.ContentLanguage);
    }

    [Fact]
    public async Task A_language_that_the_setting_of_the_account_gets_is_spoken_from_the_next_page_on()
    {
        await using var web = await RunningWeb.StartAsync();
        var browser = web.Browser();
        await browser.SignInAsync(RunningWeb.EmailOf(Roles.Clerk), RunningWeb.Password);
        Assert.Contains(Italian, (await browser.GetAsync("/desk")).Text, StringComparison.Ordinal);

        await web.ReadAsync(async x =>
        {
            foreach (var person in x.People)
                person.Language = "en";
            return await x.SaveChangesAsync();
        });

        Assert.Contains(English, (await browser.GetAsync("/desk")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_choice_on_the_page_holds_until_the_person_signs_out()
    {
        await using var web = await RunningWeb.StartAsync();
        var browser = await web.SignedInAsync(Roles.Clerk, language: "en");
        Assert.Contains(English, (await browser.GetAsync("/desk")).Text, StringComparison.Ordinal);

        await browser.SendFormAsync("/sign-out", await browser.HiddenAsync("/desk"));
        await browser.SignInAsync(RunningWeb.EmailOf(Roles.Mayor), RunningWeb.Password);

        Assert.Contains(Italian, (await browser.GetAsync("/desk")).Text, StringComparison.Ordinal);
    }
}
