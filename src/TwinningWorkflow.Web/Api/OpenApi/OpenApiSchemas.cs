using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Forms;

namespace TwinningWorkflow.Web.Api.OpenApi;

/// <summary>What the comments cannot say of the shapes: times, fields of any kind, and the framework's own types.</summary>
internal static class OpenApiSchemas
{
    public static async Task DescribeAsync(
        OpenApiSchema schema,
        OpenApiSchemaTransformerContext context,
        CancellationToken cancel
    )
    {
        var type = context.JsonTypeInfo.Type;
        if (IsTime(type))
            DescribeTime(schema, type);
        if (type == typeof(IReadOnlyDictionary<string, JsonElement>))
            schema.AdditionalProperties = new OpenApiSchema
            {
                Description =
                    "As the field's kind says: a string, an integer, true or false, a list of files, or an object of one "
                    + "file a language. A file is its hash, or {\"file\": hash, \"name\": name}.",
            };
        if ((Nullable.GetUnderlyingType(type) ?? type) == typeof(JsonElement))
            schema.Description =
                "A value of the type that stands beside it: a text, date or hash as a string, a number as an integer, a flag as "
                + "true or false, a list as an array of strings.";
        if (type == typeof(ProblemDetails))
            await DescribeProblemAsync(schema, context, cancel);
        if (type == typeof(AccessTokenResponse))
            DescribeToken(schema);
        if (type == typeof(FieldError))
            Say(schema, "code", $"What is wrong, for programs: {Codes(FieldCodes)}.");
        // the reader of the comments takes a member called Item for an indexer
        foreach (var member in context.JsonTypeInfo.Properties)
            if (Words(member.AttributeProvider) is { } words)
                Say(schema, member.Name, words);
    }

    public static bool IsTime(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) is { } plain
        && (plain == typeof(Instant) || plain == typeof(LocalDate));

    private static void DescribeTime(OpenApiSchema schema, Type type)
    {
        var isInstant = (Nullable.GetUnderlyingType(type) ?? type) == typeof(Instant);
        schema.Type = Nullable.GetUnderlyingType(type) is null
            ? JsonSchemaType.String
            : JsonSchemaType.String | JsonSchemaType.Null;
        schema.Format = isInstant ? "date-time" : "date";
        schema.Examples = [JsonValue.Create(isInstant ? "2022-12-09T09:30:00Z" : "2022-12-09")];
    }

    private static async Task DescribeProblemAsync(
        OpenApiSchema schema,
        OpenApiSchemaTransformerContext context,
        CancellationToken cancel
    )
    {
        schema.Description = "Why a request was refused (RFC 9457).";
        schema.AdditionalPropertiesAllowed = true;
        Say(schema, "type", "A page about the status, for those who develop.");
        Say(schema, "title", "What is wrong, in a few words, in the language asked for.");
        Say(schema, "status", "The status of the answer.");
        Say(schema, "detail", "More of it, where there is more to say, in the language asked for.");
        Say(schema, "instance", "Not given.");
        schema.Properties ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        schema.Properties[Problems.CodeMember] = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Description = $"What is wrong, for programs. Of a refused step: {Codes(Enum.GetNames<RejectionCode>())}.",
        };
        schema.Properties[Problems.ErrorsMember] = new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Description = "What to mend, field by field. Of a closed gate: its conditions that do not hold.",
            Items = await context.GetOrCreateSchemaAsync(typeof(FieldError), null, cancel),
        };
        schema.Properties["traceId"] = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Description = "Names the request in the log of the installation.",
        };
        schema.Examples = [JsonNode.Parse(OpenApiExamples.Problem)!];
    }

    private static void DescribeToken(OpenApiSchema schema)
    {
        schema.Description = "Tokens of somebody who has signed in.";
        Say(schema, "tokenType", "Bearer.");
        Say(schema, "accessToken", "To be sent with each request, in the header Authorization.");
        Say(schema, "expiresIn", "How long the access token holds, in seconds.");
        Say(schema, "refreshToken", "For a new access token, without the password.");
    }

    private static IEnumerable<string> FieldCodes =>
        Enum.GetNames<FieldProblemCode>().Concat([InputProblem.FileUnknown, InputProblem.LanguageTwice]);

    private static string Codes(IEnumerable<string> names) =>
        string.Join(", ", names.Select(JsonNamingPolicy.CamelCase.ConvertName));

    private static string? Words(System.Reflection.ICustomAttributeProvider? member) =>
        member?.GetCustomAttributes(typeof(DescriptionAttribute), inherit: false)
            is [DescriptionAttribute { } found, ..]
            ? found.Description
            : null;

    private static void Say(OpenApiSchema schema, string member, string words)
    {
        if (schema.Properties is null || !schema.Properties.TryGetValue(member, out var found))
            return;
        switch (found)
        {
            case OpenApiSchema inline:
                inline.Description = words;
                break;
            case OpenApiSchemaReference reference:
                reference.Description = words;
                break;
        }
    }
}
