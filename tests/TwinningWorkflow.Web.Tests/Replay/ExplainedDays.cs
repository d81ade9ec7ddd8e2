using System.Globalization;
using System.Net;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Hosting.Demo;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Replay;

/// <summary>Holds that every day which a dossier's page shows as a term's end stands there with its explanation, in both languages.</summary>
internal sealed class ExplainedDays(ScenarioReplay replay, Browser italian, Browser english)
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    public static async Task<ExplainedDays> LookAsync(Uri application, ScenarioReplay replay) =>
        new(replay, await SignedInAsync(application, "it"), await SignedInAsync(application, "en"));

    /// <summary>How many days were looked at.</summary>
    public int Seen { get; private set; }

    public async Task CheckAsync()
    {
        var process = (await replay.StandingAsync()).GetProperty("process");
        var terms = Terms(process, "tasks", "dueOn").Concat(Terms(process, "timers", "lastDay")).ToList();
        if (terms.Count == 0)
            return;
        var page = $"/dossiers/{replay.Dossier:D}";
        var (it, en) = (await italian.GetAsync(page), await english.GetAsync(page));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (it.Status, en.Status));
        foreach (var (day, explanation) in terms)
        {
            Seen++;
            Assert.NotEmpty(explanation);
            Assert.Contains(explanation, it.Words, StringComparison.Ordinal);
            // the sentence of a term begins with its day
            Assert.Contains($"{day.ToString("d MMMM uuuu", English)}: ", en.Words, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<(LocalDate Day, string Explanation)> Terms(
        JsonElement process,
        string list,
        string member
    ) =>
        process
            .GetProperty(list)
            .EnumerateArray()
            .Where(x => x.GetProperty(member).ValueKind == JsonValueKind.String)
            .Select(x =>
                (
                    LocalDatePattern.Iso.Parse(x.GetProperty(member).GetString()!).Value,
                    x.GetProperty("explanation").GetString() ?? ""
                )
            );

    private static async Task<Browser> SignedInAsync(Uri application, string language)
    {
        // the browser keeps its cookies and follows nothing by itself
        var handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false };
        var browser = new Browser(new HttpClient(handler) { BaseAddress = application }, language);
        await browser.SignInAsync(Town.EmailOf(Roles.Clerk), DemoPeople.Password);
        var hidden = await browser.HiddenAsync("/desk");
        await browser.SendFormAsync("/language", hidden, ("language", language));
        return browser;
    }
}
