using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using TwinningWorkflow.Running;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Hosting.Demo;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Api;

/// <summary>Sizes are the server's affair, so that the real one is asked.</summary>
[Trait("pace", "full")]
public sealed class RequestSizesTests : IDisposable
{
    private const int MostBytes = 300_000;

    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("twinning-sizes-");

    [Fact]
    public async Task A_body_larger_than_allowed_is_refused_in_the_readers_language_before_it_is_read()
    {
        await using var application = await RunningApplication.StartAsync(
            "--demo",
            "--port",
            "0",
            $"--Uploads:MaxBytes={MostBytes}",
            "--data",
            data.FullName
        );
        // the first answer comes when the demonstration's past has been played, beside whatever else runs
        using var client = new HttpClient { BaseAddress = application.Address, Timeout = TimeSpan.FromMinutes(5) };
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("it");
        await SignInAsync(client);

        var large = new string('x', 1_100_000);
        var json = new[]
        {
            await client.PostAsJsonAsync("/api/v1/dossiers", new { title = large }),
            await client.PostAsJsonAsync("/api/v1/sign-in", new { email = "x", password = large }),
            await client.PostAsJsonAsync($"/api/v1/dossiers/{Guid.Empty}/suspend", new { reason = large }),
        };
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Pdf(MostBytes + 1)), "file", "a.pdf" } };
        var files = new[]
        {
            await client.PostAsync("/api/v1/files?name=a.pdf", new ByteArrayContent(Pdf(MostBytes + 1))),
            await client.PostAsync("/api/v1/files", form),
        };
        var fits = await client.PostAsync("/api/v1/files?name=a.pdf", new ByteArrayContent(Pdf(MostBytes)));

        foreach (var answer in json.Concat(files))
        {
            var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            Assert.NotEmpty(problem["title"]!.GetValue<string>());
        }
        Assert.Contains("Troppo grande", await json[0].Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("fileTooLarge", await files[0].Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, fits.StatusCode);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        data.Delete(recursive: true);
    }

    private static async Task SignInAsync(HttpClient client)
    {
        var clerk = DemoPeople.All.Single(x => x.Role == Roles.Clerk);
        var credentials = new { email = clerk.Email, password = DemoPeople.Password };
        using var answer = await client.PostAsJsonAsync("/api/v1/sign-in", credentials);
        var token = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["accessToken"]!.GetValue<string>();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    private static byte[] Pdf(int length)
    {
        var bytes = new byte[length];
        Array.Fill(bytes, (byte)'\n');
        "%PDF-1.7\n"u8.CopyTo(bytes);
        return bytes;
    }
}
