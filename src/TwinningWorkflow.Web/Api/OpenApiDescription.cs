using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NodaTime;

namespace TwinningWorkflow.Web.Api;

/// <summary>What the description of the API says beside what the endpoints say of themselves.</summary>
public static class OpenApiDescription
{
    private const string Bearer = "bearer";

    public static void Describe(OpenApiOptions options)
    {
        // the pages have addresses of their own, which are nobody's contract
        options.ShouldInclude = endpoint =>
            endpoint.RelativePath?.StartsWith(ApiServices.Root[1..], StringComparison.Ordinal) == true;
        options.CreateSchemaReferenceId = type =>
            IsTime(type.Type) ? null : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        options.AddDocumentTransformer(
            (document, _, _) =>
            {
                document.Info.Title = "TwinningWorkflow";
                document.Info.Version = "v1";
                document.Info.Description =
                    "The approval of town-twinning agreements, from proposal to signature. Sign in at /api/v1/sign-in and send "
                    + "the access token as a bearer token. Refusals are problem details (RFC 9457) with a stable code, and words "
                    + "in the language of Accept-Language (it, en). Days are ISO 8601 dates, instants are in UTC, money is in cents.";
                // the address is the one that the reader has asked
                document.Servers?.Clear();
                document.Components ??= new OpenApiComponents();
                document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(
                    StringComparer.Ordinal
                );
                document.Components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = Bearer,
                    Description = "The access token of /api/v1/sign-in.",
                };
                return Task.CompletedTask;
            }
        );
        options.AddOperationTransformer(
            (operation, context, _) =>
            {
                if (!context.Description.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any())
                    operation.Security =
                    [
                        new OpenApiSecurityRequirement
                        {
                            [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [],
                        },
                    ];
                foreach (var parameter in operation.Parameters ?? [])
                    if (parameter is OpenApiParameter { Name: IdempotencyKeys.Header } key)
                    {
                        key.Required = false;
                        key.Description =
                            "The same key with the same request gets the same answer, and nothing is done twice; with another "
                            + "request it is refused.";
                    }
                return Task.CompletedTask;
            }
        );
        options.AddSchemaTransformer(
            async (schema, context, cancel) =>
            {
                var type = context.JsonTypeInfo.Type;
                if (IsTime(type))
                {
                    schema.Type = Nullable.GetUnderlyingType(type) is null
                        ? JsonSchemaType.String
                        : JsonSchemaType.String | JsonSchemaType.Null;
                    schema.Format =
                        (Nullable.GetUnderlyingType(type) ?? type) == typeof(Instant) ? "date-time" : "date";
                }
                if (type == typeof(IReadOnlyDictionary<string, JsonElement>))
                    schema.AdditionalProperties = new OpenApiSchema
                    {
                        Description =
                            "As the field's kind says: a string, an integer, true or false, a list of files, or an object of one "
                            + "file a language. A file is its hash, or {\"file\": hash, \"name\": name}.",
                    };
                if (type == typeof(ProblemDetails))
                {
                    schema.AdditionalPropertiesAllowed = true;
                    schema.Properties ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
                    schema.Properties[Problems.CodeMember] = new OpenApiSchema
                    {
                        Type = JsonSchemaType.String,
                        Description = "What is wrong, for programs.",
                    };
                    schema.Properties[Problems.ErrorsMember] = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Array,
                        Description = "What to mend, field by field.",
                        Items = await context.GetOrCreateSchemaAsync(typeof(FieldError), null, cancel),
                    };
                }
            }
        );
    }

    private static bool IsTime(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) is { } plain
        && (plain == typeof(Instant) || plain == typeof(LocalDate));
}
