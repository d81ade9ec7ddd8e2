namespace TwinningWorkflow.Web.Resources;

/// <summary>The texts of the calendar's pages.</summary>
public sealed class CalendarText;
