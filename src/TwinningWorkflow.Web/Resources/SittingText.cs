namespace TwinningWorkflow.Web.Resources;

/// <summary>The texts of the calendar of sittings, and of what other pages say of sittings.</summary>
public sealed class SittingText;
