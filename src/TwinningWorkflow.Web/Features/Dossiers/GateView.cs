using TwinningWorkflow.Web.Reading;

namespace TwinningWorkflow.Web.Features.Dossiers;

/// <summary>A condition of a gate in words, and what to do while it does not hold.</summary>
/// <param name="Label">The condition.</param>
/// <param name="Cure">What to do.</param>
/// <param name="Holds">Whether it holds now.</param>
/// <param name="Warns">While it does not hold, people are warned, but the gate may be open all the same.</param>
/// <param name="Evidence">What it stands on.</param>
public sealed record ConditionView(
    string Label,
    string Cure,
    bool Holds,
    bool Warns,
    IReadOnlyList<EvidenceView> Evidence
)
{
    public bool Closes => !Holds && !Warns;
}

/// <summary>What one step gives as evidence.</summary>
/// <param name="Step">The step; empty for what the process itself keeps.</param>
/// <param name="Details">What it gave: a value, a file to open, or that it is not there yet.</param>
public sealed record EvidenceView(string Step, IReadOnlyList<HistoryDetail> Details);

/// <summary>A gate in words: why it is closed, item by item.</summary>
public sealed record GateView(string Label, IReadOnlyList<ConditionView> Conditions)
{
    public bool IsOpen => !Conditions.Any(x => x.Closes);
    public int Missing => Conditions.Count(x => x.Closes);
    public int Binding => Conditions.Count(x => !x.Warns);
}
