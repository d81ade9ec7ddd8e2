using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Api;

/// <summary>Whatever an endpoint is sent that is no request of its shape: it says so in the reader's language, and writes nothing.</summary>
[Collection(ApiDemoCollection.Name)]
public sealed class MalformedRequestsTests(SharedDemo demo)
{
    [Fact]
    public async Task A_body_that_is_not_of_the_described_shape_is_refused_everywhere_and_nothing_is_written()
    {
        var town = await demo.GetAsync();
        var world = await World.BuildAsync(town);
        var before = await town.WrittenAsync();

        foreach (var operation in WithBodies(town))
        foreach (var body in Misshapen(operation))
        {
            var caller = await WhoMayAsync(town, operation);
            var address = world.AddressOf(operation);

            var italian = await caller.Reading("it").SendTextAsync(operation.Method, address, body);
            var english = await caller.SendTextAsync(operation.Method, address, body);

            var what = $"{operation}: {body[..Math.Min(body.Length, 300)]}: {english.Text}";
            Assert.True(english.Status == HttpStatusCode.BadRequest, what);
            Assert.True(english.Code is "malformed" or "badRequest", what);
            Assert.Equal("The request cannot be read", Title(english));
            Assert.Equal("La richiesta non è leggibile", Title(italian));
            // nothing of our own types, nor of the reader's
            Assert.DoesNotContain("TwinningWorkflow", english.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("System.", english.Text, StringComparison.Ordinal);
        }

        Assert.Equal(before, await town.WrittenAsync());
    }

    [Fact]
    public async Task A_member_that_nobody_knows_is_named()
    {
        var town = await demo.GetAsync();
        var world = await World.BuildAsync(town);

        foreach (var operation in WithBodies(town))
        {
            var body = operation.Body!;
            body["colour"] = "blue";
            var caller = await WhoMayAsync(town, operation);

            var refused = await caller.SendTextAsync(operation.Method, world.AddressOf(operation), body.ToJsonString());

            Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
            Assert.Equal("The JSON is not what is expected at $.colour.", refused.Json["detail"]!.GetValue<string>());
        }
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData(null)]
    public async Task A_body_of_another_type_is_refused_everywhere_and_nothing_is_written(string? type)
    {
        var town = await demo.GetAsync();
        var world = await World.BuildAsync(town);
        var before = await town.WrittenAsync();

        foreach (var operation in WithBodies(town))
        {
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(world.BodyOf(operation)!.ToJsonString()));
            content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
            var caller = (await WhoMayAsync(town, operation)).Reading("it");

            var refused = await caller.SendAsync(
                HttpMethod.Parse(operation.Method),
                world.AddressOf(operation),
                content
            );

            Assert.True(refused.Status == HttpStatusCode.UnsupportedMediaType, $"{operation}: {refused.Text}");
            Assert.Equal("Questo tipo di contenuto non è accettato", Title(refused));
        }

        Assert.Equal(before, await town.WrittenAsync());
    }

    [Theory]
    [InlineData("GET", "/api/v1/dossiers?page=one")]
    [InlineData("GET", "/api/v1/dossiers?size=99999999999999999999")]
    [InlineData("GET", "/api/v1/tasks?dossier=none")]
    public async Task A_value_of_the_query_that_is_of_a_wrong_type_is_refused(string method, string address)
    {
        var clerk = await (await demo.GetAsync()).AsAsync(Roles.Clerk);

        var refused = await clerk.SendAsync(HttpMethod.Parse(method), address, null);

        Assert.Equal((HttpStatusCode.BadRequest, "badRequest"), (refused.Status, refused.Code));
    }

    [Theory]
    [InlineData("page=0", "page: tooEarly")]
    [InlineData("size=0", "size: notOffered")]
    [InlineData("size=101", "size: notOffered")]
    [InlineData("status=lost", "status: notOffered")]
    [InlineData("search=%00", "search: wrongType")]
    public async Task A_value_of_the_query_out_of_its_bounds_is_told_beside_its_name(string query, string error)
    {
        var clerk = await (await demo.GetAsync()).AsAsync(Roles.Clerk);

        var refused = await clerk.GetAsync($"/api/v1/dossiers?{query}");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal([error], refused.Errors);
    }

    [Theory]
    [InlineData("key\u00E9")]
    [InlineData("a, b\t")]
    public async Task An_idempotency_key_that_is_none_is_refused_everywhere_in_the_readers_language(string key)
    {
        var town = await demo.GetAsync();
        var world = await World.BuildAsync(town);
        var before = await town.WrittenAsync();

        foreach (var operation in town.Document.Operations.Where(x => x.Method != "GET" && !x.SignsIn))
        {
            var caller = (await WhoMayAsync(town, operation)).Reading("it");
            var body = world.BodyOf(operation)?.ToJsonString() ?? "%PDF-1.7";

            var refused = await caller.SendTextAsync(operation.Method, world.AddressOf(operation), body, key);

            Assert.True(
                refused is { Status: HttpStatusCode.BadRequest, Code: "malformedKey" },
                $"{operation}: {refused.Text}"
            );
            Assert.Contains("Idempotency-Key, da 1 a 255", refused.Json["detail"]!.GetValue<string>());
        }

        Assert.Equal(before, await town.WrittenAsync());
    }

    private static IEnumerable<Described> WithBodies(Town town) =>
        town.Document.Operations.Where(x => x.Json is not null);

    private static readonly string[] Administrative = ["/incidents", "/demo/", "/calendar"];

    private static async Task<Caller> WhoMayAsync(Town town, Described operation) =>
        operation.SignsIn ? town.Stranger()
        : Administrative.Any(operation.Path.Contains) ? await town.AsAsync(Roles.Administrator)
        : await town.AsAsync(Roles.Clerk);

    private static string Title(Answer answer) => answer.Json["title"]!.GetValue<string>();

    /// <summary>All that the example of a body must not become.</summary>
    private static IEnumerable<string> Misshapen(Described operation)
    {
        yield return "";
        yield return "{";
        yield return "[]";
        yield return "null";
        yield return "\"text\"";
        yield return "17";
        yield return "{\"a\": 1,}";
        yield return "\uFEFF\uFEFF{}";
        yield return string.Concat(Enumerable.Repeat("[", 200)) + string.Concat(Enumerable.Repeat("]", 200));
        var example = operation.Body!;
        foreach (var (member, value) in example)
        {
            yield return With(member, value!.GetValueKind() is JsonValueKind.Object ? "\"text\"" : "{\"x\":1}");
            yield return With(member, "[[1]]");
            yield return With(member, "true");
            // half of a character
            if (value.GetValueKind() is JsonValueKind.String)
                yield return With(member, "\"\\ud800\"");
            yield return $$"""{"{{member}}": {{value.ToJsonString()}}, "{{member}}": {{value.ToJsonString()}}}""";
        }
        foreach (var required in operation.Json!.Schema!.Required ?? new HashSet<string>())
        {
            var without = example.DeepClone().AsObject();
            without.Remove(required);
            yield return without.ToJsonString();
            yield return With(required, "null");
        }

        string With(string member, string json)
        {
            var changed = example.DeepClone().AsObject();
            changed.Remove(member);
            var rest = changed.ToJsonString()[1..];
            return $"{{\"{member}\": {json}{(rest.Length > 1 ? "," : "")}{rest}";
        }
    }
}
