using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>
/// Finds open tasks that nobody may do today and keeps an incident for as long as that is so: one for a role that nobody holds,
/// however many tasks it has, and one for each task from which four eyes keep all who hold its role. It says what is so today,
/// whatever brought it about, so that doing it late or twice is the same.
/// </summary>
public sealed class NobodysTasks(
    IDbContextFactory<TwinningDatabase> databases,
    DefinitionCatalog catalog,
    BusinessClock clock,
    StepBell bell
)
{
    /// <summary>With what the error begins of a row of the outbox that waits until somebody may do the task that it tells of.</summary>
    internal const string Waits = "Expected somebody to tell of the task";

    /// <summary>After how long it is tried again, should nobody say that it can go.</summary>
    internal static readonly Duration Patience = Duration.FromHours(1);

    /// <summary>What of a town is looked at.</summary>
    /// <param name="Tasks">Whether single tasks are: who may do them changes with people and days, and by steps of their instance.</param>
    /// <param name="Instance">Only those of an instance; null: of all.</param>
    internal sealed record Scope(bool Tasks, Guid? Instance = null);

    /// <param name="Incident">What is so.</param>
    /// <param name="Task">Of which task alone; null: of all of a role.</param>
    private sealed record Found(IncidentRow Incident, TaskRow? Task = null);

    internal async Task LookAsync(string authority, Roster roster, Scope scope, CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        var found = new List<Found>();
        if (scope.Instance is null)
            found.AddRange(await VacantAsync(database, authority, roster, cancel));
        if (scope.Tasks)
            found.AddRange(await BarredAsync(database, authority, roster, scope.Instance, cancel));
        var open = await database
            .Incidents.AsNoTracking()
            .Where(x => x.AuthorityId == authority && x.ResolvedAt == null)
            .Where(x =>
                x.Code == IncidentRows.RoleVacant && scope.Instance == null
                || x.Code == IncidentRows.TaskBarred
                    && scope.Tasks
                    && (scope.Instance == null || x.InstanceId == scope.Instance)
            )
            .Select(x => x.Key)
            .ToListAsync(cancel);
        var raised = found.FindAll(x => !open.Contains(x.Incident.Key));
        var cured = open.Except(found.Select(x => x.Incident.Key)).ToList();
        if (raised.Count == 0 && cured.Count == 0)
            return;
        var told = await LostRace.RetryAsync(() => WriteAsync(authority, raised, cured, cancel));
        if (told > 0)
            bell.Ring(new Ring(Guid.Empty, BellParts.Mail, []));
    }

    /// <summary>By the roles that there are, and not by the tasks: of those that nobody holds, whether there is one.</summary>
    private async Task<List<Found>> VacantAsync(
        TwinningDatabase database,
        string authority,
        Roster roster,
        CancellationToken cancel
    )
    {
        var found = new List<Found>();
        foreach (var role in Roles.All.Where(role => !roster.WhoMayDo(role, FourEyes.None).Any()))
            if (
                await database.Tasks.AnyAsync(
                    x => x.AuthorityId == authority && x.Role == role && x.Status == TaskRow.Open,
                    cancel
                )
            )
                found.Add(
                    new Found(
                        new IncidentRow
                        {
                            Key = IncidentRows.OfRole(authority, role),
                            AuthorityId = authority,
                            Source = role,
                            Code = IncidentRows.RoleVacant,
                            Message =
                                $"Expected somebody who holds the role '{role}' today, or replaces it, but nobody does and it has open tasks.",
                            RaisedAt = clock.Now,
                        }
                    )
                );
        return found;
    }

    private async Task<List<Found>> BarredAsync(
        TwinningDatabase database,
        string authority,
        Roster roster,
        Guid? instance,
        CancellationToken cancel
    )
    {
        var found = new List<Found>();
        var running = database.Instances.Where(x =>
            x.AuthorityId == authority && x.Status == InstanceRow.Running && (instance == null || x.Id == instance)
        );
        var files = await running.Select(x => x.DefinitionHash).Distinct().ToListAsync(cancel);
        var nodes = files
            .SelectMany(hash => catalog.ByHash(hash).Nodes.Values)
            .OfType<UserTask>()
            .Where(static node => !node.Form.NotBy.IsEmpty)
            .Select(static node => node.Id)
            .Distinct()
            .ToList();
        if (nodes.Count == 0)
            return found;
        var tasks = await (
            from task in database.Tasks.AsNoTracking()
            join process in running on task.InstanceId equals process.Id
            where task.AuthorityId == authority && task.Status == TaskRow.Open && nodes.Contains(task.Node)
            select new { Task = task, process.DefinitionHash }
        ).ToListAsync(cancel);
        foreach (var one in tasks)
        {
            var task = one.Task;
            var eyes = await FourEyes.ReadAsync(
                database,
                catalog.ByHash(one.DefinitionHash),
                task.InstanceId,
                task.Node,
                cancel
            );
            // that nobody holds the role is an incident of its own
            if (roster.WhoMayDo(task.Role, eyes).Any() || !roster.WhoMayDo(task.Role, FourEyes.None).Any())
                continue;
            found.Add(
                new Found(
                    new IncidentRow
                    {
                        Key = IncidentRows.OfTask(task.InstanceId, task.TaskId),
                        AuthorityId = authority,
                        DossierId = task.DossierId,
                        InstanceId = task.InstanceId,
                        Source = task.Node,
                        Code = IncidentRows.TaskBarred,
                        Message =
                            $"Expected somebody of the role '{task.Role}' who may do '{task.Node}' today, but four eyes keep all of them from it.",
                        RaisedAt = clock.Now,
                    },
                    task
                )
            );
        }
        return found;
    }

    /// <summary>Answers how many mails can go now.</summary>
    private async Task<int> WriteAsync(
        string authority,
        List<Found> raised,
        List<string> cured,
        CancellationToken cancel
    )
    {
        var now = clock.Now;
        await using var database = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        await using (var session = WriteSession.JoinedTo(database))
        {
            // all looks take the locks in the same order
            foreach (var instance in raised.Select(x => x.Incident.InstanceId).OfType<Guid>().Distinct().Order())
                InstanceLock.Take(session, instance);
            foreach (var (incident, task) in raised)
                if (task is null)
                    IncidentRows.Raise(session, incident);
                else
                    IncidentRows.RaiseOfOpenTask(session, incident, task.TaskId);
            await session.SendAsync(cancel);
        }
        await database
            .Incidents.Where(x => cured.Contains(x.Key) && x.ResolvedAt == null)
            .ExecuteUpdateAsync(x => x.SetProperty(it => it.ResolvedAt, now), cancel);
        // what was to be told and found nobody finds somebody now
        var told =
            cured.Count == 0
                ? 0
                : await database
                    .Outbox.Where(x => x.AuthorityId == authority && x.Kind == OutboxRow.Mail && x.DoneAt == null)
                    .Where(x => x.DueAt > now && x.Error.StartsWith(Waits))
                    .ExecuteUpdateAsync(x => x.SetProperty(it => it.DueAt, now), cancel);
        await transaction.CommitAsync(CancellationToken.None);
        return told;
    }
}
