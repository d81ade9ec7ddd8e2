using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Logging;
using TwinningWorkflow.Web.Hosting;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Hosting;

public sealed class SecurityHeadersTests
{
    [Fact]
    public async Task A_page_may_load_from_this_server_alone_and_run_nothing_inline()
    {
        var headers = await HeadersOf("http://localhost/desk");

        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
                + "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
            headers["Content-Security-Policy"]
        );
    }

    [Theory]
    [InlineData("/hangfire", true)]
    [InlineData("/hangfire/jobs/enqueued", true)]
    [InlineData("/reference", true)]
    [InlineData("/hangfirework", false)]
    [InlineData("/api/v1/dossiers", false)]
    public async Task Only_the_tools_of_others_may_run_inline_code(string path, bool allowed)
    {
        var headers = await HeadersOf("http://localhost" + path);

        Assert.Equal(allowed, headers["Content-Security-Policy"].Contains("'unsafe-inline'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("X-Content-Type-Options", "nosniff")]
    [InlineData("X-Frame-Options", "DENY")]
    [InlineData("Referrer-Policy", "same-origin")]
    [InlineData("Cross-Origin-Opener-Policy", "same-origin")]
    public async Task Every_answer_carries_the_common_headers(string header, string value)
    {
        Assert.Equal(value, (await HeadersOf("http://localhost/desk"))[header]);
        Assert.Equal(value, (await HeadersOf("http://localhost/hangfire"))[header]);
    }

    [Fact]
    public async Task A_browser_that_came_by_https_must_come_by_https_again()
    {
        Assert.Contains(
            "max-age=63072000",
            (await HeadersOf("https://town.example/desk"))["Strict-Transport-Security"]
        );
        Assert.False((await HeadersOf("http://town.example/desk")).ContainsKey("Strict-Transport-Security"));
    }

    private static async Task<Dictionary<string, string>> HeadersOf(string address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.Services.AddSecurityHeaders();
        await using var app = builder.Build();
        app.UseSecurityHeaders();
        app.Run(http => http.Response.WriteAsync("<!DOCTYPE html>"));
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = app.GetTestClient();
        using var answer = await client.GetAsync(new Uri(address), TestContext.Current.CancellationToken);
        return answer.Headers.ToDictionary(
            header => header.Key,
            header => string.Join(", ", header.Value),
            StringComparer.OrdinalIgnoreCase
        );
    }
}
