using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Access.Duties;

/// <summary>
/// The one place that is told, after the commit, when others answer for tasks than before: reminders go to other people from then
/// on, and somebody may have tasks that they can do no longer.
/// </summary>
public sealed class AnsweringChanges(Reminders reminders, StepBell bell)
{
    /// <summary>A task passed to somebody else.</summary>
    public Task OfTaskAsync(Guid instance, long task, CancellationToken cancel) =>
        reminders.LookAnewAsync(instance, task, cancel);

    /// <summary>Roles, absences, departments, accounts or wishes of an authority changed.</summary>
    public Task OfPeopleAsync(string authority, CancellationToken cancel)
    {
        bell.Ring(new Ring(Guid.Empty, BellParts.People, []));
        return reminders.LookAnewAsync(authority, cancel);
    }
}
