using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Elements;

/// <summary>
/// BPMN 13.5.5: the token is consumed and the result brought about; an error throws, terminate ends its own scope only.
/// </summary>
internal sealed class EndEventBehaviour : ElementBehaviour
{
    public override bool AfterOthers(FlowNode node) => ((EndEvent)node).Result is EventResult.Signal;

    public override void Enter(Step step, FlowNode node, long scope, SequenceFlow? via, string item)
    {
        var end = (EndEvent)node;
        Assign(step, node, scope);
        step.Reached(end);
        step.Touch(scope);
        switch (end.Result)
        {
            case EventResult.Error(var code):
                Errors.Throw(step, end.Id, code, scope);
                break;
            case EventResult.Terminate:
                Terminate(step, end, scope);
                break;
            case var thrown:
                ThrowEventBehaviour.BringAbout(step, end, thrown, scope);
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
