namespace TwinningWorkflow.Web.Database;

/// <summary>What an authority has chosen where a process file leaves a choice (<c>tw:setting</c>).</summary>
public sealed class ProcessChoice
{
    public required string AuthorityId { get; init; }

    /// <summary>The process's id in its file.</summary>
    public required string ProcessId { get; init; }

    /// <summary>The setting's id in the file.</summary>
    public required string SettingId { get; init; }

    /// <summary>The value as JSON, as the journal writes values.</summary>
    public required string Value { get; set; }
}
