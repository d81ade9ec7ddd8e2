using Microsoft.Extensions.Logging.Abstractions;
using TwinningWorkflow.Web.Hosting;
using TwinningWorkflow.Web.Processes;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Hosting;

public sealed class BellAcrossNodesTests(Postgres postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_ring_on_one_node_is_heard_on_the_others_and_not_again_on_its_own()
    {
        await using var store = await TestStore.CreateAsync(postgres, Provider.Postgres);
        var (here, there) = (new StepBell(), new StepBell());
        using var near = new BellAcrossNodes(store.Connections, here, NullLogger<BellAcrossNodes>.Instance);
        using var far = new BellAcrossNodes(store.Connections, there, NullLogger<BellAcrossNodes>.Instance);
        // each rings once when it begins to listen
        var begun = Task.WhenAll(Next(here), Next(there));
        await near.StartAsync(CancellationToken.None);
        await far.StartAsync(CancellationToken.None);
        await begun.WaitAsync(Patience);
        var echo = 0;
        using var listening = here.Listen(ring => echo += ring.FromAfar ? 1 : 0);
        var instances = Enumerable.Range(0, 2).Select(_ => Guid.CreateVersion7()).ToArray();
        var heard = Task.WhenAll(instances.Select(instance => Next(there, instance)));

        foreach (var instance in instances)
            here.Ring(new Ring(instance, BellParts.Timers, ["job-1"]));

        var rings = await heard.WaitAsync(Patience);
        Assert.All(rings, ring => Assert.Equal((BellParts.Timers, true), (ring.Parts, ring.FromAfar)));
        Assert.Equal(0, echo);
        await near.StopAsync(CancellationToken.None);
        await far.StopAsync(CancellationToken.None);
    }

    private static Task<Ring> Next(StepBell bell, Guid? instance = null)
    {
        var rung = new TaskCompletionSource<Ring>(TaskCreationOptions.RunContinuationsAsynchronously);
        bell.Listen(ring =>
        {
            if (instance is null || ring.Instance == instance)
                rung.TrySetResult(ring);
        });
        return rung.Task;
    }
}
