namespace TwinningWorkflow.Web.Resources;

/// <summary>The texts of the page that says what the program does and what it does not.</summary>
public sealed class AboutText;
