namespace TwinningWorkflow.Web.Resources;

/// <summary>The texts of the pages on which a person says how they want to be written to.</summary>
public sealed class MailText;
