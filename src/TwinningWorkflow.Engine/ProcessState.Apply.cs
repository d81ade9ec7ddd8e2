namespace TwinningWorkflow.Engine;

public sealed partial record ProcessState
{
    /// <summary>The state after one more event: the only way a state changes.</summary>
    public ProcessState Apply(ProcessEvent e) => throw new NotSupportedException(e.GetType().Name);
}
