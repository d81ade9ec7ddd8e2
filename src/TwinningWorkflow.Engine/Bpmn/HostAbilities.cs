using System.Collections.Immutable;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>
/// What the host of the engine brings along. A file that asks for more is refused when it is read, not when a token has come
/// to the place.
/// </summary>
public sealed record HostAbilities
{
    /// <summary>A host that declares no variable, runs no script and carries no signal.</summary>
    public static readonly HostAbilities None = new();

    /// <summary>Variables that the host declares besides those of the file.</summary>
    public ImmutableDictionary<string, DataType> Variables { get; init; } = ImmutableDictionary<string, DataType>.Empty;

    /// <summary>
    /// True when the host carries a signal that one instance throws to the others, and starts what begins with it. Within an
    /// instance signals need no host.
    /// </summary>
    public bool CarriesSignals { get; init; }

    /// <summary>The script formats for which the host has registered a handler; empty text stands for a script without one.</summary>
    public ImmutableHashSet<string> ScriptFormats { get; init; } = [];
}
