using System.Text.Json;

namespace TwinningWorkflow.Web.Api;

/// <summary>An incident whose cause was seen to.</summary>
/// <param name="Key">Which: the key that the list of incidents gives.</param>
public sealed record IncidentRetry(string Key)
{
    /// <summary>Required: what was seen to. It stays in the history; at most 2000 characters.</summary>
    public string? Reason { get; init; }
}

/// <summary>A correction of data.</summary>
/// <param name="Key">Because of which incident.</param>
public sealed record DataCorrection(string Key)
{
    /// <summary>Required: why. It stays in the history; at most 2000 characters.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// The new values by variable: a string (a day as ISO 8601), an integer (money in cents), true or false, or a list of
    /// strings; null says that there shall be none.
    /// </summary>
    public IReadOnlyDictionary<string, JsonElement>? Values { get; init; }
}

/// <summary>A move of a process that has stopped.</summary>
/// <param name="Key">At which incident.</param>
public sealed record TokenMove(string Key)
{
    /// <summary>Required: why. It stays in the history; at most 2000 characters.</summary>
    public string? Reason { get; init; }

    /// <summary>Required: one of the incident's targets.</summary>
    public string? Target { get; init; }
}
