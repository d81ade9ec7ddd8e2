namespace TwinningWorkflow.Web.Resources;

/// <summary>The texts of the administrator's pages.</summary>
public sealed class AdministrationText;
