using TwinningWorkflow.Engine;

namespace TwinningWorkflow.Web.Processes;

/// <summary>A command for an instance with what the step's transaction must take along.</summary>
/// <param name="Authority">The authority in whose name it is asked; an instance of another is not found.</param>
/// <param name="Instance">The instance.</param>
/// <param name="Command">The engine's command.</param>
public sealed record StepRequest(string Authority, Guid Instance, Command Command)
{
    /// <summary>Under which key a repeat gets the same answer; null: no such promise (timers, whose row is the key).</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>
    /// Hash of what was asked, by which a repeat is told from another request under the same key. Null: taken
    /// from the command without its instant. A host that put fresh salts into the command gives the hash of what it received.
    /// </summary>
    public string? RequestHash { get; init; }

    /// <summary>Documents, text versions and personal values that belong to this step: written in its transaction, or not at all.</summary>
    public StepAttachments Attachments { get; init; } = StepAttachments.None;
}

/// <summary>
/// Rows that are born with a step. A file already held under its hash is not written again; a text version gets the next
/// number of its dossier in the transaction, whatever number it carries.
/// </summary>
public sealed record StepAttachments(
    IReadOnlyList<Database.StoredFile> Files,
    IReadOnlyList<Database.Document> Documents,
    IReadOnlyList<Database.TextVersion> TextVersions,
    IReadOnlyList<Database.PersonalValue> PersonalValues
)
{
    public static readonly StepAttachments None = new([], [], [], []);
}
