using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(TwinningWorkflow.Browser.Tests.Chromium))]

namespace TwinningWorkflow.Browser.Tests;

/// <summary>The system's Chromium, started once. Tests that find none are skipped.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Places =
    [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    ];

    /// <summary>In milliseconds: how long a machine may take that runs the other tests beside these and starts them all at once.</summary>
    private const float Patience = 120_000;

    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        if (Places.FirstOrDefault(File.Exists) is not { } executable)
            return;
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = executable,
                // root has no user namespace to put the sandbox in
                ChromiumSandbox = false,
                Args =
                [
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--no-first-run",
                ],
            }
        );
    }

    /// <summary>A person at a screen of their own, who sees <paramref name="application"/> and nothing else.</summary>
    public async Task<Visitor> VisitorAsync(Uri application, bool script = true, string language = "it")
    {
        Assert.SkipWhen(browser is null, "Chromium was not found: install chromium to run the browser tests.");
        var context = await browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                BaseURL = application.ToString(),
                JavaScriptEnabled = script,
                Locale = language,
                ViewportSize = new ViewportSize { Width = 1280, Height = 900 },
            }
        );
        context.SetDefaultTimeout(Patience);
        context.SetDefaultNavigationTimeout(Patience);
        return new Visitor(context, await context.NewPageAsync(), application);
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
    }
}
