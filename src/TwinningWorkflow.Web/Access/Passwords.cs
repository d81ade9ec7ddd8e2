using Microsoft.AspNetCore.Identity;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Access;

/// <summary>Refuses a password that the account's own address gives away, or that nobody could type.</summary>
public sealed class Passwords : IPasswordValidator<Account>
{
    public const int Shortest = 12;

    /// <summary>Longer ones would only cost time to hash.</summary>
    public const int Longest = 256;

    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password) =>
        Task.FromResult(
            password is null || password.Length > Longest ? Failed("PasswordTooLong")
            : HoldsName(user, password) ? Failed("PasswordHoldsName")
            : IdentityResult.Success
        );

    private static bool HoldsName(Account account, string password) =>
        account.Email?.Split('@')[0] is { Length: >= 4 } name
        && password.Contains(name, StringComparison.OrdinalIgnoreCase);

    private static IdentityResult Failed(string code) => IdentityResult.Failed(new IdentityError { Code = code });
}
