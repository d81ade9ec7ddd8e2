using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace TwinningWorkflow.Web.Access;

/// <summary>
/// Whose account was disabled still carries a cookie or a token that reads well. To the framework that is somebody known who
/// may not; here it is nobody, who is asked to sign in.
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
        ordinary.HandleAsync(
            next,
            context,
            policy,
            authorizeResult.Forbidden && context.User.Identity?.IsAuthenticated != true
                ? PolicyAuthorizationResult.Challenge()
                : authorizeResult
        );
}
