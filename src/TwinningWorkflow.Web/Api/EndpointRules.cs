using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace TwinningWorkflow.Web.Api;

/// <summary>What an answer means, for the description of the API.</summary>
/// <param name="Status">The status.</param>
/// <param name="Words">What it means here.</param>
internal sealed record AnswerWords(int Status, string Words);

/// <summary>What endpoints say of themselves.</summary>
internal static class EndpointRules
{
    /// <summary>Larger than any form's values: files go up on their own.</summary>
    private const int LargestJson = 1_000_000;

    /// <summary>What an answer means here.</summary>
    public static RouteHandlerBuilder Answers(this RouteHandlerBuilder endpoint, int status, string words) =>
        endpoint.WithMetadata(new AnswerWords(status, words));

    /// <summary>It answers with a file.</summary>
    public static RouteHandlerBuilder AnswersFile(this RouteHandlerBuilder endpoint, string mediaType, string words) =>
        endpoint.AddOpenApiOperationTransformer(
            (operation, _, _) =>
            {
                operation.Responses ??= [];
                operation.Responses["200"] = new OpenApiResponse
                {
                    Description = words,
                    Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                    {
                        [mediaType] = new()
                        {
                            Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
                        },
                    },
                };
                return Task.CompletedTask;
            }
        );

    /// <summary>Statuses with which it may refuse, besides 401 and 403: those every endpoint has that asks who calls.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        endpoint.ProducesProblem(StatusCodes.Status401Unauthorized);
        endpoint.ProducesProblem(StatusCodes.Status403Forbidden);
        return endpoint.RefusesAll(statuses);
    }

    /// <summary>Statuses with which it may refuse, all of them.</summary>
    public static RouteHandlerBuilder RefusesAll(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
            endpoint.ProducesProblem(status);
        return endpoint;
    }

    public static RouteGroupBuilder TakesSmallRequests(this RouteGroupBuilder group) =>
        group.WithMetadata(new RequestSizeLimitAttribute(LargestJson));
}
