using TwinningWorkflow.Web.Tests.Proofs;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Jobs;

public sealed class DueWorkTests(Postgres postgres)
{
    [Fact]
    public async Task While_one_sweep_runs_the_next_minute_s_keeps_no_worker()
    {
        // given: a sweep that does not get on
        await using var store = await TestStore.CreateAsync(
            postgres,
            Provider.Postgres,
            Bpmn.TaskWithTimer("approval", "PT5H")
        );
        var instance = await store.StartAsync("approval");
        store.Time.Advance(TimeSpan.FromHours(5));
        var work = store.DueWork();
        Task running;
        await using (var held = await HeldInstance.TakeAsync(store.Options.Postgres!, instance))
        {
            running = Task.Run(() => work.SweepAsync(CancellationToken.None));
            await held.UntilWantedByAsync(1);

            Assert.True(work.SweepAsync(CancellationToken.None).IsCompleted);

            Assert.False(running.IsCompleted);
        }
        await running;

        // then: when it is through, the next one sweeps again
        await store.StartAsync("approval");
        store.Time.Advance(TimeSpan.FromHours(5));
        await work.SweepAsync(CancellationToken.None);
        await using var database = store.Database();
        Assert.Empty(database.Timers);
    }
}
