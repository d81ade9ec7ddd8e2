using NodaTime;

namespace TwinningWorkflow.Web.Database;

/// <summary>
/// The secret address under which a person's calendar program reads their deadlines. Whoever has it reads them, so that only
/// a hash of it is kept and its owner can revoke it.
/// </summary>
public sealed class FeedLink
{
    public required Guid Id { get; init; }
    public required string AuthorityId { get; init; }
    public required Guid PersonId { get; init; }

    /// <summary>SHA-256 of the secret.</summary>
    public required byte[] SecretHash { get; init; }

    /// <summary>When it was made, by the system's clock, as everything about a link.</summary>
    public required Instant MadeAt { get; init; }
    public Instant? RevokedAt { get; set; }

    /// <summary>When a calendar program last read it, give or take an hour; null: never.</summary>
    public Instant? ReadAt { get; set; }
}
