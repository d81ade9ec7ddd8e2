namespace TwinningWorkflow.Web.Resources;

/// <summary>Names the texts of incidents: what stopped, why, and what can be done about it.</summary>
public sealed class IncidentText;
