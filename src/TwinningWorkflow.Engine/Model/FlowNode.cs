using System.Collections.Immutable;
using TwinningWorkflow.Engine.Expressions;

namespace TwinningWorkflow.Engine.Model;

/// <summary>A sequence flow.</summary>
/// <param name="Id">Its id in the file.</param>
/// <param name="Source">The source node's id.</param>
/// <param name="Target">The target node's id.</param>
/// <param name="Condition">Its condition, or null.</param>
/// <param name="Name">Its Italian name; may be empty.</param>
public sealed record SequenceFlow(string Id, string Source, string Target, Expression? Condition, string Name);

/// <summary>What all nodes have.</summary>
public sealed record NodeInfo
{
    /// <summary>The id in the file.</summary>
    public required string Id { get; init; }

    /// <summary>The id of the process or sub-process that holds it.</summary>
    public required string Container { get; init; }

    /// <summary>The (Italian) name in the file.</summary>
    public string Name { get; init; } = "";

    /// <summary>The name per language, from <c>tw:label</c>; Italian falls back to the name.</summary>
    public Labels Label { get; init; } = Labels.None;

    /// <summary>The line in the file, from 1.</summary>
    public int Line { get; init; }

    /// <summary>The lane's id; empty when in none.</summary>
    public string Lane { get; init; } = "";

    /// <summary>Incoming flows in file order.</summary>
    public ImmutableArray<SequenceFlow> Incoming { get; init; } = [];

    /// <summary>Outgoing flows in file order.</summary>
    public ImmutableArray<SequenceFlow> Outgoing { get; init; } = [];

    /// <summary>The default flow's id; empty when none.</summary>
    public string DefaultFlow { get; init; } = "";

    /// <summary>Assignments made when the node is left.</summary>
    public ImmutableArray<Assignment> Assignments { get; init; } = [];
}

/// <summary>An assignment of the file: <c>tw:set variable="..." value="..."</c>.</summary>
public sealed record Assignment(string Variable, Expression Value);

/// <summary>A node of the graph.</summary>
public abstract record FlowNode(NodeInfo Info)
{
    /// <summary>The id in the file.</summary>
    public string Id => Info.Id;
}
