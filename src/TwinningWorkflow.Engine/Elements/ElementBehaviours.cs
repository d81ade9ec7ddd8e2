using System.Collections.Frozen;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Elements;

/// <summary>Which behaviour runs which kind of node: the one explicit map.</summary>
internal static class ElementBehaviours
{
    private static readonly FrozenDictionary<Type, ElementBehaviour> Map = new Dictionary<Type, ElementBehaviour>
    {
        [typeof(StartEvent)] = new StartEventBehaviour(),
        [typeof(EndEvent)] = new EndEventBehaviour(),
        [typeof(ThrowEvent)] = new ThrowEventBehaviour(),
        [typeof(CatchEvent)] = new CatchEventBehaviour(),
        [typeof(BoundaryEvent)] = new BoundaryEventBehaviour(),
        [typeof(UserTask)] = new UserTaskBehaviour(),
        [typeof(ManualTask)] = new ManualTaskBehaviour(),
        [typeof(ServiceTask)] = new ServiceTaskBehaviour(),
        [typeof(ScriptTask)] = new ScriptTaskBehaviour(),
        [typeof(SendTask)] = new SendTaskBehaviour(),
        [typeof(ReceiveTask)] = new ReceiveTaskBehaviour(),
        [typeof(CallActivity)] = new CallActivityBehaviour(),
        [typeof(SubProcess)] = new SubProcessBehaviour(),
        [typeof(ExclusiveGateway)] = new ExclusiveGatewayBehaviour(),
        [typeof(InclusiveGateway)] = new InclusiveGatewayBehaviour(),
        [typeof(ParallelGateway)] = new ParallelGatewayBehaviour(),
        [typeof(EventBasedGateway)] = new EventBasedGatewayBehaviour(),
    }.ToFrozenDictionary();

    public static ElementBehaviour For(FlowNode node) => Map[node.GetType()];
}
