using System.Collections.Immutable;
using TwinningWorkflow.Engine.Expressions;

namespace TwinningWorkflow.Engine.Model;

/// <summary>A list of named conditions. Those that bind must all hold before a step that names the gate can be completed.</summary>
public sealed record Gate(string Id, Labels Label, ImmutableArray<GateCondition> Conditions);

/// <summary>One condition of a gate.</summary>
/// <param name="Id">Its name.</param>
/// <param name="When">What must hold. May read <c>today</c> and <c>suspended</c>.</param>
/// <param name="Label">The condition in words.</param>
/// <param name="Cure">What to do when it does not hold.</param>
/// <param name="Severity">What it means when it does not hold.</param>
/// <param name="Evidence">The variables on which it stands, for people to see.</param>
public sealed record GateCondition(
    string Id,
    Expression When,
    Labels Label,
    Labels Cure,
    GateSeverity Severity,
    ImmutableArray<string> Evidence
);

/// <summary>What a gate's condition means while it does not hold.</summary>
public enum GateSeverity
{
    /// <summary>The gate is closed.</summary>
    Blocks,

    /// <summary>People are warned; the gate may be open all the same.</summary>
    Warns,
}

/// <summary>A gate's condition and whether it holds now.</summary>
public sealed record GateFinding(GateCondition Condition, bool Holds)
{
    /// <summary>Does it keep the gate closed now?</summary>
    public bool Closes => !Holds && Condition.Severity == GateSeverity.Blocks;

    /// <summary>What the condition stands on, in the order of the file.</summary>
    public ImmutableArray<GateEvidence> Evidence { get; init; } = [];
}

/// <summary>A variable on which a gate's condition stands.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Value">Its value now; null while there is none.</param>
public sealed record GateEvidence(string Name, DataType Type, DataValue? Value);
