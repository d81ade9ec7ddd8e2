namespace TwinningWorkflow.Engine.Model;

/// <summary>An exclusive gateway.</summary>
public sealed record ExclusiveGateway(NodeInfo Info) : FlowNode(Info);

/// <summary>An inclusive gateway.</summary>
public sealed record InclusiveGateway(NodeInfo Info) : FlowNode(Info);

/// <summary>A parallel gateway.</summary>
public sealed record ParallelGateway(NodeInfo Info) : FlowNode(Info);

/// <summary>An event-based gateway (exclusive).</summary>
public sealed record EventBasedGateway(NodeInfo Info) : FlowNode(Info);
