using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace TwinningWorkflow.Web.Api.OpenApi;

/// <summary>What each operation says of its answers, its key and its body.</summary>
internal static class OpenApiOperations
{
    /// <summary>What a refusal means, wherever an endpoint has no words of its own for it.</summary>
    private static readonly Dictionary<string, string> Refusals = new(StringComparer.Ordinal)
    {
        ["401"] = "There is no bearer token, or it holds no longer.",
        ["403"] = "None of the roles that the caller holds today allows it.",
        ["404"] = "The caller's authority has no such thing.",
        ["409"] =
            "It does not fit how things stand now; the code says why: it was done already (taskNotOpen), changed by somebody "
            + "else (conflict), suspended, ended, or a gate is closed (gateClosed). Nothing was written.",
        ["413"] = "It is larger than allowed. Nothing was written.",
        ["415"] = "The body is of a type that is not accepted. Nothing was written.",
        ["422"] =
            "Some data must be corrected: errors says field by field what and how. With the code keyReused the "
            + "Idempotency-Key was used for another request. Nothing was written.",
        ["429"] = "There were too many failed tries: wait a quarter of an hour.",
    };

    public static Task DescribeAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancel
    )
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (!metadata.OfType<IAllowAnonymous>().Any())
            operation.Security =
            [
                new OpenApiSecurityRequirement
                {
                    [new OpenApiSecuritySchemeReference(OpenApiDescription.Bearer, context.Document)] = [],
                },
            ];
        DescribeAnswers(operation, [.. metadata.OfType<AnswerWords>()]);
        foreach (var parameter in operation.Parameters ?? [])
            if (parameter is OpenApiParameter { Name: IdempotencyKeys.Header } key)
                DescribeKey(key);
        var body = context.Description.ParameterDescriptions.FirstOrDefault(x => x.Source == BindingSource.Body);
        if (body?.Type is { } type && OpenApiExamples.Of(type) is { } example)
            foreach (var content in operation.RequestBody?.Content?.Values ?? [])
                content.Example = JsonNode.Parse(example);
        return Task.CompletedTask;
    }

    private static void DescribeAnswers(OpenApiOperation operation, IReadOnlyList<AnswerWords> own)
    {
        var told = operation.Responses ?? [];
        operation.Responses = [];
        foreach (var (status, answer) in told.OrderBy(x => x.Key, StringComparer.Ordinal))
        {
            if (answer is OpenApiResponse response)
            {
                response.Description =
                    own.LastOrDefault(x => $"{x.Status}" == status)?.Words
                    ?? (status == "400" ? Unreadable(operation) : Refusals.GetValueOrDefault(status))
                    ?? response.Description;
                if (status == "201")
                    response.Headers = new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal)
                    {
                        ["Location"] = new OpenApiHeader
                        {
                            Description = "The address of what was made.",
                            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                        },
                    };
            }
            operation.Responses[status] = answer;
        }
    }

    private static string Unreadable(OpenApiOperation operation)
    {
        if (operation.RequestBody is null)
            return "The request cannot be read: a value of the query is of a wrong type.";
        var key = operation.Parameters?.Any(x => x.Name == IdempotencyKeys.Header) is true;
        return "The request cannot be read: a body that is none, a member that is unknown or comes twice, a value of a wrong type"
            + (key ? ", or an Idempotency-Key that is none" : "")
            + ". Nothing was written.";
    }

    private static void DescribeKey(OpenApiParameter key)
    {
        key.Required = false;
        key.Description =
            "The same key with the same request gets the same answer, and nothing is done twice; with another request it is "
            + "refused. What was refused was not done: it may be mended under the same key. A key is remembered for "
            + $"{IdempotencyKeys.RememberedDays} days.";
        key.Schema = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            MinLength = 1,
            MaxLength = IdempotencyKeys.Longest,
            Description = "Printable ASCII characters.",
        };
        key.Example = "5f0c9a52-6a1e-4bd5-9f0e-1f6d3c0b7a11";
    }
}
