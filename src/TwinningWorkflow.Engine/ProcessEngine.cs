using System.Collections.Immutable;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine;

/// <summary>The engine: a pure function from definition, state and command to a decision.</summary>
public static class ProcessEngine
{
    /// <summary>Decides a command. The given state is not changed; an accepted decision carries the new one.</summary>
    public static Decision Decide(
        ProcessDefinition definition,
        ProcessState state,
        Command command,
        TermResolver terms
    ) => throw new NotSupportedException();

    /// <summary>Evaluates a gate's conditions on the state as of the civil date of <paramref name="at"/>.</summary>
    public static ImmutableArray<GateFinding> Examine(
        ProcessDefinition definition,
        ProcessState state,
        Gate gate,
        NodaTime.Instant at
    ) => throw new NotSupportedException();
}
