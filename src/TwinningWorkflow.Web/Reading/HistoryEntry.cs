using NodaTime;
using TwinningWorkflow.Web.Terms;

namespace TwinningWorkflow.Web.Reading;

/// <summary>One act of the history with all that it set off, in the reader's language.</summary>
/// <param name="Stream">The chain it stands in.</param>
/// <param name="Sequence">The place of its first fact in that chain.</param>
/// <param name="At">When, on the business clock.</param>
/// <param name="Who">Who: a name and a role, or the system.</param>
/// <param name="Reason">Why, in the actor's words; empty when not asked.</param>
/// <param name="Lines">What happened: the act first, then what followed.</param>
public sealed record HistoryEntry(
    string Stream,
    long Sequence,
    Instant At,
    string Who,
    string Reason,
    IReadOnlyList<HistoryLine> Lines
);

/// <summary>One sentence of the history with its details.</summary>
public sealed record HistoryLine(string Text)
{
    /// <summary>The stored name of the fact, for icons and tests.</summary>
    public string Kind { get; init; } = "";
    public IReadOnlyList<HistoryDetail> Details { get; init; } = [];
}

/// <summary>A value that the act recorded; a link where it is a file.</summary>
public sealed record HistoryDetail(string Label, string Text, string Href = "")
{
    /// <summary>The term that the text explains; null of any other text.</summary>
    public ExplainedTerm? Term { get; init; }

    /// <summary>English, for whoever sees to incidents; it helps nobody else.</summary>
    public bool IsTechnical { get; init; }
}
