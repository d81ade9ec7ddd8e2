using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Access.Duties;

/// <summary>
/// Lets people take tasks on, give them back and hand them over. Who may although a task is not theirs is decided here; the
/// rest is the engine's.
/// </summary>
public sealed class TaskDuties(ProcessRunner runner, BusinessClock clock)
{
    public Task<StepResult> ClaimAsync(
        SignedIn me,
        TaskRow row,
        TaskDuty duty,
        string? key,
        CancellationToken cancel
    ) => RunAsync(me, row, new ClaimTask(clock.Now, duty.Actor ?? Trying(me, row), row.TaskId), key, cancel);

    /// <summary>Back to all who hold the role. Who has it not must say why.</summary>
    public Task<StepResult> ReleaseAsync(
        SignedIn me,
        TaskRow row,
        TaskDuty duty,
        string reason,
        string? key,
        CancellationToken cancel
    ) =>
        RunAsync(
            me,
            row,
            new ReleaseTask(clock.Now, ActorOf(me, row, duty), row.TaskId)
            {
                Oversees = duty is { IsTheirs: false, Oversees: true },
                Reason = reason.Length > 0 ? reason : null,
            },
            key,
            cancel
        );

    /// <summary>To somebody of <see cref="TaskDuty.Candidates"/>: that is for the caller to have seen to, and to tell.</summary>
    public Task<StepResult> HandOverAsync(
        SignedIn me,
        TaskRow row,
        TaskDuty duty,
        Guid to,
        string reason,
        string? key,
        CancellationToken cancel
    ) =>
        RunAsync(
            me,
            row,
            new AssignTask(clock.Now, ActorOf(me, row, duty), row.TaskId, $"{to:D}")
            {
                Oversees = duty is { IsTheirs: false, Oversees: true },
                Reason = reason.Length > 0 ? reason : null,
            },
            key,
            cancel
        );

    /// <summary>As who has it or replaces them; else in the role by which they stand above.</summary>
    private static Actor ActorOf(SignedIn me, TaskRow row, TaskDuty duty) =>
        duty.IsTheirs && duty.Actor is { } actor ? actor
        : duty.Oversees ? me.AsAnyOf(Roles.Secretariat, Roles.Administrator, Roles.DepartmentHead) ?? me.Themselves
        : duty.Actor ?? Trying(me, row);

    private static Actor Trying(SignedIn me, TaskRow row) => me.Trying(row.Role) ?? me.Themselves;

    private Task<StepResult> RunAsync(
        SignedIn me,
        TaskRow row,
        Command command,
        string? key,
        CancellationToken cancel
    ) => runner.RunAsync(new StepRequest(me.Authority, row.InstanceId, command) { IdempotencyKey = key }, cancel);
}
