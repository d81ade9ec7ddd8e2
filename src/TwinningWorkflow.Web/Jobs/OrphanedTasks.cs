using Hangfire;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>
/// Gives tasks back to their role whose holder can do them no longer: the account is disabled, the role or the absence in which they
/// were given has ended. It looks at what is so today, whatever brought it about and however long ago, so that doing it late or
/// twice is the same.
/// </summary>
public sealed partial class OrphanedTasks(
    IDbContextFactory<TwinningDatabase> databases,
    ProcessRunner runner,
    AnsweringChanges changes,
    BusinessClock clock,
    ILogger<OrphanedTasks> log
)
{
    /// <summary>Releases what nobody can do. Answers how many.</summary>
    [AutomaticRetry(Attempts = 0)]
    public async Task<int> ReleaseAsync(CancellationToken cancel)
    {
        var released = 0;
        foreach (var authority in await TakenAsync(cancel))
            released += await ReleaseOfAsync(authority.Key, authority, cancel);
        return released;
    }

    /// <summary>A town whose people cannot be read must not keep the others, nor the timers after this, waiting.</summary>
    private async Task<int> ReleaseOfAsync(string authority, IEnumerable<TaskRow> taken, CancellationToken cancel)
    {
        var released = 0;
        try
        {
            var roster = await RosterAsync(authority, cancel);
            foreach (var task in taken)
                if (roster.IsGone(task.Assignee!.Value) || !roster.MayDo(task.Assignee.Value, task.Role))
                    released += await ReleaseAsync(task, cancel) ? 1 : 0;
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            Unread(problem, authority);
        }
        return released;
    }

    private async Task<IReadOnlyList<IGrouping<string, TaskRow>>> TakenAsync(CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        var taken = await database
            .Tasks.AsNoTracking()
            .Where(task => task.Status == TaskRow.Open && task.Assignee != null)
            .ToListAsync(cancel);
        return [.. taken.GroupBy(task => task.AuthorityId)];
    }

    private async Task<Roster> RosterAsync(string authority, CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        var calendar = await database
            .Authorities.Where(x => x.Id == authority)
            .Select(x => x.Calendar)
            .SingleAsync(cancel);
        return await Roster.LoadAsync(database, authority, clock.Today(AuthorityCalendar.Of(calendar).Zone), cancel);
    }

    /// <summary>One that fails must not keep the others waiting; it is tried again when this comes round.</summary>
    private async Task<bool> ReleaseAsync(TaskRow task, CancellationToken cancel)
    {
        try
        {
            var command = new ReleaseTask(clock.Now, Actor.System(task.AuthorityId, "people"), task.TaskId);
            var result = await runner.RunAsync(new StepRequest(task.AuthorityId, task.InstanceId, command), cancel);
            if (result is not StepResult.Done)
                return false;
            await changes.OfTaskAsync(task.InstanceId, task.TaskId, cancel);
            return true;
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            Failed(problem, task.TaskId, task.InstanceId);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The people of {Authority} could not be read.")]
    private partial void Unread(Exception problem, string authority);

    [LoggerMessage(Level = LogLevel.Error, Message = "Task {Task} of instance {Instance} could not be released.")]
    private partial void Failed(Exception problem, long task, Guid instance);
}
