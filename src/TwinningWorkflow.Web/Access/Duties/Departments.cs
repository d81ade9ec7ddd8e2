using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Access.Duties;

/// <summary>What came of a change to departments.</summary>
public enum DepartmentChange
{
    Done,
    NotFound,

    /// <summary>There is one of this name.</summary>
    Taken,

    /// <summary>It would stand above itself.</summary>
    Ring,

    /// <summary>People belong to it, or departments stand below it.</summary>
    InUse,
}

/// <summary>Departments, who heads them and which stands above which, each change with its fact in the authority's history.</summary>
public sealed class Departments(TwinningDatabase database, AnsweringChanges changes, BusinessClock clock)
{
    public Task<List<Department>> ListAsync(string authority, CancellationToken cancel) =>
        database
            .Departments.AsNoTracking()
            .Where(x => x.AuthorityId == authority)
            .OrderBy(x => x.Name)
            .ToListAsync(cancel);

    /// <summary>Sets up a department, or says of one who heads it and what stands above it.</summary>
    /// <param name="actor">Who says it.</param>
    /// <param name="department">As it shall be.</param>
    /// <param name="isNew">It must not be there yet.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public Task<DepartmentChange> SetAsync(Actor actor, Department department, bool isNew, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            async () =>
            {
                var all = await database
                    .Departments.Where(x => x.AuthorityId == actor.Authority)
                    .ToDictionaryAsync(x => x.Name, StringComparer.Ordinal, cancel);
                var found = all.GetValueOrDefault(department.Name);
                if (isNew == found is not null)
                    return (isNew ? DepartmentChange.Taken : DepartmentChange.NotFound, null);
                if (
                    department.Above is { } above && !all.ContainsKey(above)
                    || department.HeadId is { } head
                        && !await database.People.AnyAsync(
                            x => x.Id == head && x.AuthorityId == actor.Authority,
                            cancel
                        )
                )
                    return (DepartmentChange.NotFound, null);
                for (var up = department.Above; up is not null; up = all[up].Above)
                    if (up == department.Name)
                        return (DepartmentChange.Ring, null);
                if (found is null)
                    database.Departments.Add(department);
                else if (found.HeadId == department.HeadId && found.Above == department.Above)
                    return (DepartmentChange.Done, null);
                else
                    (found.HeadId, found.Above) = (department.HeadId, department.Above);
                return (
                    DepartmentChange.Done,
                    new DepartmentSet(department.Name, $"{department.HeadId:D}", department.Above ?? "")
                );
            },
            cancel
        );

    public Task<DepartmentChange> RemoveAsync(Actor actor, string name, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            async () =>
            {
                var found = await database.Departments.SingleOrDefaultAsync(
                    x => x.AuthorityId == actor.Authority && x.Name == name,
                    cancel
                );
                if (found is null)
                    return (DepartmentChange.NotFound, null);
                if (
                    await database.People.AnyAsync(
                        x => x.AuthorityId == actor.Authority && x.Department == name,
                        cancel
                    )
                    || await database.Departments.AnyAsync(
                        x => x.AuthorityId == actor.Authority && x.Above == name,
                        cancel
                    )
                )
                    return (DepartmentChange.InUse, null);
                database.Departments.Remove(found);
                return (DepartmentChange.Done, new DepartmentRemoved(name));
            },
            cancel
        );

    /// <summary>Says to which department a person belongs; empty: to none.</summary>
    public Task<DepartmentChange> ChooseAsync(Actor actor, Guid person, string name, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            async () =>
            {
                var found = await database.People.SingleOrDefaultAsync(
                    x => x.Id == person && x.AuthorityId == actor.Authority,
                    cancel
                );
                if (found?.Department == name)
                    return (DepartmentChange.Done, null);
                if (
                    found is null
                    || name.Length > 0
                        && !await database.Departments.AnyAsync(
                            x => x.AuthorityId == actor.Authority && x.Name == name,
                            cancel
                        )
                )
                    return (DepartmentChange.NotFound, null);
                found.Department = name;
                return (DepartmentChange.Done, new DepartmentChosen($"{person:D}", name));
            },
            cancel
        );

    private async Task<DepartmentChange> ChangeAsync(
        Actor actor,
        Func<Task<(DepartmentChange Change, HostFact? Fact)>> change,
        CancellationToken cancel
    )
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        await AuthorityLock.TakeAsync(database, actor.Authority, cancel);
        var (done, fact) = await change();
        if (fact is null)
            return done;
        await database.SaveChangesAsync(cancel);
        await Journal.AppendAsync(database, Journal.OfAuthority(actor.Authority), clock.Now, actor, fact, cancel);
        // who stands above whom may concern any task
        await changes.CommitAsync(database, actor.Authority, roles: null);
        return DepartmentChange.Done;
    }
}
