using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace TwinningWorkflow.Web.Tests;

/// <summary>What a page answered.</summary>
public sealed record Answer(HttpStatusCode Status, string Text, Uri? Location, HttpResponseMessage Message)
{
    /// <summary>As a person reads it: without marks for the machine.</summary>
    public string Words => WebUtility.HtmlDecode(Text);
}

/// <summary>A browser without JavaScript: it keeps cookies, sends forms with what they hide, and follows nothing by itself.</summary>
public sealed partial class Browser(HttpClient client, string language)
{
    private readonly CookieContainer cookies = new();

    public Task<Answer> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>Opens a page, fills in the form that posts to it and sends it.</summary>
    public async Task<Answer> SubmitAsync(string page, params (string Name, object Value)[] fields) =>
        await SendFormAsync(page, await HiddenAsync(page), fields);

    /// <summary>What a page's forms hide: the token and the submission's key.</summary>
    public async Task<Dictionary<string, string>> HiddenAsync(string page)
    {
        var opened = await GetAsync(page);
        Assert.Equal(HttpStatusCode.OK, opened.Status);
        return HiddenIn(opened);
    }

    /// <summary>What the forms of a page hide that came as an answer.</summary>
    public static Dictionary<string, string> HiddenIn(Answer opened)
    {
        var hidden = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match input in Input().Matches(opened.Text))
            hidden[input.Groups["name"].Value] = WebUtility.HtmlDecode(input.Groups["value"].Value);
        hidden.Remove("back");
        return hidden;
    }

    public Task<Answer> SendFormAsync(
        string page,
        IReadOnlyDictionary<string, string> hidden,
        params (string Name, object Value)[] fields
    )
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in hidden)
            form.Add(new StringContent(value), name);
        foreach (var (name, value) in fields)
            if (value is Attachment file)
                form.Add(new ByteArrayContent(file.Content), name, file.Name);
            else
                form.Add(new StringContent((string)value), name);
        return SendAsync(new HttpRequestMessage(HttpMethod.Post, page) { Content = form });
    }

    public async Task SignInAsync(string email, string password)
    {
        var answer = await SubmitAsync("/sign-in", ("Email", email), ("Password", password));
        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
    }

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        var address = new Uri(client.BaseAddress!, request.RequestUri!);
        request.RequestUri = address;
        request.Headers.Add("Accept-Language", language);
        if (cookies.GetCookieHeader(address) is { Length: > 0 } header)
            request.Headers.Add("Cookie", header);
        var message = await client.SendAsync(request);
        if (message.Headers.TryGetValues("Set-Cookie", out var set))
            foreach (var cookie in set)
                cookies.SetCookies(address, cookie);
        return new Answer(
            message.StatusCode,
            await message.Content.ReadAsStringAsync(),
            message.Headers.Location,
            message
        );
    }

    [GeneratedRegex(
        """<input (?=[^>]*type="hidden")(?=[^>]*name="(?<name>[^"]+)")(?=[^>]*value="(?<value>[^"]*)")""",
        RegexOptions.None,
        matchTimeoutMilliseconds: 5000
    )]
    private static partial Regex Input();
}

/// <summary>A file to send.</summary>
public sealed record Attachment(string Name, byte[] Content)
{
    public static Attachment Pdf(string name = "atto.pdf") => new(name, [.. "%PDF-1.7\n"u8, .. "testo\n%%EOF\n"u8]);
}
