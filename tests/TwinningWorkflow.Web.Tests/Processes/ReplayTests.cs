using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Jobs;
using TwinningWorkflow.Web.Processes;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Processes;

public sealed class ReplayTests(Postgres postgres)
{
    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task After_every_step_the_journal_gives_the_stored_state(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(
            postgres,
            provider,
            Bpmn.TaskThenMessage("approval"),
            Bpmn.TaskWithTimer("timed", "PT1H")
        );

        var instance = await store.StartAsync("approval");
        await AssertReplaysAsync(store);
        await store.RunAsync(instance, store.Suspending());
        await AssertReplaysAsync(store);
        await store.RunAsync(instance, store.Resuming());
        await AssertReplaysAsync(store);
        await store.RunAsync(instance, store.Completing((await store.OpenTaskAsync(instance, "opinion")).TaskId));
        await AssertReplaysAsync(store);
        await store.RunAsync(instance, store.Receiving("partner"));
        await AssertReplaysAsync(store);
        var timed = await store.StartAsync("timed");
        await AssertReplaysAsync(store);
        await store.RunAsync(
            timed,
            new WithdrawProcess(store.Clock.Now, TestStore.Clerk) { Reason = "the partner withdrew" }
        );
        await AssertReplaysAsync(store);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_state_that_somebody_changed_is_an_incident(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.OneTask("approval"));
        var instance = await store.StartAsync("approval");
        await using var database = store.Database();
        var row = await database.Instances.SingleAsync();
        row.State = row.State.Replace("\"item\":\"\"", "\"item\":\"x\"", StringComparison.Ordinal);
        await database.SaveChangesAsync();

        var different = await Check(store).RunAsync(CancellationToken.None);

        Assert.Equal(1, different);
        var incident = await database.Incidents.SingleAsync();
        Assert.Equal((ReplayCheck.Code, instance), (incident.Code, incident.InstanceId));
    }

    internal static async Task AssertReplaysAsync(TestStore store)
    {
        Assert.Equal(0, await Check(store).RunAsync(CancellationToken.None));
        await using var database = store.Database();
        foreach (var instance in await database.Instances.ToListAsync())
            Assert.Equal(
                instance.Version,
                await database.Journal.CountAsync(row => row.Stream == Journal.OfInstance(instance.Id))
            );
    }

    private static ReplayCheck Check(TestStore store) => new(store.Databases, store.Clock);
}
