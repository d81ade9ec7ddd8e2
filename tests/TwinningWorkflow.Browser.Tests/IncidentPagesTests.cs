using Microsoft.Playwright;
using TwinningWorkflow.Running;
using TwinningWorkflow.Web.Tests;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace TwinningWorkflow.Browser.Tests;

/// <summary>
/// A process that has stopped, as an administrator meets it on a telephone: the pages of incidents are opened in a hurry, and
/// hold what no other page does.
/// </summary>
[Trait("pace", "full")]
public sealed class IncidentPagesTests(Chromium chromium)
{
    private const int Telephone = 360;

    private static readonly (string Language, string List, string Incident)[] Languages =
    [
        ("it", "Anomalie", "Il procedimento non sa quale strada prendere"),
        ("en", "Incidents", "The process does not know which way to go"),
    ];

    [Fact]
    public async Task The_pages_of_incidents_are_accessible_on_a_telephone_in_both_languages()
    {
        var data = Directory.CreateTempSubdirectory("twinning-browser-");
        try
        {
            await using var application = await StartAsync(data);
            await using var clerk = await SignInAsync(application, "Giulia Bassi");
            await StopProcessAsync(clerk);
            await using var administrator = await SignInAsync(application, "Sara Moretti");
            await administrator.Page.SetViewportSizeAsync(Telephone, 740);

            foreach (var (language, list, incident) in Languages)
            {
                await administrator.Page.GotoAsync("/incidents");
                await administrator.Page.Locator($"button[name=language][value={language}]").ClickAsync();
                await administrator.Page.GotoAsync("/incidents");
                await LookAsync(administrator, language, list);
                await administrator.Page.GetByRole(AriaRole.Link, new() { Name = incident }).ClickAsync();
                await LookAsync(administrator, language, incident);
                await administrator.Page.Locator("main a[href*='/correct/']").ClickAsync();
                await Expect(administrator.Page.Locator("main form [name='f.reason']")).ToBeVisibleAsync();
                await administrator.FindsThePageAccessibleAsync();
            }
            administrator.HasNoComplaints();
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task<RunningApplication> StartAsync(DirectoryInfo data)
    {
        var workflows = data.CreateSubdirectory("workflows").FullName;
        File.Copy(
            Path.Combine(Repository.Root, "workflows", "twinning.bpmn"),
            Path.Combine(workflows, "twinning.bpmn")
        );
        await File.WriteAllTextAsync(Path.Combine(workflows, "stopping.bpmn"), Bpmn.Stopping("stopping"));
        return await RunningApplication.StartAsync(["--demo", "--port", "0", "--data", data.FullName], workflows);
    }

    private async Task<Visitor> SignInAsync(RunningApplication application, string name)
    {
        var visitor = await chromium.VisitorAsync(application.Address);
        await visitor.Page.GotoAsync("/sign-in");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = name }).ClickAsync();
        await visitor.Page.WaitForURLAsync(static url => !url.Contains("/sign-in", StringComparison.Ordinal));
        return visitor;
    }

    private static async Task StopProcessAsync(Visitor clerk)
    {
        await clerk.Page.GotoAsync("/dossiers/new");
        await clerk.FillAsync(
            ("Input.PartnerCity", "Kaunas"),
            ("Input.PartnerCountry", "LT"),
            ("Input.Kind", "stopping")
        );
        await clerk.SendAsync("aperto");
        await clerk.Page.Locator("main a[href^='/tasks/']").First.ClickAsync();
        await clerk.FillAsync(("outcome", "yes"), ("f.votes", "7"));
        await clerk.SendAsync("Registrato");
    }

    private static async Task LookAsync(Visitor visitor, string language, string heading)
    {
        await Expect(visitor.Page.Locator("h1")).ToHaveTextAsync(heading);
        await Expect(visitor.Page.Locator("html")).ToHaveAttributeAsync("lang", language);
        await visitor.FindsThePageAccessibleAsync();
        Assert.True(
            await visitor.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= Telephone,
            $"{visitor.Page.Url} is wider than the telephone."
        );
    }
}
