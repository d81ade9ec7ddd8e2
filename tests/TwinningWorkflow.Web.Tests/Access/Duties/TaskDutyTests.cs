using System.Collections.Immutable;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Access.Duties;

public sealed class TaskDutyTests(Postgres postgres)
{
    [Fact]
    public async Task Whom_one_replaces_is_named_where_it_is_they_who_are_barred_and_not_where_one_is_oneself()
    {
        await using var store = await TestStore.CreateAsync(postgres, Provider.Sqlite, Bpmn.SideBySide("pair"));
        var staff = await new Staff(store).AddAsync("Ada", "", Roles.Clerk);
        await staff.AddAsync("Bea", "", Roles.Mayor);
        await staff.AbsentAsync("Ada", "Bea");
        var instance = await store.StartAsync("pair");
        var one = await store.OpenTaskAsync(instance, "one");
        await store.RunAsync(
            instance,
            new CompleteTask(
                store.Clock.Now,
                TestStore.Clerk with
                {
                    Person = $"{staff["Ada"]:D}",
                },
                one.TaskId,
                null,
                ImmutableDictionary<string, DataValue>.Empty
            )
        );
        var roster = await staff.RosterAsync();
        var other = await store.OpenTaskAsync(instance, "other");
        var (process, _) = await store.ReadAsync(instance);

        var adas = TaskDuty.Of(Of("Ada"), other, process, roster);
        var beas = TaskDuty.Of(Of("Bea"), other, process, roster);

        Assert.Equal(("one", null, false), (adas.Barring, adas.BarredFor, adas.MayDo));
        Assert.Equal(("one", "Ada", false), (beas.Barring, beas.BarredFor?.Name, beas.MayDo));

        SignedIn Of(string name) =>
            new(Guid.CreateVersion7(), staff[name], TestStore.Authority, roster.HeldBy(staff[name]));
    }
}
