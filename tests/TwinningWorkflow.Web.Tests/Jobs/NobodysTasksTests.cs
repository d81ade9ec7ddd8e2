using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Tests.Access.Duties;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Jobs;

/// <summary>An open task that nobody may do is an incident for as long as that is so.</summary>
public sealed class NobodysTasksTests(Postgres postgres)
{
    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_role_that_nobody_holds_is_one_incident_however_many_tasks_it_has_until_somebody_does(
        Provider provider
    )
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskWithTimer("approval", "P3D"));
        var staff = await new Staff(store).AddAsync("Ada", "", Roles.Clerk);
        var orphans = store.Orphans();
        await store.StartAsync("approval");
        await orphans.ReleaseAsync(CancellationToken.None);
        Assert.Empty(await IncidentsAsync(store));

        // it ends by its date: nobody does anything on that day
        await using (var database = store.Database())
            await database.RoleAssignments.ExecuteUpdateAsync(x => x.SetProperty(row => row.ValidTo, Staff.Today));
        store.Time.Advance(TimeSpan.FromDays(1));
        await orphans.ReleaseAsync(CancellationToken.None);
        await store.StartAsync("approval");
        await orphans.ReleaseAsync(CancellationToken.None);
        var incident = Assert.Single(await IncidentsAsync(store));
        Assert.Equal(("role-vacant", Roles.Clerk, null), (incident.Code, incident.Source, incident.ResolvedAt));

        var tomorrow = Staff.Today.PlusDays(1);
        await staff.AddAsync("Bea", "", Roles.Secretariat);
        await staff.AbsentAsync("", "Bea", Roles.Clerk, tomorrow, tomorrow);
        await orphans.ReleaseAsync(CancellationToken.None);
        Assert.NotNull(Assert.Single(await IncidentsAsync(store)).ResolvedAt);

        store.Time.Advance(TimeSpan.FromDays(1));
        await orphans.ReleaseAsync(CancellationToken.None);
        Assert.Null(Assert.Single(await IncidentsAsync(store)).ResolvedAt);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_task_from_which_four_eyes_keep_all_whose_it_is_is_an_incident_until_somebody_may_do_it(
        Provider provider
    )
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.SideBySide("pair"));
        var staff = await new Staff(store).AddAsync("Ada", "", Roles.Clerk);
        var orphans = store.Orphans();
        var instance = await store.StartAsync("pair");
        await orphans.LookAsync(TestStore.Authority, instance, CancellationToken.None);
        Assert.Empty(await IncidentsAsync(store));

        await DoAsync(store, instance, "one", staff["Ada"]);
        await orphans.LookAsync(TestStore.Authority, instance, CancellationToken.None);
        await orphans.LookAsync(TestStore.Authority, instance, CancellationToken.None);
        await orphans.ReleaseAsync(CancellationToken.None);
        var incident = Assert.Single(await IncidentsAsync(store));
        Assert.Equal(("task-barred", "other", instance), (incident.Code, incident.Source, incident.InstanceId));
        Assert.Null(incident.ResolvedAt);

        await staff.AddAsync("Bea", "", Roles.Clerk);
        await orphans.ReleaseAsync(CancellationToken.None);
        Assert.NotNull(Assert.Single(await IncidentsAsync(store)).ResolvedAt);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task The_step_that_closes_such_a_task_closes_its_incident(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.SideBySide("pair"));
        var staff = await new Staff(store).AddAsync("Ada", "", Roles.Clerk);
        var instance = await store.StartAsync("pair");
        await DoAsync(store, instance, "one", staff["Ada"]);
        await store.Orphans().LookAsync(TestStore.Authority, instance, CancellationToken.None);
        Assert.Null(Assert.Single(await IncidentsAsync(store)).ResolvedAt);

        await DoAsync(store, instance, "other", Guid.CreateVersion7());

        Assert.NotNull(Assert.Single(await IncidentsAsync(store)).ResolvedAt);
    }

    private static async Task DoAsync(TestStore store, Guid instance, string node, Guid person)
    {
        var task = await store.OpenTaskAsync(instance, node);
        var who = TestStore.Clerk with { Person = $"{person:D}" };
        await store.RunAsync(
            instance,
            new CompleteTask(store.Clock.Now, who, task.TaskId, null, ImmutableDictionary<string, DataValue>.Empty)
        );
    }

    private static async Task<List<IncidentRow>> IncidentsAsync(TestStore store)
    {
        await using var database = store.Database();
        return await database.Incidents.AsNoTracking().ToListAsync();
    }
}
