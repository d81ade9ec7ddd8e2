using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace TwinningWorkflow.Web.Access;

/// <summary>
/// Whose account was disabled still carries a cookie or a token that reads well. To the framework that is somebody known who
/// may not; here it is nobody, who is asked to sign in. And what routing itself refuses, for its method or its type, is told
/// as that: or who signs in with a form instead of JSON would hear that a token is needed.
/// </summary>
public sealed class UnknownAreChallenged : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler ordinary = new();

    public Task HandleAsync(
        RequestDelegate next,
        HttpContext context,
        AuthorizationPolicy policy,
        PolicyAuthorizationResult authorizeResult
    ) =>
        IsRefusedByRouting(context)
            ? next(context)
            : ordinary.HandleAsync(
                next,
                context,
                policy,
                authorizeResult.Forbidden && context.User.Identity?.IsAuthenticated != true
                    ? PolicyAuthorizationResult.Challenge()
                    : authorizeResult
            );

    /// <summary>Its own endpoints, which answer with a status and nothing else, carry no metadata; all of ours do, as a test knows.</summary>
    private static bool IsRefusedByRouting(HttpContext context) => context.GetEndpoint() is { Metadata.Count: 0 };
}
