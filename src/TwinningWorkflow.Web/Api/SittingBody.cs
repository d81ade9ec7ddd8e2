using NodaTime;

namespace TwinningWorkflow.Web.Api;

/// <summary>A sitting to be planned.</summary>
/// <param name="Body">Of which body: giunta or council.</param>
/// <param name="Day">On which day, from today on.</param>
public sealed record SittingBody(string Body, LocalDate Day)
{
    /// <summary>When it begins, as HH:mm; left out while that is not known.</summary>
    public string? BeginsAt { get; init; }

    /// <summary>The last day for its agenda; left out where it is the one that the body's rule gives.</summary>
    public LocalDate? AgendaCloses { get; init; }
}
