using NodaTime;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Hosting;
using TwinningWorkflow.Web.Processes;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Hosting;

public sealed class DemoClockTests(Postgres postgres)
{
    private static readonly Instant January = Instant.FromUtc(2023, 1, 9, 23, 0);

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task The_clock_runs_on_from_where_it_was_moved(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider);
        using var demo = new DemoClock(store.Connections, store.Clock, store.Bell);

        await demo.MoveToAsync(January, CancellationToken.None);
        store.Time.Advance(TimeSpan.FromMinutes(3));

        Assert.Equal(January + Duration.FromMinutes(3), store.Clock.Now);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Another_node_and_a_restart_take_the_clock_from_the_database(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider);
        using var demo = new DemoClock(store.Connections, store.Clock, store.Bell);
        await demo.MoveToAsync(January, CancellationToken.None);
        var elsewhere = new BusinessClock(store.Time);
        using var other = new DemoClock(store.Connections, elsewhere, new StepBell());

        await other.RefreshAsync(CancellationToken.None);

        Assert.Equal(January, elsewhere.Now);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_look_that_began_before_a_move_does_not_put_the_clock_back_after_it(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider);
        using var demo = new DemoClock(store.Connections, store.Clock, store.Bell);

        for (var minute = 0; minute < 100; minute++)
        {
            var moved = January + Duration.FromMinutes(minute);
            var looks = Enumerable
                .Range(0, 4)
                .Select(_ => Task.Run(() => demo.RefreshAsync(CancellationToken.None)))
                .ToList();
            await demo.MoveToAsync(moved, CancellationToken.None);
            await Task.WhenAll(looks);

            Assert.Equal(moved, store.Clock.Now);
        }
    }

    [Fact]
    public async Task Moving_the_clock_rings_so_that_timers_are_looked_at()
    {
        await using var store = await TestStore.CreateAsync(postgres, Provider.Sqlite);
        using var demo = new DemoClock(store.Connections, store.Clock, store.Bell);
        var rings = new List<Ring>();
        using var listening = store.Bell.Listen(rings.Add);

        await demo.MoveToAsync(January, CancellationToken.None);

        Assert.Equal(BellParts.Clock, Assert.Single(rings).Parts);
    }

    [Fact]
    public void The_business_clock_has_no_finer_instants_than_the_databases_keep()
    {
        var system = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(
            new DateTimeOffset(2022, 12, 5, 9, 0, 0, TimeSpan.Zero).AddTicks(12_345_678)
        );

        Assert.Equal(
            Instant.FromUtc(2022, 12, 5, 9, 0, 1) + Duration.FromMilliseconds(234),
            new BusinessClock(system).Now
        );
    }
}
