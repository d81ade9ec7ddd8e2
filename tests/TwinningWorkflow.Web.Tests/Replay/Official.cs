using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using TwinningWorkflow.Web.Hosting.Demo;

namespace TwinningWorkflow.Web.Tests.Replay;

/// <summary>Somebody of the town hall who uses the API: what comes back is read as any other program would.</summary>
internal sealed class Official : IDisposable
{
    private readonly HttpClient client;

    private Official(HttpClient client) => this.client = client;

    public static async Task<Official> SignInAsync(Uri application, string email)
    {
        var official = new Official(ClientOf(application));
        var answer = await official.PostAsync("sign-in", new { email, password = DemoPeople.Password });
        official.client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            answer.Expect(200).GetProperty("accessToken").GetString()
        );
        return official;
    }

    /// <summary>The same person at another node, or at one that was started again: who has signed in stays signed in.</summary>
    public Official At(Uri application)
    {
        var there = new Official(ClientOf(application));
        there.client.DefaultRequestHeaders.Authorization = client.DefaultRequestHeaders.Authorization;
        return there;
    }

    public async Task<Answer> GetAsync(string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        return await Answer.ReadAsync(response);
    }

    /// <summary>Under a key, where one is given: sent again it is not done again.</summary>
    public async Task<Answer> PostAsync(string path, object body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative));
        request.Content = JsonContent.Create(body);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var response = await client.SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    /// <summary>Uploads a file; its hash.</summary>
    public async Task<string> UploadAsync(string name, byte[] bytes)
    {
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        var path = new Uri($"files?name={Uri.EscapeDataString(name)}", UriKind.Relative);
        using var response = await client.PostAsync(path, content);
        return (await Answer.ReadAsync(response)).Expect(201).GetProperty("file").GetString()!;
    }

    public void Dispose() => client.Dispose();

    private static HttpClient ClientOf(Uri application)
    {
        var client = new HttpClient
        {
            BaseAddress = new Uri(application, "/api/v1/"),
            Timeout = TimeSpan.FromMinutes(2),
        };
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("it");
        return client;
    }
}

/// <summary>An answer of the API.</summary>
internal sealed record Answer(int Status, JsonElement Body)
{
    public static async Task<Answer> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        return new Answer(
            (int)response.StatusCode,
            text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text)
        );
    }

    /// <summary>The body; throws when the status is another.</summary>
    public JsonElement Expect(int status) =>
        Status == status
            ? Body
            : throw new InvalidOperationException($"Expected {status}, but the answer was {Status}: {Body}");
}
