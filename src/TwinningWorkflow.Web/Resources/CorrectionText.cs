namespace TwinningWorkflow.Web.Resources;

/// <summary>Names the texts with which what was recorded is corrected.</summary>
public sealed class CorrectionText;
