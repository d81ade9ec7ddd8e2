using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using NodaTime.Text;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Api;

/// <summary>An operation of the described API.</summary>
public sealed record Described(string Method, string Path, OpenApiOperation Operation)
{
    public string Name => $"{Method} {Path}";

    public bool SignsIn => Path.StartsWith("/api/v1/sign-in", StringComparison.Ordinal);

    /// <summary>The example of its JSON body; null when it takes none.</summary>
    public JsonObject? Body => Json?.Example?.DeepClone().AsObject();

    /// <summary>The JSON that it takes; null when it takes none.</summary>
    public OpenApiMediaType? Json => ApiDocument.Find(Operation.RequestBody?.Content, "application/json");

    public override string ToString() => Name;
}

/// <summary>The description that the application serves. Every answer that a test gets is held against it.</summary>
public sealed class ApiDocument(ReadResult read, string text)
{
    public ReadResult Read => read;
    public string Text => text;
    public OpenApiDocument Document => read.Document!;

    public IReadOnlyList<Described> Operations { get; } =
    [
        .. read.Document!.Paths.SelectMany(path =>
                path.Value.Operations!.Select(x => new Described(x.Key.Method, path.Key, x.Value))
            )
            .OrderBy(x => x.Name, StringComparer.Ordinal),
    ];

    public static async Task<ApiDocument> ReadAsync(HttpClient client)
    {
        var text = await client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative));
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return new ApiDocument(await OpenApiDocument.LoadAsync(stream, "json"), text);
    }

    /// <summary>Fails when an answer is none that the description knows. An address that is not described is none of ours.</summary>
    public void Holds(HttpMethod method, string address, Answer answer)
    {
        var path = address.Split('?')[0];
        if (Operations.FirstOrDefault(x => x.Method == method.Method && Fits(x.Path, path)) is not { } described)
            return;
        var status = ((int)answer.Status).ToString(CultureInfo.InvariantCulture);
        Assert.True(
            described.Operation.Responses!.TryGetValue(status, out var response),
            $"{described} answers {status}, which is not described.\n{answer.Text}"
        );
        if (answer.ContentType.Length == 0)
            return;
        var content = Find(response!.Content, answer.ContentType) ?? Find(response.Content, "*/*");
        Assert.True(
            content is not null,
            $"{described} answers {status} as {answer.ContentType}, which is not described."
        );
        if (answer.ContentType.EndsWith("json", StringComparison.Ordinal))
            Assert.Empty(Misfits(content.Schema!, answer.Json, $"{described} {status} $"));
    }

    /// <summary>Where a value is not of the shape that is described.</summary>
    public static IEnumerable<string> Misfits(IOpenApiSchema schema, JsonNode? value, string place)
    {
        if (schema.OneOf is { Count: > 0 } choices)
            return choices.Any(x => !Misfits(x, value, place).Any()) ? [] : [$"{place}: none of what may be there"];
        if (schema.Type is not { } type)
            return [];
        return value?.GetValueKind() switch
        {
            null => type.HasFlag(JsonSchemaType.Null) ? [] : [$"{place}: null"],
            JsonValueKind.Object when type.HasFlag(JsonSchemaType.Object) => Members(schema, value.AsObject(), place),
            JsonValueKind.Array when type.HasFlag(JsonSchemaType.Array) => value
                .AsArray()
                .SelectMany((x, index) => Misfits(schema.Items!, x, $"{place}[{index}]")),
            JsonValueKind.String when type.HasFlag(JsonSchemaType.String) => HasFormat(schema.Format, value)
                ? []
                : [$"{place}: no {schema.Format}"],
            JsonValueKind.Number when type.HasFlag(JsonSchemaType.Integer) || type.HasFlag(JsonSchemaType.Number) => [],
            JsonValueKind.True or JsonValueKind.False when type.HasFlag(JsonSchemaType.Boolean) => [],
            var kind => [$"{place}: {kind} for {type}"],
        };
    }

    private static IEnumerable<string> Members(IOpenApiSchema schema, JsonObject value, string place)
    {
        foreach (var missing in (schema.Required ?? new HashSet<string>()).Where(x => !value.ContainsKey(x)))
            yield return $"{place}.{missing}: missing";
        foreach (var (name, member) in value)
        {
            var described = Find(schema.Properties, name) ?? schema.AdditionalProperties;
            if (described is not null)
                foreach (var misfit in Misfits(described, member, $"{place}.{name}"))
                    yield return misfit;
            else if (!schema.AdditionalPropertiesAllowed)
                yield return $"{place}.{name}: not described";
        }
    }

    private static bool HasFormat(string? format, JsonNode value)
    {
        var text = value.GetValue<string>();
        return format switch
        {
            "date" => LocalDatePattern.Iso.Parse(text).Success,
            "date-time" => InstantPattern.ExtendedIso.Parse(text).Success,
            "uuid" => Guid.TryParseExact(text, "D", out _),
            _ => true,
        };
    }

    public static T? Find<T>(IDictionary<string, T>? named, string name)
        where T : class => named is not null && named.TryGetValue(name, out var found) ? found : null;

    private static bool Fits(string template, string path)
    {
        var (wanted, given) = (template.Split('/'), path.Split('/'));
        return wanted.Length == given.Length
            && wanted.Zip(given).All(x => x.First.StartsWith('{') || x.First == x.Second);
    }
}
