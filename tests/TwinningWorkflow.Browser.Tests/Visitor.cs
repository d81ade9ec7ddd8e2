using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

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
            if (message.Type is "error" or "warning")
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

    /// <summary>Fails when a page did what no page may do.</summary>
    public void HasNoComplaints() => Assert.True(complaints.Count == 0, string.Join('\n', complaints));

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

    public ValueTask DisposeAsync() => context.DisposeAsync();

    private static string Told(AxeResultItem item) =>
        $"{item.Id}: {item.Help}\n{string.Join('\n', item.Nodes.Select(node => "    " + node.Html))}";
}
