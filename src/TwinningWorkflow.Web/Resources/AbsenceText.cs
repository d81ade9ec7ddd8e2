namespace TwinningWorkflow.Web.Resources;

/// <summary>The texts of the pages about absences and deputies.</summary>
public sealed class AbsenceText;
