using System.Collections.Concurrent;
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
/// were given has ended, or four eyes keep them from it. It looks at what is so today, whatever brought it about and however long
/// ago, so that doing it late or twice is the same. All tasks of a town are looked at when its people are others than at the last
/// look of this application, be it by an entry or by a new day; between that, only those of an instance that rings.
/// </summary>
public sealed partial class OrphanedTasks(
    IDbContextFactory<TwinningDatabase> databases,
    DefinitionCatalog catalog,
    ProcessRunner runner,
    NobodysTasks nobodys,
    BusinessClock clock,
    ILogger<OrphanedTasks> log
)
{
    private readonly ConcurrentDictionary<string, string> looked = new(StringComparer.Ordinal);

    /// <summary>Releases what nobody can do. Answers how many.</summary>
    [AutomaticRetry(Attempts = 0)]
    public async Task<int> ReleaseAsync(CancellationToken cancel)
    {
        var released = 0;
        List<string> authorities;
        await using (var database = await databases.CreateDbContextAsync(cancel))
            authorities = await database.Authorities.Select(x => x.Id).ToListAsync(cancel);
        foreach (var authority in authorities)
            released += await LookAtAsync(authority, instance: null, cancel);
        return released;
    }

    /// <summary>Of one instance, in which somebody was given a task or did what keeps them from another.</summary>
    [AutomaticRetry(Attempts = 0)]
    public Task<int> LookAsync(string authority, Guid instance, CancellationToken cancel) =>
        LookAtAsync(authority, instance, cancel);

    /// <summary>A town that cannot be looked at must not keep the others waiting.</summary>
    private async Task<int> LookAtAsync(string authority, Guid? instance, CancellationToken cancel)
    {
        var released = 0;
        try
        {
            if (instance is null)
            {
                var people = await RosterAsync(authority, cancel);
                if (looked.GetValueOrDefault(authority) == people.Fingerprint)
                {
                    await nobodys.LookAsync(authority, people, new NobodysTasks.Scope(Tasks: false), cancel);
                    return 0;
                }
            }
            await using var database = await databases.CreateDbContextAsync(cancel);
            var taken = await TakenAsync(database, authority, instance, cancel);
            // read after the tasks: by older people, whoever came to hold the role just now would lose what they were given
            var roster = await RosterAsync(authority, cancel);
            var failed = false;
            foreach (var (task, definition) in taken)
                if (!await MayKeepAsync(database, roster, task, definition, cancel))
                    switch (await ReleaseAsync(task, cancel))
                    {
                        case true:
                            released++;
                            break;
                        case null:
                            failed = true;
                            break;
                    }
            // what is everybody's again may be nobody's
            await nobodys.LookAsync(authority, roster, new NobodysTasks.Scope(Tasks: true, instance), cancel);
            if (instance is null && !failed)
                looked[authority] = roster.Fingerprint;
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            NotLookedAt(problem, authority);
        }
        return released;
    }

    private Task<Roster> RosterAsync(string authority, CancellationToken cancel) =>
        new PeopleByDay(databases, clock.Now).TodayAsync(authority, cancel);

    private static async Task<List<(TaskRow Task, string Definition)>> TakenAsync(
        TwinningDatabase database,
        string authority,
        Guid? instance,
        CancellationToken cancel
    )
    {
        var taken = await (
            from task in database.Tasks.AsNoTracking()
            join process in database.Instances on task.InstanceId equals process.Id
            where task.AuthorityId == authority && task.Status == TaskRow.Open && task.Assignee != null
            where instance == null || task.InstanceId == instance
            select new { Task = task, process.DefinitionHash }
        ).ToListAsync(cancel);
        return taken.ConvertAll(x => (x.Task, x.DefinitionHash));
    }

    private async Task<bool> MayKeepAsync(
        TwinningDatabase database,
        Roster roster,
        TaskRow task,
        string definition,
        CancellationToken cancel
    )
    {
        if (roster.IsGone(task.Assignee!.Value))
            return false;
        var eyes = await FourEyes.ReadAsync(database, catalog.ByHash(definition), task.InstanceId, task.Node, cancel);
        return roster.MayDo(task.Assignee.Value, task.Role, eyes);
    }

    /// <summary>
    /// Whether it was; null when that failed, and is tried again when this comes round: one must not keep the others waiting. Whoever
    /// got it meanwhile keeps it.
    /// </summary>
    private async Task<bool?> ReleaseAsync(TaskRow task, CancellationToken cancel)
    {
        try
        {
            var command = new ReleaseTask(clock.Now, Actor.System(task.AuthorityId, "people"), task.TaskId)
            {
                From = $"{task.Assignee:D}",
            };
            var result = await runner.RunAsync(new StepRequest(task.AuthorityId, task.InstanceId, command), cancel);
            return result is StepResult.Done;
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            Failed(problem, task.TaskId, task.InstanceId);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Who can do the tasks of {Authority} could not be looked at.")]
    private partial void NotLookedAt(Exception problem, string authority);

    [LoggerMessage(Level = LogLevel.Error, Message = "Task {Task} of instance {Instance} could not be released.")]
    private partial void Failed(Exception problem, long task, Guid instance);
}
