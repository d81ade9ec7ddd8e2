using System.Collections.Immutable;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Web.Features.Dossiers;

/// <summary>A condition of a gate in words, and what to do while it does not hold.</summary>
public sealed record ConditionView(string Label, string Cure, bool Holds);

/// <summary>A gate in words: why it is closed, item by item.</summary>
public sealed record GateView(string Label, IReadOnlyList<ConditionView> Conditions)
{
    public bool IsOpen => Conditions.All(x => x.Holds);
    public int Missing => Conditions.Count(x => !x.Holds);

    public static GateView Of(Gate gate, ImmutableArray<GateFinding> findings, string language) =>
        new(
            gate.Label.In(language),
            [
                .. findings
                    .OrderBy(x => x.Holds)
                    .Select(x => new ConditionView(
                        x.Condition.Label.In(language),
                        x.Condition.Cure.In(language),
                        x.Holds
                    )),
            ]
        );
}
