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

    /// <summary>Documents, text versions and personal values that belong to this step: written in its transaction, or not at all.</summary>
    public StepAttachments Attachments { get; init; } = StepAttachments.None;
}

/// <summary>Rows that are born with a step.</summary>
public sealed record StepAttachments(
    IReadOnlyList<Database.StoredFile> Files,
    IReadOnlyList<Database.Document> Documents,
    IReadOnlyList<Database.TextVersion> TextVersions,
    IReadOnlyList<Database.PersonalValue> PersonalValues
)
{
    public static readonly StepAttachments None = new([], [], [], []);
}
