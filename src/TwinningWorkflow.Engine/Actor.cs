namespace TwinningWorkflow.Engine;

/// <summary>
/// Who acts, as the history records it: pseudonymous ids only, never a name or an address, so that a person's data can
/// be erased without touching a hashed byte.
/// </summary>
/// <param name="Account">The account that signed in, or a <c>system:</c> name for a timer or an import.</param>
/// <param name="Person">The person behind the account; two accounts of one person share it.</param>
/// <param name="Authority">The municipality (tenant) in whose name the act is done.</param>
/// <param name="Role">The role in which the person acts, as a process file names it (lane or form role).</param>
/// <param name="OnBehalfOf">The person replaced, when a deputy acts; null otherwise.</param>
public sealed record Actor(string Account, string Person, string Authority, string Role, string? OnBehalfOf = null)
{
    /// <summary>
    /// How they were known, where they had not signed in: <see cref="MailLink"/>; null for whoever signed in, and for the product.
    /// </summary>
    public string? Means { get; init; }

    /// <summary>By the secret link in a mail that went to them.</summary>
    public const string MailLink = "mail-link";

    /// <summary>The role of what the product does by itself: timers, service tasks, matching of early facts.</summary>
    public const string SystemRole = "system";

    /// <summary>The product itself, acting for one authority.</summary>
    public static Actor System(string authority, string part) => new("system:" + part, "system", authority, SystemRole);
}
