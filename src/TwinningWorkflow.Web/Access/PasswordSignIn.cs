using Microsoft.AspNetCore.Identity;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Access;

/// <summary>What came of a name and a password.</summary>
public abstract record SignInResult
{
    private SignInResult() { }

    public sealed record Welcome(Account Account) : SignInResult;

    /// <summary>No such account, a wrong password, or a disabled account: which of these is not told.</summary>
    public sealed record Wrong : SignInResult;

    public sealed record TooManyTries : SignInResult;
}

/// <summary>Checks a name and a password, for the sign-in page and the API alike.</summary>
public sealed class PasswordSignIn(
    UserManager<Account> accounts,
    IPasswordHasher<Account> hasher,
    SignInThrottle throttle,
    KnownDevice devices
)
{
    private const int LongestEmail = 256;

    public async Task<SignInResult> CheckAsync(HttpContext http, string email, string password)
    {
        // no account can be meant, and the database could not even look for some of it
        if (email.Length > LongestEmail || password.Length > Passwords.Longest || email.Contains('\0'))
            return new SignInResult.Wrong();
        var name = accounts.NormalizeName(email.Trim()) ?? "";
        var tries = devices.TriesOf(http, name);
        if (!throttle.TryBegin(tries))
            return new SignInResult.TooManyTries();
        var account = await accounts.FindByNameAsync(email.Trim());
        if (account?.PasswordHash is null)
        {
            // as long as a real check takes, so that the time does not tell which names exist
            hasher.VerifyHashedPassword(Stranger, StrangersHash(hasher), password);
            return new SignInResult.Wrong();
        }
        if (!await accounts.CheckPasswordAsync(account, password) || account.Disabled)
            return new SignInResult.Wrong();
        throttle.Succeeded(tries);
        return new SignInResult.Welcome(account);
    }

    private static readonly Account Stranger = new() { AuthorityId = "", PersonId = Guid.Empty };
    private static string? strangersHash;

    private static string StrangersHash(IPasswordHasher<Account> hasher) =>
        strangersHash ??= hasher.HashPassword(Stranger, "");
}
