using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using TwinningWorkflow.Web.Jobs;
using TwinningWorkflow.Web.Mail;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Jobs;

public sealed class MailRateTests(Postgres postgres)
{
    private readonly FakeTimeProvider system = new(new DateTimeOffset(2026, 1, 7, 8, 0, 30, TimeSpan.Zero));

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Nodes_that_ask_at_once_share_what_a_minute_allows(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider);

        var taken = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => TakeAllAsync(Rate(store, 20))))
        );

        Assert.Equal(20, taken.Sum());
    }

    [Fact]
    public async Task The_next_minute_allows_as_many_again()
    {
        await using var store = await TestStore.CreateAsync(postgres, Provider.Sqlite);

        Assert.Equal(3, await TakeAllAsync(Rate(store, 3)));
        system.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(0, await TakeAllAsync(Rate(store, 3)));
        system.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(3, await TakeAllAsync(Rate(store, 3)));
    }

    [Fact]
    public async Task A_node_whose_clock_is_behind_does_not_begin_the_minute_again()
    {
        await using var store = await TestStore.CreateAsync(postgres, Provider.Sqlite);
        var behind = new FakeTimeProvider(system.GetUtcNow().AddSeconds(-40));

        Assert.Equal(3, await TakeAllAsync(Rate(store, 3)));

        Assert.Equal(0, await TakeAllAsync(Rate(store, 3, behind)));
    }

    [Fact]
    public async Task A_clock_that_was_far_ahead_stops_nothing_when_it_is_set_right()
    {
        await using var store = await TestStore.CreateAsync(postgres, Provider.Sqlite);
        var ahead = new FakeTimeProvider(system.GetUtcNow().AddDays(40));

        Assert.Equal(3, await TakeAllAsync(Rate(store, 3, ahead)));

        Assert.Equal(3, await TakeAllAsync(Rate(store, 3)));
    }

    [Fact]
    public async Task Without_a_limit_nothing_is_counted()
    {
        await using var store = await TestStore.CreateAsync(postgres, Provider.Sqlite);

        Assert.True(await Rate(store, 0).TakeAsync(CancellationToken.None));

        await using var database = store.Database();
        Assert.False(await database.Settings.AnyAsync(row => row.Key == "mail-minute"));
    }

    private MailRate Rate(TestStore store, int perMinute, TimeProvider? clock = null) =>
        new(store.Databases, Options.Create(new MailOptions { PerMinute = perMinute }), clock ?? system);

    private static async Task<int> TakeAllAsync(MailRate rate)
    {
        var taken = 0;
        while (await rate.TakeAsync(CancellationToken.None))
            taken++;
        return taken;
    }
}
