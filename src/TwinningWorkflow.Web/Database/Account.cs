using Microsoft.AspNetCore.Identity;

namespace TwinningWorkflow.Web.Database;

/// <summary>What signs in. Its id is the pseudonym under which its person appears in the history.</summary>
public sealed class Account : IdentityUser<Guid>
{
    public required string AuthorityId { get; init; }
    public required Guid PersonId { get; init; }
    public bool Disabled { get; set; }
}
