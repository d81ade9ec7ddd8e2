using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Elements;

/// <summary>BPMN 13.5.5: none consumes, message sends and consumes, error throws, terminate ends its own scope only.</summary>
internal sealed class EndEventBehaviour : ElementBehaviour
{
    public override void Enter(Step step, FlowNode node, long scope, SequenceFlow? via, string item)
    {
        var end = (EndEvent)node;
        Assign(step, node, scope);
        step.Reached(end);
        step.Touch(scope);
        switch (end.Kind)
        {
            case EndKind.Message:
                step.Emit(
                    new MessageSent(end.Id, end.Code, SendTaskBehaviour.Recipient(step, end.Recipient, scope, ""))
                );
                break;
            case EndKind.Error:
                Errors.Throw(step, end.Id, end.Code, scope);
                break;
            case EndKind.Terminate:
                Terminate(step, end, scope);
                break;
        }
    }

    private static void Terminate(Step step, EndEvent end, long scope)
    {
        step.DropTokens(scope);
        Cancellation.Children(step, scope, "terminate");
        if (scope == ProcessState.RootScope)
            step.EndProcess(ProcessStatus.Terminated, end.Id, "");
        else
            ScopeCompletion.Complete(step, scope, terminated: true);
    }
}
