using System.Collections.Immutable;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Web.Features.Dossiers;

/// <summary>A condition of a gate in words, and what to do while it does not hold.</summary>
/// <param name="Label">The condition.</param>
/// <param name="Cure">What to do.</param>
/// <param name="Holds">Whether it holds now.</param>
/// <param name="Warns">While it does not hold, people are warned, but the gate may be open all the same.</param>
public sealed record ConditionView(string Label, string Cure, bool Holds, bool Warns)
{
    public bool Closes => !Holds && !Warns;
}

/// <summary>A gate in words: why it is closed, item by item.</summary>
public sealed record GateView(string Label, IReadOnlyList<ConditionView> Conditions)
{
    public bool IsOpen => !Conditions.Any(x => x.Closes);
    public int Missing => Conditions.Count(x => x.Closes);
    public int Binding => Conditions.Count(x => !x.Warns);

    public static GateView Of(Gate gate, ImmutableArray<GateFinding> findings, string language) =>
        new(
            gate.Label.In(language),
            [
                .. findings
                    .OrderBy(x => x.Holds)
                    .ThenBy(x => x.Condition.Severity)
                    .Select(x => new ConditionView(
                        x.Condition.Label.In(language),
                        x.Condition.Cure.In(language),
                        x.Holds,
                        x.Condition.Severity == GateSeverity.Warns
                    )),
            ]
        );
}
