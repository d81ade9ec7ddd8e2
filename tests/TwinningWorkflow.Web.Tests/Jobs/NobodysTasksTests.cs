using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Jobs;
using TwinningWorkflow.Web.Processes;
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

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task What_closes_while_it_is_looked_at_has_no_incident(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.SideBySide("pair"));
        var staff = await new Staff(store).AddAsync("Ada", "", Roles.Clerk);
        var instance = await store.StartAsync("pair");
        await DoAsync(store, instance, "one", staff["Ada"]);
        var meanwhile = new Meanwhile(store, () => DoAsync(store, instance, "other", Guid.CreateVersion7()));
        var nobodys = new NobodysTasks(meanwhile, store.Catalog, store.Clock, store.Bell);

        await nobodys.LookAsync(
            TestStore.Authority,
            await staff.RosterAsync(),
            new NobodysTasks.Scope(Tasks: true, instance),
            CancellationToken.None
        );

        Assert.Equal(2, meanwhile.Given);
        Assert.Empty(await IncidentsAsync(store));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Who_comes_to_hold_a_role_that_nobody_held_for_weeks_is_reminded_once_of_a_task(Provider provider)
    {
        await using var scene = await MailScene.CreateAsync(postgres, provider);
        var orphans = scene.Store.Orphans();
        var reminder = await scene.AssignmentAsync(PlannedMail.Reminder);
        var keys = new List<string>();
        foreach (var occurrence in (string[])["halfway-1", "before1-1", "due-1"])
        {
            keys.Add(await scene.LeaveReminderAsync(reminder, occurrence));
            await scene.DrainAsync();
            await orphans.ReleaseAsync(CancellationToken.None);
            // tried again in vain
            scene.Store.Time.Advance(TimeSpan.FromDays(8));
            await scene.DrainAsync();
        }
        Assert.Equal("role-vacant", Assert.Single(await IncidentsAsync(scene.Store)).Code);
        Assert.Empty(await scene.MailsAsync());

        await scene.PersonAsync("Anna", Roles.Clerk);
        await orphans.ReleaseAsync(CancellationToken.None);
        await scene.DrainAsync();

        var mail = Assert.Single(await scene.MailsAsync());
        Assert.Equal(("Anna", MailRow.Sent), (mail.ToName, mail.Status));
        Assert.StartsWith(keys[^1], mail.Key, StringComparison.Ordinal);
        foreach (var key in keys)
            Assert.NotNull((await scene.OutboxAsync(key)).DoneAt);
    }

    /// <summary>Gives contexts, and lets something happen before the second.</summary>
    private sealed class Meanwhile(TestStore store, Func<Task> happen) : IDbContextFactory<TwinningDatabase>
    {
        public int Given { get; private set; }

        public TwinningDatabase CreateDbContext() => store.Database();

        public async Task<TwinningDatabase> CreateDbContextAsync(CancellationToken cancellationToken = default)
        {
            if (++Given == 2)
                await happen();
            return CreateDbContext();
        }
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
