using Microsoft.Playwright;
using TwinningWorkflow.Running;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace TwinningWorkflow.Browser.Tests;

/// <summary>The page of the API is drawn by a script of others: it has to live with our policy and ask nobody else.</summary>
[Trait("pace", "full")]
public sealed class ReferencePageTests(Chromium chromium)
{
    [Fact]
    public async Task The_reference_of_the_API_draws_itself_from_this_machine_alone()
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
            await using var visitor = await chromium.VisitorAsync(application.Address, language: "en");
            await visitor.Page.GotoAsync("/sign-in?back=/about");
            await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Giulia Bassi" }).ClickAsync();

            await visitor.Page.Locator("main a[href='/reference']").ClickAsync();

            // what stands further down is drawn when somebody comes near; the whole takes its time on a busy machine
            await Expect(visitor.Page.GetByText("An access token for a name and a password.").First)
                .ToBeVisibleAsync(new() { Timeout = 60_000 });
            await Expect(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Dossiers" }).First).ToBeVisibleAsync();
            await visitor.Page.WaitForLoadStateAsync(LoadState.NetworkIdle, new() { Timeout = 300_000 });
            visitor.HasNoComplaints();
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }
}
