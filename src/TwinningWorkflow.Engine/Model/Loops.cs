using TwinningWorkflow.Engine.Expressions;

namespace TwinningWorkflow.Engine.Model;

/// <summary>How often an activity runs for one token.</summary>
public abstract record Loop;

/// <summary>Multi-instance: one body an item, all at once or one after another.</summary>
/// <param name="Items">The items: a list expression, or a number expression (then the items are "1".."n").</param>
public sealed record MultiInstance(Expression Items) : Loop
{
    /// <summary>One body after another, in the order of the items.</summary>
    public bool Sequential { get; init; }

    /// <summary>Asked whenever a body has ended; once it holds, those still active are cancelled. Null: all run to their end.</summary>
    public Expression? Completion { get; init; }
}

/// <summary>A standard loop: runs again and again while its condition holds.</summary>
/// <param name="While">The condition; null: up to the maximum.</param>
/// <param name="TestBefore">Asked before each run, so that there may be none; else after each.</param>
/// <param name="Maximum">Most runs; null: no limit.</param>
public sealed record StandardLoop(Expression? While, bool TestBefore, long? Maximum) : Loop;

/// <summary>What a loop's own expressions may read besides the data: the attributes that the standard gives it.</summary>
internal static class LoopNames
{
    /// <summary>In a standard loop's condition: how many runs have ended.</summary>
    public const string Counter = "loopCounter";

    /// <summary>In a completion condition: how many bodies there are.</summary>
    public const string Instances = "numberOfInstances";

    /// <summary>In a completion condition: how many bodies are active.</summary>
    public const string Active = "numberOfActiveInstances";

    /// <summary>In a completion condition: how many bodies ended in the ordinary way.</summary>
    public const string Completed = "numberOfCompletedInstances";

    /// <summary>In a completion condition: how many bodies ended themselves by a terminate event.</summary>
    public const string Terminated = "numberOfTerminatedInstances";
}
