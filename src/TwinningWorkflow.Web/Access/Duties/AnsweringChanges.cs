using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Access.Duties;

/// <summary>The one place that is told when others answer for tasks than before: reminders go to other people from then on.</summary>
public sealed class AnsweringChanges(Reminders reminders)
{
    /// <summary>A task passed to somebody else.</summary>
    public Task OfTaskAsync(Guid instance, long task, CancellationToken cancel) =>
        reminders.LookAnewAsync(instance, task, cancel);

    /// <summary>Roles, absences, departments, accounts or wishes of an authority changed.</summary>
    public Task OfPeopleAsync(string authority, CancellationToken cancel) => reminders.LookAnewAsync(authority, cancel);
}
