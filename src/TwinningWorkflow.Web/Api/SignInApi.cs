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
    /// <summary>Who signs in.</summary>
    /// <param name="Email">The address of mail that the account is known by.</param>
    /// <param name="Password">The account's password.</param>
    public sealed record Credentials(string Email, string Password);

    /// <summary>A token's refreshment.</summary>
    /// <param name="RefreshToken">The refresh token that came with the access token.</param>
    public sealed record Refreshment(string RefreshToken);

    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        var signIn = app.MapGroup($"{ApiServices.Root}/sign-in")
            .WithTags("Signing in")
            .AllowAnonymous()
            .TakesSmallRequests();
        signIn
            .MapPost("", SignInAsync)
            .WithName("signIn")
            .WithSummary("An access token for a name and a password.")
            .WithDescription(
                "The access token holds for an hour, the refresh token for ten. What the account may do is looked up at every "
                    + "request: who is disabled, or whose role has ended, is out at once."
            )
            .Produces<AccessTokenResponse>()
            .Answers(200, "The tokens.")
            .Answers(
                401,
                "The address is not known, the password is wrong, or the account is disabled: which is not told."
            )
            .RefusesAll(400, 401, 413, 415, 429);
        signIn
            .MapPost("/refresh", RefreshAsync)
            .WithName("refreshToken")
            .WithSummary("A new access token for a refresh token.")
            .Produces<AccessTokenResponse>()
            .Answers(200, "The new tokens.")
            .Answers(401, "The refresh token is none, holds no longer, or belongs to an account that is disabled.")
            .RefusesAll(400, 401, 413, 415);
    }

    private static async Task<Results<SignInHttpResult, ProblemHttpResult>> SignInAsync(
        Credentials credentials,
        PasswordSignIn passwords,
        Problems problems,
        HttpContext http
    ) =>
        await passwords.CheckAsync(http, credentials.Email, credentials.Password) switch
        {
            Access.SignInResult.Welcome(var account) => Token(account),
            Access.SignInResult.TooManyTries => problems.TooManyTries(),
            _ => problems.WrongCredentials(),
        };

    private static async Task<Results<SignInHttpResult, ProblemHttpResult>> RefreshAsync(
        Refreshment refreshment,
        IOptionsMonitor<BearerTokenOptions> bearer,
        UserManager<Account> accounts,
        Problems problems
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
        return problems.SpentRefreshToken();
    }

    private static SignInHttpResult Token(Account account) =>
        TypedResults.SignIn(
            TodaysClaims.Ticket(account, IdentityConstants.BearerScheme),
            authenticationScheme: IdentityConstants.BearerScheme
        );
}
