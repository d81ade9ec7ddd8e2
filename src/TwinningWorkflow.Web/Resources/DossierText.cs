namespace TwinningWorkflow.Web.Resources;

/// <summary>The texts of desk, dossiers, steps, facts and messages.</summary>
public sealed class DossierText;
