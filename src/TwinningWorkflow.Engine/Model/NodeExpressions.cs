using TwinningWorkflow.Engine.Expressions;

namespace TwinningWorkflow.Engine.Model;

/// <summary>
/// The expressions that are computed when a token enters a node or leaves it: where one of them fails, an operator wants to
/// see what it reads.
/// </summary>
internal static class NodeExpressions
{
    public static IEnumerable<Expression> OnEntering(ProcessDefinition definition, FlowNode node) =>
        node switch
        {
            StartEvent or ReceiveTask { Instantiates: true } => Starts(definition, node.Info.Container)
                .SelectMany(static start => OfTrigger(start.Trigger)),
            // an end event and an exclusive gateway never leave: what they assign and decide, they do on entering
            ThrowEvent or EndEvent or ExclusiveGateway => OnLeaving(node),
            CatchEvent caught => OfTrigger(caught.Trigger),
            EventBasedGateway gateway => gateway.Info.Outgoing.SelectMany(f =>
                definition.Node(f.Target) switch
                {
                    CatchEvent caught => OfTrigger(caught.Trigger),
                    ReceiveTask task => OfTrigger(task.Message),
                    _ => [],
                }
            ),
            Activity activity =>
            [
                .. OfLoop(activity.Loop),
                .. OfActivity(activity),
                .. activity.Boundaries.SelectMany(static b => OfTrigger(b.Trigger)),
            ],
            _ => [],
        };

    public static IEnumerable<Expression> OnLeaving(FlowNode node) =>
        [
            .. node.Info.Assignments.Select(static a => a.Value),
            .. node.Info.Outgoing.Select(static f => f.Condition).OfType<Expression>(),
            .. OfLoop((node as Activity)?.Loop),
        ];

    private static IEnumerable<StartEvent> Starts(ProcessDefinition definition, string container) =>
        definition
            .Contents[container]
            .Select(definition.Node)
            .OfType<SubProcess>()
            .Where(static s => s.Triggered)
            .SelectMany(s => definition.Contents[s.Id].Select(definition.Node).OfType<StartEvent>());

    private static IEnumerable<Expression> OfTrigger(EventTrigger trigger) =>
        trigger switch
        {
            EventTrigger.Timer { Spec: TimerSpec.OnDate(var date) } => [date],
            EventTrigger.Timer { Spec: TimerSpec.LegalTerm(_, var from) } => [from],
            EventTrigger.Message { Key: { } key } => [key],
            _ => [],
        };

    private static IEnumerable<Expression> OfActivity(Activity activity) =>
        activity switch
        {
            UserTask { Form.Deadline.From: { } from } => [from],
            SendTask { Address: { } address } => [address],
            CallActivity call =>
            [
                .. call.Given.Select(static g => g.Value),
                .. call.Results.Select(static r => r.Value),
            ],
            ReceiveTask task => OfTrigger(task.Message),
            _ => [],
        };

    private static IEnumerable<Expression> OfLoop(Loop? loop) =>
        loop switch
        {
            StandardLoop { While: { } condition } => [condition],
            MultiInstance { Completion: { } completion } bodies => [bodies.Items, completion],
            MultiInstance bodies => [bodies.Items],
            _ => [],
        };
}
