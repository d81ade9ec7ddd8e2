using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace TwinningWorkflow.Web.Tests.Api;

/// <summary>What came back.</summary>
public sealed record Answer(HttpStatusCode Status, JsonNode Json, string Text, string ContentType)
{
    public string Code => Json["code"]?.GetValue<string>() ?? "";

    /// <summary>The errors as <c>field: code</c>.</summary>
    public IEnumerable<string> Errors => (Json["errors"]?.AsArray() ?? []).Select(x => $"{x!["field"]}: {x["code"]}");
}

/// <summary>A program that calls the API, and finds nothing that is not described.</summary>
public sealed class Caller(HttpClient client, ApiDocument document, string? token)
{
    private string language = "en";

    /// <summary>The same caller, who reads another language.</summary>
    public Caller Reading(string language) => new(client, document, token) { language = language };

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<Answer> PostAsync(string path, object body, string? key = null) =>
        SendAsync(HttpMethod.Post, path, JsonContent.Create(body), key);

    /// <summary>Sends text as JSON, whatever it is.</summary>
    public Task<Answer> SendTextAsync(string method, string path, string json, string? key = null) =>
        SendAsync(HttpMethod.Parse(method), path, new StringContent(json, Encoding.UTF8, "application/json"), key);

    public Task<Answer> PutAsync(string path, object body) => SendAsync(HttpMethod.Put, path, JsonContent.Create(body));

    /// <summary>Posts text as JSON, whatever it is.</summary>
    public Task<Answer> PostTextAsync(string path, string json) => SendTextAsync("POST", path, json);

    public Task<Answer> UploadAsync(string name, byte[] content, string? key = null) =>
        SendAsync(
            HttpMethod.Post,
            $"/api/v1/files?name={Uri.EscapeDataString(name)}",
            new ByteArrayContent(content),
            key
        );

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = content;
        request.Headers.AcceptLanguage.ParseAdd(language);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        var type = answer.Content.Headers.ContentType?.MediaType ?? "";
        var json = type.EndsWith("json", StringComparison.Ordinal) ? JsonNode.Parse(text)! : new JsonObject();
        var got = new Answer(answer.StatusCode, json, text, type);
        document.Holds(method, path, got);
        return got;
    }
}
