using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Api;

/// <summary>A name and a password for a token, and a token's refreshment.</summary>
public static class SignInApi
{
    public sealed record Credentials(string Email, string Password);

    public sealed record Refreshment(string RefreshToken);

    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/v1/sign-in", SignInAsync)
            .WithTags("Signing in")
            .WithSummary("An access token for a name and a password.")
            .AllowAnonymous()
            .Produces<AccessTokenResponse>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        app.MapPost("/api/v1/sign-in/refresh", RefreshAsync)
            .WithTags("Signing in")
            .WithSummary("A new access token for a refresh token.")
            .AllowAnonymous()
            .Produces<AccessTokenResponse>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized);
    }

    private static async Task<Results<SignInHttpResult, ProblemHttpResult>> SignInAsync(
        Credentials credentials,
        PasswordSignIn passwords,
        HttpContext http
    ) =>
        await passwords.CheckAsync(http, credentials.Email, credentials.Password) switch
        {
            Access.SignInResult.Welcome(var account) => Token(account),
            Access.SignInResult.TooManyTries => TypedResults.Problem(
                "Expected at most ten failed tries in a quarter of an hour, but there were more.",
                statusCode: StatusCodes.Status429TooManyRequests
            ),
            _ => Refused("Expected a known address and its password, but one of them is wrong."),
        };

    private static async Task<Results<SignInHttpResult, ProblemHttpResult>> RefreshAsync(
        Refreshment refreshment,
        IOptionsMonitor<BearerTokenOptions> bearer,
        UserManager<Account> accounts
    )
    {
        var ticket = bearer
            .Get(IdentityConstants.BearerScheme)
            .RefreshTokenProtector.Unprotect(refreshment.RefreshToken);
        var id = ticket?.Principal.FindFirst(System.Security.Claims.ClaimTypes.NameIdentifier)?.Value;
        if (ticket?.Properties.ExpiresUtc > TimeProvider.System.GetUtcNow() && id is not null)
            if (await accounts.FindByIdAsync(id) is { Disabled: false } account)
                if (ticket.Principal.HasClaim(TodaysClaims.StampClaim, account.SecurityStamp ?? ""))
                    return Token(account);
        return Refused("Expected a refresh token that still holds, but this one does not.");
    }

    private static SignInHttpResult Token(Account account) =>
        TypedResults.SignIn(
            TodaysClaims.Ticket(account, IdentityConstants.BearerScheme),
            authenticationScheme: IdentityConstants.BearerScheme
        );

    private static ProblemHttpResult Refused(string why) =>
        TypedResults.Problem(why, statusCode: StatusCodes.Status401Unauthorized);
}
