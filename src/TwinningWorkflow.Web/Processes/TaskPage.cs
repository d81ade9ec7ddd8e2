using System.Globalization;

namespace TwinningWorkflow.Web.Processes;

/// <summary>Where a task is seen to: mails, feeds and pages lead to it.</summary>
public static class TaskPage
{
    /// <summary>Its address, relative to the site.</summary>
    public static string Of(Guid instance, long task) =>
        string.Create(CultureInfo.InvariantCulture, $"tasks/{instance:D}/{task}");
}
