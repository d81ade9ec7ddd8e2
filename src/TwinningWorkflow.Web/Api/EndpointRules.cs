using Microsoft.AspNetCore.Mvc;

namespace TwinningWorkflow.Web.Api;

/// <summary>What endpoints say of themselves.</summary>
public static class EndpointRules
{
    /// <summary>Larger than any form's values: files go up on their own.</summary>
    private const int LargestJson = 1_000_000;

    /// <summary>Statuses with which it may refuse, besides 401 and 500.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        endpoint.ProducesProblem(StatusCodes.Status401Unauthorized);
        foreach (var status in statuses)
            endpoint.ProducesProblem(status);
        return endpoint;
    }

    public static RouteGroupBuilder TakesSmallRequests(this RouteGroupBuilder group) =>
        group.WithMetadata(new RequestSizeLimitAttribute(LargestJson));
}
