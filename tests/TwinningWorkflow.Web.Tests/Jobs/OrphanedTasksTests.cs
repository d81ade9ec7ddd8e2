using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Tests.Access.Duties;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Jobs;

/// <summary>A task in the hands of somebody who can do it no longer is everybody's again.</summary>
public sealed class OrphanedTasksTests(Postgres postgres)
{
    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task What_a_disabled_person_had_is_released_and_what_others_have_is_not(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskWithTimer("approval", "P3D"));
        var staff = await new Staff(store).AddAsync("Ada", "", Roles.Clerk);
        await staff.AddAsync("Bea", "", Roles.Clerk);
        var (adas, beas) = (await TakenAsync(store, staff["Ada"]), await TakenAsync(store, staff["Bea"]));
        await staff.DisableAsync("Ada");

        Assert.Equal(1, await store.Orphans().ReleaseAsync(CancellationToken.None));
        Assert.Equal(0, await store.Orphans().ReleaseAsync(CancellationToken.None));

        Assert.Null(await AssigneeAsync(store, adas));
        Assert.Equal(staff["Bea"], await AssigneeAsync(store, beas));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Whose_role_ends_has_their_tasks_until_that_day_is_over(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskWithTimer("approval", "P3D"));
        var staff = await new Staff(store).AddAsync("Ada", "", Roles.Clerk);
        var task = await TakenAsync(store, staff["Ada"]);
        await using (var database = store.Database())
            await database.RoleAssignments.ExecuteUpdateAsync(x => x.SetProperty(row => row.ValidTo, Staff.Today));

        Assert.Equal(0, await store.Orphans().ReleaseAsync(CancellationToken.None));
        store.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await store.Orphans().ReleaseAsync(CancellationToken.None));

        Assert.Null(await AssigneeAsync(store, task));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Who_was_given_a_task_as_a_deputy_has_it_while_they_are_one(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskWithTimer("approval", "P3D"));
        var staff = await new Staff(store).AddAsync("Ada", "", Roles.Clerk);
        await staff.AddAsync("Bea", "", Roles.Secretariat);
        await staff.AbsentAsync("Ada", "Bea");
        var task = await TakenAsync(store, staff["Bea"]);

        Assert.Equal(0, await store.Orphans().ReleaseAsync(CancellationToken.None));
        store.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await store.Orphans().ReleaseAsync(CancellationToken.None));

        Assert.Null(await AssigneeAsync(store, task));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Who_may_do_what_they_have_only_for_somebody_who_is_barred_meanwhile_has_it_no_longer(
        Provider provider
    )
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.SideBySide("pair"));
        var staff = await new Staff(store).AddAsync("Ada", "", Roles.Clerk);
        await staff.AddAsync("Bea", "", Roles.Secretariat);
        await staff.AbsentAsync("Ada", "Bea");
        var instance = await store.StartAsync("pair");
        var (one, other) = (await store.OpenTaskAsync(instance, "one"), await store.OpenTaskAsync(instance, "other"));
        var ada = TestStore.Clerk with { Person = $"{staff["Ada"]:D}" };
        await store.RunAsync(
            instance,
            new AssignTask(store.Clock.Now, ada, other.TaskId, $"{staff["Bea"]:D}")
            {
                Oversees = true,
                Reason = "she knows it",
            }
        );

        Assert.Equal(0, await store.Orphans().LookAsync(TestStore.Authority, instance, CancellationToken.None));
        await store.RunAsync(
            instance,
            new CompleteTask(store.Clock.Now, ada, one.TaskId, null, ImmutableDictionary<string, DataValue>.Empty)
        );
        Assert.Equal(1, await store.Orphans().LookAsync(TestStore.Authority, instance, CancellationToken.None));

        Assert.Null((await store.OpenTaskAsync(instance, "other")).Assignee);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_town_is_looked_at_again_when_its_people_or_the_day_are_others(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskWithTimer("approval", "P3D"));
        var staff = await new Staff(store).AddAsync("Ada", "", Roles.Clerk);
        var orphans = store.Orphans();
        var stranger = Guid.CreateVersion7();
        Assert.Equal(0, await orphans.ReleaseAsync(CancellationToken.None));
        var first = await TakenAsync(store, stranger);

        Assert.Equal(0, await orphans.ReleaseAsync(CancellationToken.None));
        await staff.AddAsync("Bea", "", Roles.Clerk);
        Assert.Equal(1, await orphans.ReleaseAsync(CancellationToken.None));
        Assert.Null(await AssigneeAsync(store, first));

        await TakenAsync(store, stranger);
        store.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await orphans.ReleaseAsync(CancellationToken.None));
    }

    private static async Task<Guid> TakenAsync(TestStore store, Guid person)
    {
        var instance = await store.StartAsync("approval");
        await using var database = store.Database();
        var task = await database.Tasks.SingleAsync(row => row.InstanceId == instance);
        var actor = TestStore.Clerk with { Person = $"{person:D}" };
        await store.RunAsync(instance, new ClaimTask(store.Clock.Now, actor, task.TaskId));
        Assert.Equal(person, await AssigneeAsync(store, instance));
        return instance;
    }

    private static async Task<Guid?> AssigneeAsync(TestStore store, Guid instance)
    {
        await using var database = store.Database();
        return await database.Tasks.Where(row => row.InstanceId == instance).Select(row => row.Assignee).SingleAsync();
    }
}
