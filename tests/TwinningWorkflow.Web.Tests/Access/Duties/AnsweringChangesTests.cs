using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Tests.Jobs;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Access.Duties;

/// <summary>Ada is clerk, Dan accountant, Eva heads the office; the one open task with a deadline is a clerk's.</summary>
public sealed class AnsweringChangesTests(Postgres postgres)
{
    [Theory]
    [InlineData(Provider.Sqlite, "Ada", true)] // it is hers
    [InlineData(Provider.Sqlite, "Dan", false)]
    [InlineData(Provider.Sqlite, "Eva", true)] // she may stand above whose it is
    [InlineData(Provider.Sqlite, "Ivo", true)] // he replaces Ada from next week on
    [InlineData(Provider.Sqlite, "Leo", true)] // he replaces Eva
    [InlineData(Provider.Sqlite, "Max", false)] // he did, until last week
    [InlineData(Provider.Postgres, "Ada", true)]
    [InlineData(Provider.Postgres, "Dan", false)]
    public async Task When_a_person_changes_only_what_they_have_to_do_with_is_looked_at_anew(
        Provider provider,
        string who,
        bool isLookedAt
    )
    {
        await using var store = await TestStore.CreateAsync(
            postgres,
            provider,
            Bpmn.TaskWithDeadline("approval", days: 10)
        );
        await store.StartAsync("approval");
        var staff = await new Staff(store).AddAsync("Ada", "", Roles.Clerk);
        await staff.AddAsync("Dan", "", Roles.Accounting);
        foreach (var name in (string[])["Eva", "Ivo", "Leo", "Max"])
            await staff.AddAsync(name);
        await staff.DepartmentAsync("office", "Eva");
        await staff.AbsentAsync("Ada", "Ivo", from: Staff.Today.PlusDays(7), to: Staff.Today.PlusDays(8));
        await staff.AbsentAsync("Ada", "Max", from: Staff.Today.PlusDays(-7), to: Staff.Today.PlusDays(-6));
        await staff.AbsentAsync("Eva", "Leo");
        await using var database = store.Database();
        var before = await database.Timers.AsNoTracking().SingleAsync();

        await using (await database.Database.BeginTransactionAsync())
            await store.Answering().CommitOfPersonAsync(database, TestStore.Authority, staff[who]);

        var after = await database.Timers.AsNoTracking().SingleAsync();
        Assert.Equal(isLookedAt, after.DueAt == store.Clock.Now && after.Generation > before.Generation);
        Assert.Equal(!isLookedAt, (after.DueAt, after.Generation) == (before.DueAt, before.Generation));
    }

    [Fact]
    public async Task A_change_waits_for_the_step_that_is_just_done_and_neither_undoes_the_other()
    {
        // given: a step that has its instance's row, and has not come to its timers
        await using var store = await TestStore.CreateAsync(
            postgres,
            Provider.Postgres,
            Bpmn.TaskWithDeadline("approval", days: 10)
        );
        var instance = await store.StartAsync("approval");
        await using var database = store.Database();
        Task change;
        await using (var step = await Proofs.HeldInstance.TakeAsync(store.Options.Postgres!, instance))
        {
            change = Task.Run(() => store.ChangePeopleAsync(null));
            await step.UntilWantedByAsync(1);
            Assert.False(change.IsCompleted);
        }

        await change;

        Assert.Equal(store.Clock.Now, (await database.Timers.AsNoTracking().SingleAsync()).DueAt);
    }
}
