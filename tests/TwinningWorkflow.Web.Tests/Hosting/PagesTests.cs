using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Hosting;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Hosting;

public sealed partial class PagesTests : IAsyncLifetime
{
    private WebApplication app = null!;

    [Theory]
    [InlineData("it-IT,it;q=0.9", "it", "Vai al contenuto")]
    [InlineData("en-US,en;q=0.9", "en", "Skip to content")]
    [InlineData("lt", "it", "Vai al contenuto")]
    public async Task A_visitor_reads_the_language_that_the_browser_asks_for_else_Italian(
        string asked,
        string language,
        string words
    )
    {
        var page = await GetAsync(request => request.AddHeader("Accept-Language", asked));

        Assert.Contains($"<html lang=\"{language}\"", page);
        Assert.Contains(words, page);
    }

    [Fact]
    public async Task The_language_chosen_on_the_page_wins_over_the_browser()
    {
        var page = await GetAsync(request =>
            request.AddHeader("Accept-Language", "it").AddHeader("Cookie", ".AspNetCore.Culture=c%3Den%7Cuic%3Den")
        );

        Assert.Contains("<html lang=\"en\"", page);
    }

    [Fact]
    public async Task Letters_with_accents_are_sent_as_they_are()
    {
        var page = await GetAsync(request => request.AddHeader("Accept-Language", "it"));

        Assert.Contains("è", page);
        Assert.DoesNotContain("&#xE8;", page);
    }

    [Fact]
    public async Task The_language_form_refuses_a_post_without_its_token()
    {
        using var client = app.GetTestClient();
        using var form = new FormUrlEncodedContent([new("language", "en"), new("back", "/")]);

        using var answer = await client.PostAsync("/language", form, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task The_page_of_a_failure_needs_no_key_and_no_cookie()
    {
        using var client = app.GetTestClient();

        using var answer = await client.GetAsync("/errors/500", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains("<h1>", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("it", "Città partner: Questo campo è obbligatorio.")]
    [InlineData("en", "Città partner: This field is required.")]
    public async Task A_validation_attribute_speaks_the_language_of_the_reader(string language, string words)
    {
        using var client = app.GetTestClient();
        client.DefaultRequestHeaders.Add("Accept-Language", language);
        var page = await client.GetAsync("/styleguide", TestContext.Current.CancellationToken);
        client.DefaultRequestHeaders.Add("Cookie", page.Headers.GetValues("Set-Cookie").First().Split(';')[0]);
        var token = Token()
            .Match(await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            .Groups["token"]
            .Value;
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("City", "")]);

        using var answer = await client.PostAsync("/styleguide", form, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                ApplicationName = typeof(Pages).Assembly.GetName().Name,
                EnvironmentName = "Development",
            }
        );
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.AddPages();
        builder.Services.AddSingleton(new BusinessClock(TimeProvider.System));
        app = builder.Build();
        app.UseLocalisation();
        app.MapPages();
        await app.StartAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task<string> GetAsync(Action<RequestBuilder> prepare)
    {
        var request = app.GetTestServer().CreateRequest("/styleguide");
        prepare(request);
        using var answer = await request.GetAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    [GeneratedRegex(
        @"__RequestVerificationToken"" type=""hidden"" value=""(?<token>[^""]+)""",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Token();
}
