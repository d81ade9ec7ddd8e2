using Microsoft.Playwright;
using TwinningWorkflow.Running;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace TwinningWorkflow.Browser.Tests;

/// <summary>Several people take Brescia-Kaunas from the observation window to the register, each in a browser of their own.</summary>
[Trait("pace", "full")]
public sealed class SignatureJourneyTests(Chromium chromium)
{
    private static readonly TimeSpan SeedLimit = TimeSpan.FromSeconds(90);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task From_the_window_to_the_register_with_and_without_script(bool script)
    {
        var data = Directory.CreateTempSubdirectory("twinning-browser-");
        try
        {
            await using var application = await RunningApplication.StartAsync(
                "--demo",
                "--port",
                "0",
                "--data",
                data.FullName
            );

            // given a clerk who looks at her desk and at the dossier
            await using var clerk = await SignInAsync(application, "Giulia Bassi", script);
            await clerk.Page.GotoAsync("/desk");
            await Until.HoldsAsync(
                async () =>
                {
                    await clerk.Page.ReloadAsync();
                    return await clerk.Page.GetByText("Kaunas").CountAsync();
                },
                static lines => lines > 0,
                SeedLimit
            );
            await LooksAtAsync(clerk, script, "/desk", "/dossiers", "/dossiers/new", "/messages");
            await clerk.Page.GotoAsync("/dossiers?q=Kaunas");
            await clerk.Page.GetByRole(AriaRole.Link, new() { Name = "Kaunas" }).First.ClickAsync();
            var dossier = new Uri(clerk.Page.Url).AbsolutePath;
            await Expect(clerk.Page.GetByText("9 gennaio 2023").First).ToBeVisibleAsync();
            await LooksAtAsync(clerk, script, dossier);

            // when the term has elapsed
            await using var administrator = await SignInAsync(application, "Sara Moretti", script);
            await LooksAtAsync(administrator, script, "/administration");
            await administrator.Page.FillAsync("input[name=Day]", "2023-01-12");
            await administrator.Page.Locator("form[action*=Move] button").ClickAsync();
            await Expect(administrator.Page.Locator("#happened")).ToContainTextAsync("Scaduto: Trascorsi i 30 giorni");

            // and the Sindaco signs, after a first try that forgets the place
            await using var mayor = await SignInAsync(application, "Chiara Zani", script);
            await mayor.Page.GotoAsync("/desk");
            await mayor
                .Page.GetByRole(AriaRole.Listitem)
                .Filter(new() { HasText = "Kaunas" })
                .GetByRole(AriaRole.Link, new() { Name = "Firma l'accordo" })
                .ClickAsync();
            await LooksAtAsync(mayor, script, new Uri(mayor.Page.Url).AbsolutePath);
            await SignAsync(mayor.Page, place: "");
            await Expect(mayor.Page.Locator("#f_place")).ToHaveAttributeAsync("aria-invalid", "true");
            await SignAsync(mayor.Page, place: "Brescia");
            await mayor.Page.WaitForURLAsync(static url => !url.Contains("/tasks/", StringComparison.Ordinal));

            // then the agreement stands in the register
            await Until.HoldsAsync(
                async () =>
                {
                    await clerk.Page.GotoAsync(dossier);
                    return await clerk.Page.Locator("main").InnerTextAsync();
                },
                static text => text.Contains("Firmato e registrato", StringComparison.Ordinal),
                TimeSpan.FromSeconds(30)
            );
            clerk.HasNoComplaints();
            administrator.HasNoComplaints();
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private async Task<Visitor> SignInAsync(RunningApplication application, string name, bool script)
    {
        var visitor = await chromium.VisitorAsync(application.Address, script);
        await visitor.Page.GotoAsync("/sign-in");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = name }).ClickAsync();
        await visitor.Page.WaitForURLAsync(static url => !url.Contains("/sign-in", StringComparison.Ordinal));
        return visitor;
    }

    private static async Task LooksAtAsync(Visitor visitor, bool script, params string[] pages)
    {
        foreach (var page in pages)
        {
            await visitor.Page.GotoAsync(page);
            await Expect(visitor.Page.Locator("h1")).ToBeVisibleAsync();
            // axe is a script itself
            if (script)
                await visitor.FindsThePageAccessibleAsync();
        }
    }

    private static async Task SignAsync(IPage page, string place)
    {
        await page.CheckAsync("input[name=outcome][value=signed]");
        await page.FillAsync("#f_signedOn", "2023-01-12");
        await page.FillAsync("#f_place", place);
        await page.FillAsync("#f_signatories", "FITTIZIO, Sindaco");
        await page.SetInputFilesAsync(
            "#f_scans",
            new FilePayload
            {
                Name = "accordo-firmato.pdf",
                MimeType = "application/pdf",
                Buffer = "%PDF-1.7\n% FITTIZIO\n%%EOF\n"u8.ToArray(),
            }
        );
        await page.Locator("main form .actions button").ClickAsync();
    }
}
