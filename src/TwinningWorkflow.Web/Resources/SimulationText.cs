namespace TwinningWorkflow.Web.Resources;

/// <summary>The words of the simulator's report.</summary>
public sealed class SimulationText;
