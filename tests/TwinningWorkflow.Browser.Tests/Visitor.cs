using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace TwinningWorkflow.Browser.Tests;

/// <summary>
/// Somebody in front of a browser. Whatever no page may do is noted on the way: errors on the console (a refusal of the
/// content security policy is one), exceptions, failed files, requests that leave the host.
/// </summary>
public sealed class Visitor : IAsyncDisposable
{
    private static readonly string[] Standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

    private readonly IBrowserContext context;
    private readonly List<string> complaints = [];

    public Visitor(IBrowserContext context, IPage page, Uri application)
    {
        this.context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            // a form that is refused comes back with its status, which is an answer and no failure
            if (
                message.Type is "error" or "warning"
                && !message.Text.Contains("status of 422", StringComparison.Ordinal)
            )
                complaints.Add($"{page.Url}: {message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => complaints.Add($"{page.Url}: exception: {error}");
        page.Request += (_, request) =>
        {
            var uri = new Uri(request.Url);
            if (uri.Scheme != "data" && uri.Authority != application.Authority)
                complaints.Add($"{page.Url}: asked {request.Url}");
        };
        page.Response += (_, response) =>
        {
            if (response.Status >= 500 || (response.Status >= 400 && response.Request.ResourceType != "document"))
                complaints.Add($"{page.Url}: {response.Status} for {response.Url}");
        };
    }

    public IPage Page { get; }

    /// <summary>Who it is, once signed in.</summary>
    public string Name { get; set; } = "";

    /// <summary>Fails when a page did what no page may do.</summary>
    public void HasNoComplaints() => Assert.True(complaints.Count == 0, string.Join('\n', complaints));

    /// <summary>Fills in a form by the names of its fields: types, ticks, chooses or attaches, as each asks.</summary>
    public async Task FillAsync(params (string Name, string Value)[] fields)
    {
        foreach (var (name, value) in fields)
        {
            var control = Page.Locator($"main [name=\"{name}\"]");
            switch (await control.First.GetAttributeAsync("type"))
            {
                case "radio":
                case "checkbox":
                    await Page.Locator($"main [name=\"{name}\"][value=\"{value}\"]").CheckAsync();
                    break;
                case "file":
                    await control.SetInputFilesAsync(Pdf(value));
                    break;
                case null when await Page.Locator($"main select[name=\"{name}\"]").CountAsync() > 0:
                    await control.SelectOptionAsync(value);
                    break;
                default:
                    await control.FillAsync(value);
                    break;
            }
        }
    }

    /// <summary>Sends the page's form, and waits until the next page says what this gives.</summary>
    public async Task SendAsync(string said)
    {
        await Page.Locator("main form .actions button.btn-primary").Last.ClickAsync();
        await Expect(Page.Locator(".flash")).ToContainTextAsync(said);
    }

    /// <summary>Fails when axe finds a fault of accessibility on the page as it stands.</summary>
    public async Task FindsThePageAccessibleAsync()
    {
        var result = await Page.RunAxe(
            new AxeRunOptions
            {
                RunOnly = new RunOnlyOptions { Type = "tag", Values = [.. Standards] },
            }
        );
        Assert.True(result.Violations.Length == 0, $"{Page.Url}\n{string.Join('\n', result.Violations.Select(Told))}");
    }

    /// <summary>A PDF that says that it is none.</summary>
    private static FilePayload Pdf(string name) =>
        new()
        {
            Name = name,
            MimeType = "application/pdf",
            Buffer = "%PDF-1.7\n% FITTIZIO\n%%EOF\n"u8.ToArray(),
        };

    public ValueTask DisposeAsync() => context.DisposeAsync();

    private static string Told(AxeResultItem item) =>
        $"{item.Id}: {item.Help}\n{string.Join('\n', item.Nodes.Select(node => "    " + node.Html))}";
}
